from . import md_claim_finding
from . import pos_order
from . import pos_session
from . import res_users
from . import stock_picking
