from . import md_audit_archiver
from . import md_audit_chain
from . import md_audit_registry
from . import md_audit_trail
from . import md_dataset_loader
from . import md_demo_setup
from . import md_history_writer
from . import md_own_transaction
