from odoo import api, fields, models


class MdProductMergeWizard(models.TransientModel):
    """Which of two products survives, and what stands against it."""

    _name = "md.product.merge.wizard"
    _description = "Merge Products"

    pair_id = fields.Many2one("md.duplicate.pair", required=True, readonly=True)
    keep = fields.Selection(
        [("a", "The first"), ("b", "The second")], required=True, default="a"
    )
    product_a_id = fields.Many2one(related="pair_id.product_a_id", string="First")
    product_b_id = fields.Many2one(related="pair_id.product_b_id", string="Second")
    survivor_id = fields.Many2one(
        "product.template", "Survives", compute="_compute_outcome"
    )
    loser_id = fields.Many2one(
        "product.template", "Is Archived", compute="_compute_outcome"
    )
    has_stock = fields.Boolean(compute="_compute_outcome")
    move_stock = fields.Boolean(
        "Move Its Stock by Inventory",
        help="Its stock is counted away, and counted in as the surviving product's.",
    )
    objections = fields.Text(compute="_compute_outcome")
    reason = fields.Char()

    @api.model
    def _open(self, pair):
        """The dialog about a pair."""
        wizard = self.create({"pair_id": pair.id})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Merge Products"),
            "res_model": self._name,
            "res_id": wizard.id,
            "views": [(False, "form")],
            "target": "new",
        }

    @api.depends("keep", "pair_id", "move_stock")
    def _compute_outcome(self):
        merger = self.env["md.product.merger"]
        for wizard in self:
            both = [wizard.pair_id.product_a_id, wizard.pair_id.product_b_id]
            if wizard.keep == "b":
                both.reverse()
            wizard.survivor_id, wizard.loser_id = both
            wizard.has_stock = bool(merger._stock(both[1]))
            found = merger._objections(*both, move_stock=wizard.move_stock)
            wizard.objections = "\n".join(found) or False

    def action_merge(self):
        """Merge them; the list shows it."""
        self.ensure_one().pair_id._check_decides()
        self.env["md.product.merger"]._merge(
            self.survivor_id, self.loser_id, self.reason, self.pair_id, self.move_stock
        )
        return {"type": "ir.actions.act_window_close"}
