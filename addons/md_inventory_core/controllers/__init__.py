from . import health
from . import home
from . import rpc
from . import session
from . import suggestions
