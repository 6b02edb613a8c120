from . import md_cash_count_wizard
from . import md_cash_count_wizard_line
from . import md_difference_resolve_wizard
from . import md_levy_wizard
from . import md_levy_wizard_line
from . import md_outbox_import
from . import md_outbox_import_line
from . import pos_make_payment
