from collections import defaultdict
from decimal import Decimal

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import float_repr

from ..lib.claims import Slot, shortages

OPEN = ("waiting", "confirmed", "partially_available", "assigned")


class MdClaimMoves(models.AbstractModel):
    """Planned moves and their claims: who claims what, and what became of it.

    A move claims when goods are to leave a warehouse for good out of free stock: not
    inside it, not what another move brings (make to order, later steps), not what is
    not stored. All moves of one sales order share its key.
    """

    _name = "md.claim.moves"
    _description = "Claims of Moves"

    def _of_warehouse(self, move):
        """The warehouse that the goods of a move leave for good, or none."""
        source = move.location_id.warehouse_id
        target = (move.location_final_id or move.location_dest_id).warehouse_id
        return source.browse() if source == target else source

    def _claiming(self, moves):
        """Those that claim: open, from free stock, out of a warehouse."""
        return moves.filtered(
            lambda move: (
                move.state in OPEN
                and not move.move_orig_ids
                and move.procure_method != "make_to_order"
                and move.location_id.usage == "internal"
                and not move._should_bypass_reservation()
                and not move.restrict_partner_id
                and self._of_warehouse(move)
            )
        )

    def _claim(self, moves):
        """Claim what moves need; return {(key, `Slot`): Decimal still to be reserved}.

        :raises UserError: when the order takes no waiting and not all is there
        """
        claiming = self._claiming(moves)
        for move in claiming.filtered(lambda move: not move.md_claim_key):
            order = move.sale_line_id.order_id
            move.md_claim_key = order._md_claim_key() if order else f"move:{move.id}"
        granted = {}
        for key, of_key in claiming.grouped("md_claim_key").items():
            granted |= self._claim_key(key, of_key.sale_line_id.order_id)
        return granted

    def _claim_key(self, key, order):
        store = self.env["md.claim.store"]
        folder, own = self.env["md.claim.folder"], self.env["md.own.transaction"]
        wanted, reserved = self._demand(key)
        refuse = order and order._md_refuses_shortage()
        holds, held, taken = store._claim(key, wanted, whole=refuse)
        if taken:
            own._on_failure(lambda: folder._let_go(taken))
        if refuse and (short := list(shortages(wanted, holds))):
            raise UserError(self._short(order, short))
        if held:
            self.env["md.claim.facts"]._confirm(held)
        return {
            (key, slot): quantity - reserved[slot] for slot, quantity in holds.items()
        }

    def _demand(self, key):
        """({`Slot`: needed}, {`Slot`: reserved}) over all open moves of a key."""
        needed, reserved = defaultdict(Decimal), defaultdict(Decimal)
        moves = self.env["stock.move"].search(
            [("md_claim_key", "=", key), ("state", "in", OPEN)]
        )
        for move in moves:
            slot = Slot(move.product_id.id, move.location_id.warehouse_id.id)
            needed[slot] += self._decimal(move.product_qty)
            lines = move.move_line_ids
            reserved[slot] += self._decimal(sum(lines.mapped("quantity_product_uom")))
        return dict(needed), reserved

    def _decimal(self, quantity):
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        return Decimal(float_repr(quantity, digits))

    def _short(self, order, short):
        lines = [
            self.env._(
                "%(product)s in %(warehouse)s: %(wanted)s wanted, %(free)s free",
                product=self.env["product.product"].browse(slot.product_id).name,
                warehouse=self.env["stock.warehouse"].browse(slot.warehouse_id).name,
                wanted=f"{wanted.normalize():f}",
                free=f"{got.normalize():f}",
            )
            for slot, wanted, got in short
        ]
        return self.env._(
            "%(order)s cannot be promised. %(lines)s.",
            order=order.name,
            lines="; ".join(lines),
        )

    def _done(self, moves):
        """Goods have left: their claims are consumed."""
        rows = []
        for move in moves.filtered(lambda m: m.md_claim_key and m.state == "done"):
            source = move.location_id.warehouse_id
            if source and source != move.location_dest_id.warehouse_id:
                gone = sum(move.move_line_ids.mapped("quantity_product_uom"))
                rows.append(
                    {
                        "key": move.md_claim_key,
                        "product_id": move.product_id.id,
                        "warehouse_id": source.id,
                        "quantity": self._decimal(gone),
                        "source": f"move:{move.id}",
                    }
                )
        self.env["md.claim.facts"]._consume([row for row in rows if row["quantity"]])
        self._review(moves)

    def _review(self, moves):
        """Moves changed: what they claimed and need no more is released."""
        keys = set(moves.mapped("md_claim_key")) - {False}
        self.env["md.claim.facts"]._review(keys)
