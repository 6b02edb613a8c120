from . import md_audit_registry
from . import md_audit_trail
from . import md_dataset_loader
from . import md_demo_setup
from . import md_pending_sales
from . import md_roles
from . import md_till_stock
