from . import md_audit_registry
from . import md_audit_trail
from . import md_claim_reconciler
from . import md_claim_words
from . import md_dataset_loader
from . import md_demo_setup
from . import md_roles
