from . import md_report_sale
from . import pos_order
from . import sale_order
