from . import test_web_shop_http
from . import test_web_shop_import
