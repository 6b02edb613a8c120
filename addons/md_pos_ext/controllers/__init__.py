from . import device_removed
from . import service_worker
