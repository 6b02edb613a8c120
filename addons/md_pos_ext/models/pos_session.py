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

    md_rescue_id = fields.Many2one(
        "pos.session",
        "Late Receipts in",
        readonly=True,
        copy=False,
        help="Where receipts of this session went that came when it was closed.",
    )

    def _md_rescue(self, config, closed):
        """The session that takes what came too late for a closed one, made when needed.

        Two receipts at a time make one: both write on the closed session, and who is
        second begins again.
        """
        # sudo: who sells may open no session for others
        closed, sessions = closed.sudo(), self.sudo()
        known = closed.md_rescue_id
        if known and known.state not in ("closed", "closing_control"):
            return known.with_env(self.env)
        name = closed.name or config.name
        # named as core named them; it is open at once, for nobody opens its drawer
        rescue = sessions.create(
            {
                "config_id": config.id,
                "name": self.env._("(RESCUE FOR %s)", name),
                "rescue": True,
                "user_id": self.env.uid,
            }
        )
        rescue.write({"state": "opened", "start_at": fields.Datetime.now()})
        closed.md_rescue_id = rescue
        return rescue.with_env(self.env)

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
