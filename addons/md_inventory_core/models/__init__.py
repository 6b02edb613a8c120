from . import base
from . import md_append_only_mixin  # first: others inherit it
from . import md_live_mixin  # first: others inherit it
from . import ir_cron
from . import ir_http
from . import ir_model_access
from . import ir_rule
from . import ir_ui_menu
from . import md_approval_kind
from . import md_approval_limit
from . import md_approval_pin
from . import md_approval_request
from . import login
from . import md_audit_archive
from . import md_audit_event
from . import md_audit_link
from . import md_data_import
from . import md_sale_history
from . import product_template
from . import res_config_settings
from . import res_groups
from . import res_users
from . import stock_picking_type
from . import stock_quant
from . import stock_scrap
from . import stock_warehouse
