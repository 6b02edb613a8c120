from . import md_approval_decision
from . import md_approval_pin_wizard
from . import md_approval_wizard
from . import md_audit_seal_wizard
from . import md_claim_repair_wizard
from . import md_price_change_wizard
from . import res_users_identitycheck
