from odoo import api, fields, models


class MdClaimKeyMixin(models.AbstractModel):
    """Rows that are about a claim, and the document whose key it has.

    By key: there is no foreign key, and documents may be gone or out of sight.
    """

    _name = "md.claim.key.mixin"
    _description = "With a Claim Key"

    key = fields.Char(required=True, readonly=True)
    document = fields.Reference(
        [("sale.order", "Sales Order"), ("stock.picking", "Transfer")],
        string="For",
        compute="_compute_document",
        help="What the goods are claimed for.",
    )

    @api.depends("key")
    def _compute_document(self):
        orders, moves = self._numbers("so"), self._numbers("move")
        transfers = self._numbers("pick")
        orders = self.env["sale.order"].search([("id", "in", list(orders.values()))])
        moves = self.env["stock.move"].search([("id", "in", list(moves.values()))])
        found = {("so", order.id): order for order in orders}
        found |= {("move", move.id): move.picking_id for move in moves}
        transfers = self.env["stock.picking"].search(
            [("id", "in", list(transfers.values()))]
        )
        found |= {("pick", transfer.id): transfer for transfer in transfers}
        for row in self:
            kind, _, number = (row.key or "").partition(":")
            number = number.partition(":")[0]
            record = number.isdigit() and found.get((kind, int(number)))
            row.document = f"{record._name},{record.id}" if record else False

    def _numbers(self, kind):
        """{row: id of the document of this kind in its key}."""
        parts = {row: (row.key or "").split(":") for row in self}
        return {
            row: int(part[1])
            for row, part in parts.items()
            if part[0] == kind and len(part) > 1 and part[1].isdigit()
        }
