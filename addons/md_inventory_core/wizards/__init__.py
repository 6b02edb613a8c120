from . import md_audit_seal_wizard
