from collections import defaultdict
from decimal import Decimal

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import float_repr

from ..lib.claims import GOODS_ARE_GONE, SOLD, Slot, ToReserve, shortages

LIVE_STATES = ("held", "confirmed")
OPEN = ("waiting", "confirmed", "partially_available", "assigned")
NOTHING = Decimal(0)


class MdClaimMoves(models.AbstractModel):
    """Planned moves and their claims: who claims what, and what became of it.

    A move claims when goods are to leave a warehouse for good out of free stock: not
    inside it, not what another move brings (make to order, later steps), not what is
    not stored. All moves of one sales order share its key, and so do the later steps.
    """

    _name = "md.claim.moves"
    _description = "Claims of Moves"

    # Which moves

    def _chain(self, move):
        """The move and all planned before or after it in its warehouse."""
        warehouse = move.location_id.warehouse_id
        chain, edge = move, move
        while edge:
            near = edge.move_dest_ids | edge.move_orig_ids
            edge = near.filtered(lambda m: m.location_id.warehouse_id == warehouse)
            edge -= chain
            chain |= edge
        return chain

    def _leaves(self, move):
        """Whether the goods of a move leave its warehouse for good, now or later."""
        return any(
            (step.location_final_id or step.location_dest_id).warehouse_id
            != move.location_id.warehouse_id
            for step in self._chain(move)
        )

    def _claiming(self, moves):
        """Those that claim: open, from free stock, out of a warehouse."""
        return moves.filtered(
            lambda move: (
                move.state in OPEN
                and not self._sold(move)
                and not move.move_orig_ids
                and move.procure_method != "make_to_order"
                and move.location_id.usage == "internal"
                and move.location_id.warehouse_id
                and not move._should_bypass_reservation()
                and self._leaves(move)
            )
        )

    def _sold(self, move):
        """Whether a till sold the goods of a move: they are gone, see `SOLD`."""
        return (move.md_claim_key or "").startswith(SOLD)

    def _open(self, keys):
        """All open moves of some keys that leave a warehouse."""
        return self.env["stock.move"].search(
            [
                ("md_claim_key", "in", list(keys)),
                ("state", "in", OPEN),
                ("location_id.usage", "=", "internal"),
                ("location_id.warehouse_id", "!=", False),
            ]
        )

    # Claiming

    def _claim(self, moves):
        """Claim what moves need.

        Not with `GOODS_ARE_GONE` in the context: what a till sold is a fact. With
        ``md_claim_whole``, for what it is, nothing may be missing.

        :return: `ToReserve`, for the moves that claim
        :raises UserError: when the order takes no waiting and not all is there
        """
        if self.env.context.get("md_goods_are_gone") is GOODS_ARE_GONE:
            return ToReserve()
        # whoever assigns moves need not see the orders they are for
        claiming = self._claiming(moves.sudo())
        fresh = claiming.filtered(lambda move: not move.md_claim_key)
        for move in fresh:
            chain, order = self._chain(move), move.sale_line_id.order_id
            key = order._md_claim_key() if order else self._own_key(move)
            known = [step.md_claim_key for step in chain if step.md_claim_key]
            key = known[0] if known else key
            chain.filtered(lambda step: not step.md_claim_key).md_claim_key = key
        left = ToReserve()
        for key, of_key in claiming.grouped("md_claim_key").items():
            left.add(self._claim_key(key, of_key, set(fresh.ids)))
        return left

    def _whole_for(self, moves):
        """What moves of which nothing may be missing are for; empty for others."""
        if unbuild := moves.unbuild_id[:1]:
            # core takes them from the shelf, whoever they are reserved for
            return self.env._("Taking %s apart", unbuild.product_id.display_name)
        return self.env.context.get("md_claim_whole")

    def _own_key(self, move):
        """The key of a move that is for no order: all that is done together has one."""
        if transfer := move.picking_id:
            return f"pick:{transfer.id}"
        if production := move.raw_material_production_id:
            return f"make:{production.id}"
        return f"move:{move.id}"

    def _claim_key(self, key, moves, fresh):
        own, facts = self.env["md.own.transaction"], self.env["md.claim.facts"]
        folder = self.env["md.claim.folder"]
        order = moves.sale_line_id.order_id
        gone = own._until_commit(f"gone {key}", lambda: defaultdict(Decimal))
        needed, reserved = self._demand(key)
        # what this transaction has delivered is still held: nobody else sees it gone
        wanted = {slot: needed[slot] + gone[slot] for slot in needed}
        wanted = {slot: part for slot, part in wanted.items() if part > NOTHING}
        if not wanted:
            return ToReserve()
        channel, refused, whole = self._channel(moves), set(), None
        if not fresh.isdisjoint(moves.ids):
            # only who asks for the first time is told no, not a job that tries again
            whole = self._whole_for(moves)
            refused = set(wanted) if whole else self._refused(order, channel, wanted)
        granted = self.env["md.claim.store"]._claim(
            key,
            wanted,
            whole=refused,
            terms=channel._terms(),
            moves=fresh,
            until=max(moves.mapped("date"), default=None),
        )
        holds, taken = granted.holds, granted.taken
        if taken:
            own._on_failure(f"free {taken}", lambda: folder._let_go(taken))
        short = list(shortages(wanted, granted.could))
        if any(slot in refused for slot, _wanted, _got in short):
            promise = self.env["md.channel.promise"]
            if whole:
                lines = promise._lacking(short)
                raise UserError(
                    self.env._("%(what)s: %(lines)s.", what=whole, lines=lines)
                )
            raise UserError(promise._short(order.name, short))
        facts._confirm(key, granted.held)
        if granted.held:
            # more may be held than is needed: a cart that was larger when somebody
            # was about to pay, a snapshot that is old
            facts._review([key])
        left = ToReserve(
            {(key, slot): holds[slot] - gone[slot] - reserved[slot] for slot in holds}
        )
        left.versions = granted.versions
        if short and own._ends() and not self.env.context.get("md_allocating"):
            # goods that this transaction brings are there after its commit
            self.env["md.claim.allocator"]._later(moves)
        return left

    def _channel(self, moves):
        """The channel that claims for moves: their order's, or the company's own."""
        channel = moves.sale_line_id.order_id.md_channel_id
        return channel or self.env["md.channel"]._of_company(
            moves.company_id[:1], "internal"
        )

    def _refused(self, order, channel, wanted):
        """Slots of which nothing may be missing, or the order is refused.

        :raises UserError: when the channel of an order does not sell from a warehouse
        """
        if not order:
            return set()
        promise = self.env["md.channel.promise"]
        warehouses = {slot.warehouse_id for slot in wanted}
        promise._check_warehouses(
            channel, self.env["stock.warehouse"].browse(warehouses)
        )
        return promise._refused(order, wanted)

    def _demand(self, key):
        """({`Slot`: needed}, {`Slot`: reserved}) by the open moves of a key."""
        needed, reserved = defaultdict(Decimal), defaultdict(Decimal)
        moves = self._open([key])
        for move in moves:
            slot = move._md_slot()
            before = move.move_orig_ids & moves
            coming = sum(map(self._decimal, before.mapped("product_qty")), NOTHING)
            need = self._decimal(move.product_qty)
            needed[slot] += max(need - coming, NOTHING)
            lines = move.move_line_ids
            reserved[slot] += self._decimal(sum(lines.mapped("quantity_product_uom")))
        return needed, reserved

    def _missing(self, order):
        """What an order needs and has no claim for, as text; empty when nothing."""
        key = order._md_claim_key()
        # sudo: claims are the system's, as in _planned
        system = self.sudo()
        needed, _reserved = system._demand(key)
        mine = system.env["md.stock.claim"].search(
            [("key", "=", key), ("state", "in", LIVE_STATES)]
        )
        held = defaultdict(Decimal)
        for claim in mine:
            slot = Slot(claim.product_id.id, claim.warehouse_id.id, claim.owner_id)
            held[slot] += self._decimal(claim.granted - claim.gone)
        lines = [
            self.env._(
                "%(missing)s of %(product)s in %(warehouse)s",
                missing=f"{(wanted - got).normalize():f}",
                product=self.env["product.product"].browse(slot.product_id).name,
                warehouse=self.env["stock.warehouse"].browse(slot.warehouse_id).name,
            )
            for slot, wanted, got in shortages(needed, held)
        ]
        return ", ".join(lines)

    def _decimal(self, quantity):
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        return Decimal(float_repr(quantity, digits))

    # What became of it

    def _planned(self, moves):
        """{move: its demand} of moves with a key that are about to be done."""
        # claims are the system's: whoever moves goods need not see all of them
        keyed = moves.sudo().filtered(lambda m: m.md_claim_key and m.state != "done")
        return {
            move.id: self._decimal(move.product_qty)
            for move in keyed
            if not self._sold(move)
        }

    def _done(self, moves, planned):
        """Goods of moves that were planned have left: their claims are consumed.

        No more than a move's demand: what is taken beyond it was promised to nobody.
        """
        rows = []
        # claims are the system's, as in _planned
        for move in moves.sudo().filtered(lambda m: m.id in planned):
            source = move.location_id.warehouse_id
            if move.state != "done" or source == move.location_dest_id.warehouse_id:
                continue
            gone = sum(move.move_line_ids.mapped("quantity_product_uom"))
            quantity = min(self._decimal(gone), planned[move.id])
            if quantity > NOTHING and source:
                rows.append(
                    {
                        "key": move.md_claim_key,
                        "product_id": move.product_id.id,
                        "warehouse_id": source.id,
                        "owner_id": move._md_owner(),
                        "quantity": quantity,
                        "source": f"move:{move.id}",
                    }
                )
        self._remember_gone(rows)
        self.env["md.claim.facts"]._consume(rows)

    def _remember_gone(self, rows):
        own = self.env["md.own.transaction"]
        for row in rows:
            gone = own._until_commit(f"gone {row['key']}", lambda: defaultdict(Decimal))
            slot = Slot(row["product_id"], row["warehouse_id"], row["owner_id"])
            gone[slot] += row["quantity"]

    def _review(self, moves):
        """Moves changed: what they claimed and need no more is released.

        What a till sold is pending as far as its moves are not done.
        """
        # claims are the system's, as in _planned
        keys = set(moves.sudo().mapped("md_claim_key")) - {False}
        sold = {key for key in keys if key.startswith(SOLD)}
        self.env["md.claim.facts"]._review(keys - sold)
        if sold:
            self.env["md.pending.sales"]._settle({k.removeprefix(SOLD) for k in sold})
