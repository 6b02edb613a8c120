from . import delivery_carrier
from . import ir_http
from . import md_channel
from . import payment_transaction
from . import product_template
from . import res_config_settings
from . import sale_order
from . import website
