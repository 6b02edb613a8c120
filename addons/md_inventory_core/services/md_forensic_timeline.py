from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from odoo import models
from odoo.tools import SQL

from .forensic_sql import JOURNAL_SQL, POOL_MOVES_SQL, PUBLISHED_SQL
from .md_forensic_names import Document

MOST = 200
NOTHING = Decimal(0)
NOBODY = Document("")
# Pool moves that a claim made: why is its key.
CLAIMED = ("borrow", "give_back")


class Event(NamedTuple):
    """Something that happened to a product; ``what`` is a kind of `md.forensic.words`.

    ``change`` is of what the kind speaks of: what is told, claimed, moved; ``own`` when
    the order itself did it.
    """

    at: datetime
    what: str
    product_id: int
    warehouse_id: int
    change: Decimal
    document: Document = NOBODY
    user: str = ""
    words: str = ""
    own: bool = False


class MdForensicTimeline(models.AbstractModel):
    """What happened to products around a moment, from all that is kept."""

    _name = "md.forensic.timeline"
    _description = "Timeline of Products"

    def _events(self, asked, start, end):
        """[`Event`] of a span: the nearest to the moment, the newest first."""
        if not asked.products:
            return []
        events = [
            *self._publications(asked, start, end),
            *self._claims(asked, start, end),
            *self._pool_moves(asked, start, end),
            *self._goods(asked, start, end),
        ]
        nearest = sorted(events, key=lambda event: abs(event.at - asked.at))[:MOST]
        return sorted(nearest, key=lambda event: event.at, reverse=True)

    def _rows(self, statement, asked, start, end):
        columns = asked.columns(start=start, end=end, limit=MOST)
        self.env.cr.execute(SQL(statement, **columns))
        return self.env.cr.fetchall()

    def _publications(self, asked, start, end):
        if not asked.channel:
            return
        for at, product, available, version in self._rows(
            PUBLISHED_SQL, asked, start, end
        ):
            words = self.env._("version %(version)s", version=version)
            yield Event(at, "told", product, 0, Decimal(available), words=words)

    def _claims(self, asked, start, end):
        rows = self._rows(JOURNAL_SQL, asked, start, end)
        named = self.env["md.forensic.names"]._of_keys({row[-1] for row in rows})
        for at, kind, product, warehouse, change, key in rows:
            own = key in asked.keys
            document = named[key]
            yield Event(
                at, kind, product, warehouse, Decimal(change), document, own=own
            )

    def _pool_moves(self, asked, start, end):
        rows = self._rows(POOL_MOVES_SQL, asked, start, end)
        names = self.env["md.forensic.names"]
        users = names._of_users({row[7] for row in rows})
        pools = self.env["md.inventory.pool"].browse(
            {pool for row in rows for pool in row[5:7] if pool}
        )
        known = {pool.id: pool.name for pool in pools.exists()}
        keyed = names._of_keys({row[8] for row in rows if row[1] in CLAIMED})
        for (
            at,
            kind,
            product,
            warehouse,
            quantity,
            source,
            target,
            user,
            why,
            n,
        ) in rows:
            way = self.env._(
                "%(before)s to %(after)s",
                before=known.get(source, "COMMON"),
                after=known.get(target, "COMMON"),
            )
            document = keyed[why] if kind in CLAIMED else Document(why or f"#{n}")
            yield Event(
                at,
                "pool",
                product,
                warehouse,
                Decimal(quantity),
                document,
                users.get(user, ""),
                way,
                own=why in asked.keys,
            )

    def _goods(self, asked, start, end):
        moves = self.env["md.forensic.facts"]._crossed(asked, start, end, MOST)
        names = self.env["md.forensic.names"]
        users = names._of_users({move.user_id for move in moves})
        transfers = {move.picking_id for move in moves if move.picking_id}
        seen = names._seen("stock.picking", transfers) if transfers else {}
        for move in moves:
            document = move.document or seen.get(move.picking_id, Document(move.name))
            yield Event(
                move.at,
                self.env["md.forensic.words"]._kind_of(move),
                move.product_id,
                move.warehouse_id,
                move.quantity,
                document,
                users.get(move.user_id, ""),
                own=move.move_id in asked.moves,
            )
