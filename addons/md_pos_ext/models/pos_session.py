from odoo import api, fields, models

from ..lib.posting import PostingErrors


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

    @api.model
    def _load_pos_data_models(self, config):
        ours = ("md.product.barcode", "md.dimension", "md.brand")
        return [*super()._load_pos_data_models(config), *ours]

    def _validate_session(self, *args, **kwargs):
        """What is sold is posted before the till's day is closed."""
        self.env["md.till.stock"]._post_first(self.order_ids)
        return super()._validate_session(*args, **kwargs)

    def _create_picking_at_end_of_session(self):
        """Closing a till moves stock; a cashier otherwise does not."""
        # who sells has no right to transfers: core gives every till user all of them
        session, errors = self.sudo(), PostingErrors()
        posting = session.with_context(md_posting_errors=errors)
        result = super(PosSession, posting)._create_picking_at_end_of_session()
        self.env["md.till.stock"]._remember_session(session, errors)
        return result

    def get_closing_control_data(self):
        """A manager closes a till that is short without the right to set tills up."""
        data = super().get_closing_control_data()
        data["is_manager"] |= self.env.user.has_group("md_inventory_core.group_manager")
        return data
