from . import md_channel
from . import pos_config
from . import pos_order
from . import pos_session
from . import product_template
from . import res_config_settings
from . import res_users
from . import stock_picking
