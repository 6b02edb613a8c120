from . import test_cart_promotions
from . import test_shop_choice
from . import test_web_channel
from . import test_web_hold
from . import test_web_kit
from . import test_web_paid
from . import test_web_shop_http
from . import test_web_shop_import
