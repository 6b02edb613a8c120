from contextlib import contextmanager

from odoo import models
from odoo.exceptions import AccessError

from ..lib.refusals import refused


class MdStoreLimit(models.AbstractModel):
    """What record rules cannot say of the own stores of a user.

    Core changes quantities as superuser, so that no rule on quants stops it: it is
    transfers, moves, move lines and counts that are checked. Goods leave the own
    stores, wherever to; they come from places of no store (vendors, customers, losses,
    transit) into the own stores only. What another store sends here may be received: no
    more and nothing else than sent, and once. Nobody who is limited makes such a move
    or adds to one, so that whoever finds one knows that its store meant it.
    """

    _name = "md.store.limit"
    _description = "Limit to Own Stores"

    def _stores(self):
        """Stores that the user is limited to; none for who is not limited."""
        if self.env.su:
            return self.env["stock.warehouse"]
        return self.env.user.md_store_ids

    def _is_elsewhere(self, location):
        """Whether a location is of a store that is not the user's."""
        return bool(location.warehouse_id - self._stores())

    # Counts

    def _check_counts(self, vals_list):
        """Refuse quants in places that are not the user's, before core goes on as
        superuser."""
        if self.env.su:
            return
        ids = {vals["location_id"] for vals in vals_list if vals.get("location_id")}
        # those of other companies cannot be read; that is what is found out here
        for location in self.env["stock.location"].sudo().browse(ids):
            foreign = location.company_id - self.env.user.company_ids
            if foreign or (self._stores() and self._is_elsewhere(location)):
                place = location.warehouse_id.display_name or location.display_name
                message = self.env._(
                    "%(place)s is not one of your stores: you count and change no "
                    "stock there.",
                    place=place,
                )
                raise refused(AccessError(message), "stock.quant", "write")

    # Goods that move

    @contextmanager
    def _guarding(self, moves, lines=None):
        """Let the body change moves and lines; refuse what it must not leave behind.

        Lines of the moves and moves of the lines are looked at, too.

        :yield: function to name moves or lines that the body creates.
        """
        if not self._stores():
            yield lambda records: None
            return
        lines = self.env["stock.move.line"] if lines is None else lines
        # what is refused must not depend on what the user can read
        moves, lines = moves.sudo(), lines.sudo()
        moves |= lines.move_id
        lines |= moves.move_line_ids
        sent = {move.id: self._what_was_sent(move) for move in moves}
        done = {line.id: self._what_was_done(line) for line in lines}
        new = []
        yield new.append
        # again, all of them
        for records in (made.sudo() for made in new):
            if records._name == moves._name:
                moves |= records
            else:
                lines |= records
        moves, lines = moves.exists(), lines.exists()
        lines |= moves.move_line_ids
        for move in moves | lines.move_id:
            self._check_move(move, sent.get(move.id))
        for line in lines:
            self._check_line(line, sent.get(line.move_id.id), done.get(line.id))

    def _receives(self, moves):
        """Whether some of the moves, about to be done, come from another store.

        Refuses those that the user may not do.
        """
        if not self._stores():
            return False
        with self._guarding(moves):
            pass
        # the end in another store may be hidden
        return any(self._is_elsewhere(move.location_id) for move in moves.sudo())

    def _what_was_sent(self, move):
        """What another store decided of a move out of it; None for other moves."""
        if not self._is_elsewhere(move.location_id):
            return None
        return {
            "same": (move.product_id, move.location_id),
            "target": move.location_dest_id,
            "quantity": move.product_qty,
            "over": sum(move.move_line_ids.mapped("quantity_product_uom")),
            "ended": move.state if move.state in ("done", "cancel") else None,
        }

    def _what_was_done(self, line):
        """What nobody changes of a line that took goods from another store."""
        if line.state != "done" or not self._is_elsewhere(line.location_id):
            return None
        return (
            *(line.product_id, line.location_id, line.location_dest_id, line.lot_id),
            *(line.package_id, line.result_package_id, line.owner_id, line.move_id),
            line.quantity_product_uom,
        )

    def _check_move(self, move, sent):
        if sent is None:
            self._check_ends(move)
            return
        self._check_target(move)
        same = (move.product_id, move.location_id) == sent["same"]
        more = move.product_id.uom_id.compare(move.product_qty, sent["quantity"]) > 0
        again = sent["ended"] and move.state != sent["ended"]
        if not same or more or again:
            raise self._other_than_sent(move)

    def _check_line(self, line, sent, done):
        if done is not None:
            if self._what_was_done(line) != done:
                raise self._other_than_sent(line)
            return
        if not self._is_elsewhere(line.location_id):
            self._check_ends(line)
            return
        move = line.move_id
        if not sent or line.product_id != move.product_id:
            raise self._refusal(line, line.location_id)
        self._check_target(line)
        quantity = sum(move.move_line_ids.mapped("quantity_product_uom"))
        most = max(sent["quantity"], sent["over"])
        if (
            sent["ended"]
            or not line.location_id._child_of(move.location_id)
            or line.product_id.uom_id.compare(quantity, most) > 0
        ):
            raise self._other_than_sent(line)

    def _check_ends(self, record):
        """Goods leave own stores, or come from no store into an own one or none."""
        if self._is_elsewhere(record.location_id):
            raise self._refusal(record, record.location_id)
        target = record.location_dest_id
        if not record.location_id.warehouse_id and self._is_elsewhere(target):
            raise self._refusal(record, target)

    def _check_target(self, record):
        """What another store sent comes into an own store."""
        if not record.location_dest_id.warehouse_id & self._stores():
            raise self._refusal(record, record.location_id)

    def _refusal(self, record, location):
        message = self.env._(
            "%(place)s is not one of your stores: you move no goods out of it, nor "
            "into it but from your own.",
            place=location.warehouse_id.display_name,
        )
        return refused(AccessError(message), record._name, "write", record.ids)

    def _other_than_sent(self, record):
        message = self.env._(
            "%(product)s comes from another store: you receive it once, and no more "
            "and nothing else than was sent.",
            product=record.product_id.display_name,
        )
        return refused(AccessError(message), record._name, "write", record.ids)
