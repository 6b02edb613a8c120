from . import md_live_mixin  # first: others inherit it
from . import md_data_import
from . import md_sale_history
from . import stock_quant
from . import stock_warehouse
