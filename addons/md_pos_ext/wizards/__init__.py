from . import md_difference_resolve_wizard
