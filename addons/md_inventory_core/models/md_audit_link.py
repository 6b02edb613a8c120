from odoo import fields, models


class MdAuditLink(models.Model):
    """One link of the hash chain over audit events; ``id`` is its number, without gaps.

    Written by `md.audit.chain` only; see `lib/audit/chain.py` for what the hash covers.
    """

    _name = "md.audit.link"
    _inherit = ["md.append.only.mixin"]
    _description = "Audit Chain Link"
    _order = "id desc"
    _rec_name = "id"
    _log_access = False

    event_id = fields.Integer(required=True, readonly=True)
    hash = fields.Char(required=True, readonly=True)
    chained_at = fields.Datetime(required=True, readonly=True)

    _event_uniq = models.UniqueIndex("(event_id)", "An event is chained once.")
