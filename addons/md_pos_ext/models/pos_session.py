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

    def _create_picking_at_end_of_session(self):
        """Closing a till moves stock; a cashier otherwise does not."""
        # who sells has no right to transfers: core gives every till user all of them
        return super(PosSession, self.sudo())._create_picking_at_end_of_session()

    def get_closing_control_data(self):
        """A manager closes a till that is short without the right to set tills up."""
        data = super().get_closing_control_data()
        data["is_manager"] |= self.env.user.has_group("md_inventory_core.group_manager")
        return data
