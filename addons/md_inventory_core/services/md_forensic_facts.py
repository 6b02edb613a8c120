from collections import defaultdict
from decimal import Decimal
from typing import NamedTuple

from odoo import models
from odoo.tools import SQL

from ..lib.claims import Ground, Part
from .forensic_sql import (
    CLAIMED_SQL,
    CROSSED_SQL,
    ON_HAND_SQL,
    OWN_SQL,
    PARTS_SQL,
    POOLS_SQL,
    TOLD_SQL,
)
from .md_forensic_names import Document

NOTHING = Decimal(0)
READ = ("stock.location", "stock.lot", "stock.move", "stock.move.line", "stock.quant")
MOST_MOVES = 1000  # that are looked at of a span


class Asked(NamedTuple):
    """Of whom and when facts are asked: ids, and the keys an order claimed under.

    ``key`` is the one that counts, ``moves`` are the order's own, which came after.
    """

    at: object
    products: tuple
    warehouses: tuple
    owner: int = 0
    channel: int = 0
    key: str = ""
    keys: tuple = ()
    moves: tuple = ()
    limit: object = None  # entries after it are no part of placing the order

    def columns(self, **more):
        """As the statements want it."""
        columns = self._asdict()
        for name in ("products", "warehouses", "keys", "moves"):
            columns[name] = list(columns[name])
        return columns | more


class Published(NamedTuple):
    """What a channel was last told of a product, and what it left then."""

    available: Decimal
    version: int
    at: object
    units: Decimal | None
    percent: Decimal | None


class Holder(NamedTuple):
    """What a key had claimed out of a pool, since when, and whether for sure."""

    key: str
    pool_id: int
    quantity: Decimal
    at: object
    sure: bool


class Crossed(NamedTuple):
    """Goods that came into a warehouse, or left it (below zero), by one move."""

    product_id: int
    warehouse_id: int
    quantity: Decimal
    move_id: int
    at: object
    picking_id: int | None
    name: str
    kind: str | None
    key: str | None
    user_id: int | None
    document: Document | None = None  # beside its transfer


class MdForensicFacts(models.AbstractModel):
    """What was so at a moment, read from what is kept: nothing is written.

    By sets, one statement for all products and warehouses. Whoever asks has checked
    what the user may see.
    """

    _name = "md.forensic.facts"
    _description = "Facts of a Moment"

    def _flush(self):
        for model in READ:
            self.env[model].flush_model()

    def _rows(self, statement, asked, **more):
        self.env.cr.execute(SQL(statement, **asked.columns(**more)))
        return self.env.cr.fetchall()

    def _own(self, keys):
        """Entries of an order's own keys, the oldest first, as dicts."""
        self.env.cr.execute(SQL(OWN_SQL, keys=list(keys)))
        return self.env.cr.dictfetchall()

    def _told(self, asked):
        """{product id: `Published`} last before the moment."""
        return {
            product: Published(
                Decimal(available),
                version,
                at,
                None if units is None else Decimal(units),
                None if percent is None else Decimal(percent),
            )
            for product, available, version, at, units, percent in self._rows(
                TOLD_SQL, asked
            )
        }

    def _last_push(self, channel, product, before):
        """What was last pushed to a marketplace before, for connectors to say.

        :return: (when, quantity, words), None when nothing is known of a push
        """
        return

    def _holders(self, asked):
        """{place: [`Holder`]}: what others had claimed, most first."""
        found = defaultdict(list)
        for product, warehouse, pool, key, quantity, at, sure in self._rows(
            CLAIMED_SQL, asked
        ):
            holder = Holder(key, pool, Decimal(quantity), at, sure)
            found[product, warehouse].append(holder)
        for holders in found.values():
            holders.sort(key=lambda holder: (-holder.quantity, holder.key))
        return found

    def _on_hand(self, asked):
        """{place: sellable then}; places with nothing may be missing."""
        return {
            (product, warehouse): Decimal(quantity)
            for product, warehouse, quantity in self._rows(ON_HAND_SQL, asked)
        }

    def _pending(self, asked, order):
        """{place: sold at tills and not posted then}, without the order itself.

        For the addon that knows tills.
        """
        return {}

    def _grounds(self, asked, order, pools=()):
        """({place: `Ground`}, {place: [`Holder`]}, {pool id: name}) of the moment.

        What planned moves had reserved without a claim is not kept anywhere: nothing.

        :param pools: ids of those that the channel draws on
        """
        holders = self._holders(asked)
        on_hand, pending = self._on_hand(asked), self._pending(asked, order)
        had = defaultdict(dict)
        for product, warehouse, pool, quantity in self._rows(POOLS_SQL, asked):
            had[product, warehouse][pool] = Decimal(quantity)
        named = {pool for parts in had.values() for pool in parts} | set(pools)
        plain, names = {}, {}
        for *part, name in self._rows(PARTS_SQL, asked, pools=sorted(named - {0})):
            plain[part[0]] = Part(part[0], NOTHING, NOTHING, NOTHING, *part[4:])
            names[part[0]] = name
        grounds = {}
        for place in {*on_hand, *pending, *holders, *had}:
            claimed = defaultdict(Decimal)
            for holder in holders.get(place, ()):
                # of a pool that is gone: it is claimed all the same
                known = holder.pool_id in had[place] and holder.pool_id in plain
                claimed[holder.pool_id if known else 0] += holder.quantity
            parts = tuple(
                plain[pool]._replace(allotted=quantity, claimed=claimed[pool])
                for pool, quantity in sorted(had[place].items())
                if pool in plain
            )
            grounds[place] = Ground(
                on_hand.get(place, NOTHING),
                pending.get(place, NOTHING),
                NOTHING,
                claimed[0],
                parts=parts,
            )
        return grounds, holders, names

    def _crossed(self, asked, start, end, limit=MOST_MOVES):
        """[`Crossed`] of a span, the nearest to the moment first."""
        rows = self._rows(CROSSED_SQL, asked, start=start, end=end, limit=limit)
        return self._of_tills(
            [Crossed(row[0], row[1], Decimal(row[2]), *row[3:]) for row in rows]
        )

    def _of_tills(self, crossed):
        """The same, with what tills sold said as such: for the addon that knows."""
        return crossed
