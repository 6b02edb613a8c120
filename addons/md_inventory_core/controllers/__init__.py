from . import health
from . import home
from . import product_configurator
from . import rpc
from . import session
