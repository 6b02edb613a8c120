from . import md_approval
from . import md_approval_news
from . import md_approval_rules
from . import md_audit_archiver
from . import md_audit_chain
from . import md_audit_registry
from . import md_audit_trail
from . import md_auth_throttle
from . import md_clock
from . import md_core_access
from . import md_dataset_loader
from . import md_demo_setup
from . import md_devices
from . import md_health
from . import md_history_writer
from . import md_login
from . import md_own_transaction
from . import md_pin
from . import md_price_change
from . import md_refusal
from . import md_roles
from . import md_store_limit
from . import md_approval_roles  # after what it extends
from . import md_approval_watches  # after what it extends
from . import md_totp
