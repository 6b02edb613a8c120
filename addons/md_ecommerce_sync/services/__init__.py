from . import md_audit_registry
from . import md_dataset_loader
from . import md_demo_setup
from . import md_roles
