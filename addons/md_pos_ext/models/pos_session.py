from odoo import fields, models


class PosSession(models.Model):
    _inherit = "pos.session"

    md_data_import_id = fields.Many2one(
        "md.data.import",
        string="Replayed Import",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="This session holds receipts replayed from the retail data.",
    )
