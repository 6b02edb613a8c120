from . import test_bengali_document
from . import test_data_import_control
from . import test_data_import_refusals
from . import test_data_import_repeat
from . import test_data_import_slice
from . import test_demo_setup
from . import test_live_notifications
from . import test_sale_history
