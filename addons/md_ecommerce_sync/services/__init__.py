from . import md_audit_registry
from . import md_claim_moves
from . import md_dataset_loader
from . import md_demo_setup
from . import md_roles
from . import md_shop_shortage
from . import md_waiting_news
