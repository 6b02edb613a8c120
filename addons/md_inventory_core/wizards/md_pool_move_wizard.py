from uuid import uuid4

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..lib.refusals import refused


class MdPoolMoveWizard(models.TransientModel):
    """Takes units of a product to another pool, and shows before what that would do."""

    _name = "md.pool.move.wizard"
    _description = "Move between Pools"

    product_id = fields.Many2one(
        "product.product", required=True, domain=[("is_storable", "=", True)]
    )
    warehouse_id = fields.Many2one(
        "stock.warehouse",
        required=True,
        default=lambda self: self.env["stock.warehouse"].search([], limit=1),
    )
    source_id = fields.Many2one(
        "md.inventory.pool", "From", help="Common stock when empty."
    )
    target_id = fields.Many2one(
        "md.inventory.pool", "To", help="Common stock when empty."
    )
    quantity = fields.Float(digits="Product Unit", default=1)
    unit_id = fields.Many2one(related="product_id.uom_id")
    why = fields.Char(help="Kept with the move.")
    # pressed again after a lost answer it moves nothing more
    key = fields.Char(default=lambda self: f"wizard:{uuid4()}", readonly=True)
    have = fields.Float(
        "Free There",
        digits="Product Unit",
        compute="_compute_effect",
        help="What the pool has and nobody was promised.",
    )
    refusal = fields.Char(compute="_compute_effect")
    effect_ids = fields.One2many(
        "md.pool.move.effect",
        "wizard_id",
        string="What Channels Would See",
        compute="_compute_effect",
    )

    @api.depends("product_id", "warehouse_id", "source_id", "target_id", "quantity")
    def _compute_effect(self):
        preview = self.env["md.pool.preview"]
        for wizard in self:
            wizard.have, wizard.refusal = 0, False
            wizard.effect_ids = [fields.Command.clear()]
            if not wizard.product_id or not wizard.warehouse_id:
                continue
            if wizard._is_elsewhere():
                wizard.refusal = wizard._elsewhere()
                continue
            have, refusal, rows = preview._effect(
                wizard.product_id,
                wizard.warehouse_id,
                wizard.source_id,
                wizard.target_id,
                wizard.quantity,
            )
            wizard.have, wizard.refusal = have, refusal
            wizard.effect_ids = [fields.Command.create(row) for row in rows]

    def _is_elsewhere(self):
        stores = self.env.user.md_store_ids
        return bool(stores and self.warehouse_id not in stores)

    def _elsewhere(self):
        return self.env._("%s is not your store.", self.warehouse_id.name)

    def action_move(self):
        """Move, and say so.

        :raises AccessError: in a store that is not the user's own
        :raises UserError: when the pool has less, or no reason is given
        """
        self.ensure_one().check_access("write")
        if self._is_elsewhere():
            raise refused(AccessError(self._elsewhere()), self._name, "move")
        if not (self.why or "").strip():
            raise UserError(self.env._("Say why the goods change their pool."))
        mover = self.env["md.pool.mover"]
        wish = mover._wish(
            self.product_id,
            self.warehouse_id,
            self.source_id,
            self.target_id,
            self.quantity,
        )
        # of the move as it is: changed and pressed again it is another one
        name = ":".join(map(str, (self.key, *wish.place, *wish[1:])))
        mover._move([wish], self.why.strip(), batches=[name])
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "title": self.env._("Moved"),
                "message": self.env._(
                    "%(quantity)s of %(product)s: %(before)s to %(after)s.",
                    quantity=f"{self.quantity:g}",
                    product=self.product_id.display_name,
                    before=self.source_id.name or "COMMON",
                    after=self.target_id.name or "COMMON",
                ),
                "type": "success",
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }
