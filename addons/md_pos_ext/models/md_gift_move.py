from odoo import fields, models

from odoo.addons.md_inventory_core.models.fields import LooseMany2one


class MdGiftMove(models.Model):
    """What was put on a card or taken off it; inserted by `md.gift.ledger` alone."""

    _name = "md.gift.move"
    _description = "Move of a Gift Card"
    _inherit = ["md.append.only.mixin"]
    _order = "id desc"
    _log_access = False
    _rec_name = "key"

    card_id = fields.Many2one(
        "md.gift.card", required=True, readonly=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    kind = fields.Selection(
        [
            ("issue", "Sold or given"),
            ("pay", "Paid with"),
            ("release", "Payment taken back"),
            ("back", "Refund"),
        ],
        required=True,
        readonly=True,
    )
    amount = fields.Monetary(required=True, readonly=True)
    key = fields.Char(required=True, readonly=True)
    payment_uuid = fields.Char(readonly=True, index="btree_not_null")
    order_uuid = fields.Char(readonly=True, index="btree_not_null")
    source_uuid = fields.Char(
        readonly=True, help="Of a refund: the order that was paid with the card."
    )
    config_id = LooseMany2one("pos.config", "Till", readonly=True)
    user_id = LooseMany2one("res.users", "By", readonly=True)
    at = fields.Datetime("When", required=True, readonly=True)
    receipt = fields.Char(compute="_compute_receipt")

    _once = models.UniqueIndex("(key)", "This was done before.")

    def _compute_receipt(self):
        orders = self.env["pos.order"].search(
            [("uuid", "in", [uuid for uuid in self.mapped("order_uuid") if uuid])]
        )
        names = {one.uuid: one.pos_reference or one.name for one in orders}
        for move in self:
            move.receipt = names.get(move.order_uuid, "")
