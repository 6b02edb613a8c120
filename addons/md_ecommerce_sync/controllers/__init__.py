from . import brand
from . import cart
from . import main
from . import promotion
