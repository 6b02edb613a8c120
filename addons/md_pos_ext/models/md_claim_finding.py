from odoo import fields, models


class MdClaimFinding(models.Model):
    _inherit = "md.claim.finding"

    kind = fields.Selection(
        selection_add=[("till", "Till Sale not moved")], ondelete={"till": "cascade"}
    )
