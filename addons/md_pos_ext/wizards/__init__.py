from . import md_difference_resolve_wizard
from . import pos_make_payment
