from odoo import fields, models
from odoo.exceptions import UserError


class MdShortageDismissWizard(models.TransientModel):
    """Asks how shortages were settled that nobody needs to look at any more."""

    _name = "md.shortage.dismiss.wizard"
    _description = "Settle Shortages by Hand"

    shortage_ids = fields.Many2many(
        "md.stock.shortage", string="Shortages", required=True, readonly=True
    )
    reason = fields.Char(
        "How",
        required=True,
        help="What was agreed with the customer; recorded in the audit trail.",
    )

    def action_dismiss(self):
        """End them; the documents keep waiting for their goods."""
        self.ensure_one().check_access("write")
        shortages = self.shortage_ids
        shortages._check_may_act()
        if "new" in shortages.mapped("state"):
            raise UserError(
                self.env._("A shortage is just being told. Try again in a moment.")
            )
        shortages._end("dismissed", self.reason)
        return {"type": "ir.actions.act_window_close"}
