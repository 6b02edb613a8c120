from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from ..lib.refusals import refused

REASONS = [("barcode", "Same barcode"), ("sku", "Same SKU"), ("name", "Like names")]
STATES = [("open", "To Decide"), ("different", "Not a Duplicate"), ("merged", "Merged")]


class MdDuplicatePair(models.Model):
    """Two products that look like one; what was decided about them is remembered.

    Found by `md.duplicate.finder`; people decide by the buttons.
    """

    _name = "md.duplicate.pair"
    _description = "Possible Duplicate"
    _order = "state desc, score desc, id"
    _rec_name = "said"
    _log_access = False

    product_a_id = fields.Many2one(
        "product.template", "Product", required=True, readonly=True, ondelete="cascade"
    )
    product_b_id = fields.Many2one(
        "product.template",
        "Looks Like",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
    )
    sku_a = fields.Char(related="product_a_id.default_code", string="SKU")
    sku_b = fields.Char(related="product_b_id.default_code", string="Its SKU")
    score = fields.Float("Sure", readonly=True, aggregator=None)
    reason = fields.Selection(REASONS, "Because of", required=True, readonly=True)
    said = fields.Char("What Is the Same", readonly=True)
    state = fields.Selection(STATES, required=True, readonly=True, index=True)
    found_at = fields.Datetime("Found", readonly=True)
    decided_by_id = fields.Many2one("res.users", "Decided by", readonly=True)
    decided_at = fields.Datetime("Decided", readonly=True)

    _pair_uniq = models.UniqueIndex(
        "(product_a_id, product_b_id)", "These two are compared already."
    )
    _in_order = models.Constraint(
        "CHECK (product_a_id < product_b_id)", "The older product comes first."
    )

    def action_different(self):
        """They are two things: do not show them again."""
        self._decide("different")

    def action_look_again(self):
        """What was decided is to be looked at anew."""
        if self.filtered(lambda pair: pair.state == "merged"):
            raise UserError(self.env._("They are merged: undo the merge."))
        self._decide("open")

    def action_merge(self):
        """The dialog in which one of them survives."""
        self.ensure_one()._check_decides()
        return self.env["md.product.merge.wizard"]._open(self)

    def action_find(self):
        """Look for duplicates now, in the background."""
        self._check_decides()
        self.env["md.duplicate.finder"]._find_soon()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "title": self.env._("Looking for duplicates"),
                "message": self.env._("The list shows them as soon as they are found."),
                "type": "info",
            },
        }

    def _check_decides(self):
        """Managers and administrators decide what is one product."""
        self.check_access("read")
        roles = ("md_inventory_core.group_manager", "md_inventory_core.group_admin")
        if not any(map(self.env.user.has_group, roles)):
            message = self.env._("Managers decide whether two products are one.")
            raise refused(AccessError(message), self._name, "write", self.ids)

    def _decide(self, state):
        self._check_decides()
        # sudo: pairs are written by their buttons only
        self.sudo().write(
            {
                "state": state,
                "decided_by_id": self.env.uid if state != "open" else False,
                "decided_at": self.env["md.clock"]._now() if state != "open" else False,
            }
        )
