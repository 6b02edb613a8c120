from . import service_worker
