from . import test_report_sale
from . import test_report_sale_access
from . import test_report_sale_live
