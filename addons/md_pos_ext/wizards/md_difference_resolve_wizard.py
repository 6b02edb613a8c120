from odoo import fields, models


class MdDifferenceResolveWizard(models.TransientModel):
    """Asks what was done about receipts that differ."""

    _name = "md.difference.resolve.wizard"
    _description = "Resolve Differences of Receipts"

    difference_ids = fields.Many2many(
        "md.promotion.difference", string="Receipts", required=True, readonly=True
    )
    note = fields.Text(
        "How",
        required=True,
        help="What was found out and done; recorded in the audit trail.",
    )

    def action_resolve(self):
        """Resolve them, those only that are still open."""
        self.ensure_one().check_access("write")
        self.difference_ids._resolve(self.note)
        return {"type": "ir.actions.act_window_close"}
