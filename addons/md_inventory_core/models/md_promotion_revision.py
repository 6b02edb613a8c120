from odoo import fields, models

from .fields import LooseMany2one
from .md_promotion_reach_mixin import SECRET


class MdPromotionRevision(models.Model):
    """What a promotion said at a time: the contract that sellers evaluate.

    Orders name the revisions they were priced with; so each is kept for ever, also when
    its promotion is deleted.
    """

    _name = "md.promotion.revision"
    _description = "Revision of a Promotion"
    _inherit = ["md.append.only.mixin"]
    _order = "promotion_id, rev desc"
    _log_access = False
    _rec_name = "rev"

    promotion_id = LooseMany2one("md.promotion", required=True, readonly=True)
    code = fields.Char(required=True, readonly=True)
    rev = fields.Integer("Revision", required=True, readonly=True, aggregator=None)
    contract = fields.Json(required=True, readonly=True, groups=SECRET)
    summary = fields.Char(readonly=True)
    user_id = LooseMany2one("res.users", "By", readonly=True)
    at = fields.Datetime(required=True, readonly=True)

    _once = models.UniqueIndex("(code, rev)", "A promotion has each revision once.")
    _promotion_idx = models.Index("(promotion_id, rev)")
