from . import base
from . import md_append_only_mixin  # first: others inherit it
from . import md_live_mixin  # first: others inherit it
from . import ir_cron
from . import md_audit_archive
from . import md_audit_event
from . import md_audit_link
from . import md_data_import
from . import md_sale_history
from . import res_config_settings
from . import stock_quant
from . import stock_scrap
from . import stock_warehouse
