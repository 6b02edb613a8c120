from odoo import fields, models

from odoo.addons.md_inventory_core.models.fields import LooseMany2one

KINDS = [
    ("opening", "Opening"),
    ("hand_over", "Hand-over"),
    ("take_over", "Take-over"),
    ("spot", "Spot Check"),
    ("closing", "Closing"),
]


class MdCashCount(models.Model):
    """A count of a till's drawer as it was made: what was there and what should have.

    Inserted by `md.cash.control` and never changed. Amounts are in the till's currency.
    """

    _name = "md.cash.count"
    _description = "Cash Count"
    _inherit = ["md.append.only.mixin"]
    _order = "id desc"
    _log_access = False

    session_id = fields.Many2one(
        "pos.session", required=True, readonly=True, index=True, ondelete="restrict"
    )
    config_id = fields.Many2one(
        "pos.config", "Till", required=True, readonly=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="restrict"
    )
    warehouse_id = LooseMany2one("stock.warehouse", "Store", readonly=True)
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    kind = fields.Selection(KINDS, required=True, readonly=True)
    user_id = LooseMany2one("res.users", "Counted By", readonly=True)
    at = fields.Datetime("Counted", required=True, readonly=True)
    counted = fields.Monetary("In the Drawer", required=True, readonly=True)
    expected = fields.Monetary(required=True, readonly=True)
    difference = fields.Monetary(required=True, readonly=True)
    denominations = fields.Json(
        "Notes and Coins", readonly=True, help="[[value, pieces]], largest first"
    )
    pieces = fields.Text("Counted Pieces", compute="_compute_pieces")
    accepted = fields.Boolean(
        required=True,
        readonly=True,
        help="Not accepted: the drawer was counted again, or a manager was called.",
    )
    reason = fields.Char(readonly=True, help="What was said of the difference.")
    key = fields.Char(readonly=True, help="Of the request, which may come twice.")

    _key_uniq = models.UniqueIndex(
        "(session_id, key) WHERE key IS NOT NULL", "A count is recorded once."
    )

    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for count in self:
            count.display_name = f"{count.session_id.name}: {kinds[count.kind]}"

    def _compute_pieces(self):
        for count in self:
            count.pieces = "\n".join(
                f"{value:g} × {pieces}" for value, pieces in count.denominations or ()
            )

    def action_session(self):
        """Show the session of the till."""
        self.ensure_one().check_access("read")
        return self.session_id.get_formview_action()
