from . import md_report_sale
from . import md_live_sale_mixin  # before those that inherit it
from . import pos_order
from . import sale_order
