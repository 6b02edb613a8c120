from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..lib.refusals import refused
from .fields import LooseMany2one

MANAGER = "md_inventory_core.group_manager"
LATE = timedelta(minutes=5)
STATES = [
    ("held", "Held"),
    ("confirmed", "Confirmed"),
    ("consumed", "Consumed"),
    ("released", "Released"),
    ("expired", "Expired"),
    ("lost", "Lost"),
]


class MdStockClaim(models.Model):
    """A channel's right to a quantity of a product in a warehouse out of a pool.

    ``key`` names who claims (an order, a move); several live claims of one key and slot
    add up. Written by `md.claim.store` and `md.claim.folder` only. There is no foreign
    key to the order: a claim is committed before its order is.
    """

    _name = "md.stock.claim"
    _inherit = ["md.claim.key.mixin"]
    _description = "Stock Claim"
    _order = "id desc"
    _log_access = False
    _rec_name = "key"

    product_id = LooseMany2one("product.product", required=True, readonly=True)
    warehouse_id = LooseMany2one("stock.warehouse", required=True, readonly=True)
    owner_id = fields.Integer(required=True, readonly=True, default=0)
    pool_id = fields.Integer(required=True, readonly=True, default=0)
    channel_id = LooseMany2one("md.channel", readonly=True)
    number = fields.Integer(required=True, readonly=True)  # of its key and slot
    granted = fields.Float(digits="Product Unit", required=True, readonly=True)
    gone = fields.Float(digits="Product Unit", required=True, readonly=True, default=0)
    state = fields.Selection(STATES, required=True, readonly=True, default="held")
    at = fields.Datetime(required=True, readonly=True)
    expires_at = fields.Datetime(readonly=True)
    left = fields.Float(
        "Promised",
        digits="Product Unit",
        compute="_compute_left",
        help="What is neither delivered nor released of it.",
    )
    late = fields.Boolean(
        compute="_compute_late",
        search="_search_late",
        help="Held, expired, and not freed yet: the scheduled jobs do not run.",
    )

    _number_uniq = models.UniqueIndex(
        "(key, product_id, warehouse_id, owner_id, pool_id, number)",
        "The same claim is made once.",
    )
    _live_idx = models.Index(
        "(key, product_id, warehouse_id, owner_id, pool_id) "
        "WHERE state IN ('held', 'confirmed')"
    )
    _slot_idx = models.Index("(product_id, warehouse_id, owner_id, pool_id)")
    _expiry_idx = models.Index("(expires_at) WHERE state = 'held'")
    _within = models.Constraint(
        "CHECK (granted > 0 AND gone >= 0 AND gone <= granted)",
        "What is consumed or released of a claim is part of it.",
    )

    @api.depends("granted", "gone")
    def _compute_left(self):
        for claim in self:
            claim.left = claim.granted - claim.gone

    @api.depends("state", "expires_at")
    def _compute_late(self):
        soon = fields.Datetime.now() - LATE
        for claim in self:
            claim.late = claim.state == "held" and claim.expires_at < soon

    def _search_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        soon = fields.Datetime.now() - LATE
        return [("state", "=", "held"), ("expires_at", "<", soon)]

    def action_release(self):
        """Free holds before their time; what is confirmed is freed by its order."""
        if not self.env.su and not self.env.user._has_group(MANAGER):
            message = self.env._("Only a manager releases what is held for somebody.")
            raise refused(AccessError(message), self._name, "release")
        if self.filtered(lambda claim: claim.state != "held"):
            raise UserError(
                self.env._("Only what is held can be released here: cancel the order.")
            )
        for claim in self:
            self.env["md.audit.trail"]._record(
                "stock",
                "claim.released",
                model=self._name,
                res_id=claim.id,
                before={"key": claim.key, "quantity": claim.left},
            )
        ids, folder = self.ids, self.env["md.claim.folder"]
        self.env["md.own.transaction"]._after(
            f"release {ids}", lambda: folder._let_go(ids)
        )
        return True
