from collections import defaultdict
from dataclasses import replace

from odoo import SUPERUSER_ID, api, models
from odoo.tools import SQL

from ..lib.claims import Slot
from .pool_sql import POOLED_SQL

# One publishes at a time, so that versions are committed in their order.
LOCK = 190020
BATCH = 2000
TURNS = 20  # of one process; what is left is for the next one
TOLD_AT_ONCE = 200  # products of one channel in one message
READERS = ("md_inventory_core.group_warehouse", "md_inventory_core.group_auditor")
TAKE_SQL = """
DELETE FROM md_availability_event WHERE id IN (
    SELECT id FROM md_availability_event ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED)
RETURNING channel_id, product_id, warehouse_id
"""
# All of a channel: each product that it has published or that is in stock there, to be
# worked off in pieces.
SPLIT_SQL = """
INSERT INTO md_availability_event (channel_id, product_id)
SELECT %s, product_id FROM (
    SELECT product_id FROM md_availability_change
     WHERE channel_id = %s AND available <> 0
     UNION
    SELECT q.product_id FROM stock_quant q
      JOIN stock_location l ON l.id = q.location_id
     WHERE l.warehouse_id = ANY(%s) AND l.usage = 'internal') products
"""
# At: after all that it counts was committed, unlike the beginning of the transaction.
# What a channel is told is kept, with what it left then.
PUBLISH_SQL = """
WITH told AS (
    INSERT INTO md_availability_change AS c
           (channel_id, product_id, available, version, at)
    SELECT w.id, n.product_id, n.available,
           nextval('md_availability_version'), clock_timestamp() AT TIME ZONE 'UTC'
      FROM unnest(%(products)s::int[], %(available)s::numeric[])
           AS n(product_id, available)
     CROSS JOIN unnest(%(channels)s::int[]) AS w(id)
      LEFT JOIN md_availability_change o
        ON o.channel_id = w.id AND o.product_id = n.product_id
     WHERE n.available <> COALESCE(o.available, 0)
        ON CONFLICT (channel_id, product_id) DO UPDATE
       SET available = excluded.available, version = excluded.version, at = excluded.at
    RETURNING channel_id, product_id, available, version, at
), kept AS (
    INSERT INTO md_availability_past
           (channel_id, product_id, available, version, at,
            buffer_units, buffer_percent)
    SELECT t.*, %(units)s, %(percent)s FROM told t
)
SELECT channel_id, product_id, available, version FROM told
"""


class MdAvailabilityFeed(models.AbstractModel):
    """Publishes what channels may promise, after it was committed.

    Whoever changes stock or claims leaves an event in the same transaction; after the
    commit the events of many are worked off by one, as one change for each channel and
    product, in a versioned table and on the bus. A killed process leaves its events to
    the next one, at the latest to the job of each minute.
    """

    _name = "md.availability.feed"
    _description = "Availability Feed"

    def _touched(self, pairs=(), channels=()):
        """Leave events in the caller's transaction; publish after its commit.

        :param pairs: (product id, warehouse id) of which something may have changed
        :param channels: ids of channels of which everything may have changed
        """
        if not pairs and not channels:
            return
        rows = [(None, *pair) for pair in pairs]
        rows += [(channel, None, None) for channel in channels]
        self.env.cr.execute(
            "INSERT INTO md_availability_event (channel_id, product_id, warehouse_id) "
            "SELECT * FROM unnest(%s::int[], %s::int[], %s::int[])",
            list(map(list, zip(*rows, strict=True))),
        )
        self._soon()

    def _soon(self):
        """Publish after the caller's commit; never inside a test's transaction."""
        self.env["md.background"]._soon(self._name, "_publish")

    def _publish(self, _items=()):
        """Work off all events, unless somebody else does; return how many changes."""
        own, changes = self.env["md.own.transaction"], 0
        pooled, looked = set(), set()
        for _turn in range(TURNS):
            with own._begin() as cr:
                cr.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
                if not cr.fetchone()[0]:
                    break  # who has it takes our events, too
                changes += self._publish_some(cr, pooled, looked)
            # looked for without the lock: who failed to get it has gone
            with own._begin() as cr:
                cr.execute("SELECT FROM md_availability_event LIMIT 1")
                if not cr.rowcount:
                    break
        if looked:
            self.env["md.shortage.watch"]._look(looked)
        if pooled:
            self.env["md.pool.watch"]._level(pooled)
        return changes

    def _publish_some(self, cr, pooled, looked):
        """Publish up to `BATCH` events; return how many changes they made.

        (product id, warehouse id) that they are about are added to ``looked``, places
        of those where pools have goods to ``pooled``.
        """
        cr.execute(TAKE_SQL, [BATCH])
        whole, own, pairs = set(), defaultdict(set), defaultdict(set)
        for channel, product, warehouse in cr.fetchall():
            if not channel:
                pairs[warehouse].add(product)
            elif product:
                own[channel].add(product)
            else:
                whole.add(channel)
        env = api.Environment(cr, SUPERUSER_ID, {})
        pooled.update(self._with_pools(cr, pairs))
        looked.update((product, place) for place in pairs for product in pairs[place])
        kits = env["md.kit"]
        own = {channel: kits._with_above(own[channel]) for channel in own}
        own, pairs = (
            defaultdict(set, own),
            {place: kits._with_above(pairs[place]) for place in pairs},
        )
        named = set().union(*own.values(), *pairs.values())
        there = set(env["product.product"].browse(sorted(named)).exists().ids)
        alike, changes = defaultdict(list), 0
        for channel in self._concerned(env, {*whole, *own}, pairs):
            # not by heart: what is known there may be from before the change
            terms, owner, places = channel._read_known()
            if channel.id in whole:
                cr.execute(SPLIT_SQL, [channel.id, channel.id, list(places)])
            draws = places if channel.active else ()
            # channels that draw on the same terms may promise the same
            alike[replace(terms, channel_id=0), owner, places, draws].append(channel)
        for (terms, owner, places, draws), channels in alike.items():
            products = set().union(
                *(own[channel.id] for channel in channels),
                *(pairs.get(place, ()) for place in places),
            )
            if products := sorted(products & there):
                totals = self._totals(env, products, terms, owner, draws)
                changes += self._publish_totals(channels, products, totals, terms)
        if changes:
            for group in READERS:
                model = env["md.availability.change"]
                model._live_changed(model._name, group)
        return changes

    def _with_pools(self, cr, pairs):
        """`Slot` of each place with goods in pools among {warehouse: products}."""
        rows = [(product, place) for place in pairs for product in pairs[place]]
        if not rows:
            return []
        products, warehouses = map(list, zip(*rows, strict=True))
        cr.execute(SQL(POOLED_SQL, products=products, warehouses=warehouses))
        return [Slot(*row) for row in cr.fetchall()]

    def _concerned(self, env, named, pairs):
        """Channels that events are about: named, or drawing from their warehouses."""
        domain = [
            *("|", ("id", "in", list(named))),
            *("|", ("warehouse_ids", "in", list(pairs)), ("all_warehouses", "=", True)),
        ]
        channels = env["md.channel"].with_context(active_test=False).search(domain)
        return channels.filtered(lambda channel: channel.active or channel.id in named)

    def _totals(self, env, products, terms, owner, places):
        """{product id: what may be promised of it}; nothing where nobody draws."""
        if not places:
            return defaultdict(int)
        return env["md.availability"]._totals(products, places, terms, owner)

    def _publish_totals(self, channels, products, totals, terms):
        """Publish to channels what changed of ``totals``; return how much did."""
        cr = channels[0].env.cr
        cr.execute(
            SQL(
                PUBLISH_SQL,
                channels=[channel.id for channel in channels],
                products=products,
                available=[totals[product] for product in products],
                units=terms.units,
                percent=terms.percent,
            )
        )
        rows = defaultdict(list)
        for channel, *change in cr.fetchall():
            rows[channel].append(change)
        for channel in channels:
            self._tell(channel, rows[channel.id])
        return sum(map(len, rows.values()))

    def _tell(self, channel, rows):
        """Tell who listens to the channel: what changed, or that much did."""
        if not rows:
            return
        rows = sorted(rows, key=lambda row: row[2])
        message = {"channel": channel.code, "version": rows[-1][2]}
        if len(rows) <= TOLD_AT_ONCE:
            message["available"] = {product: float(part) for product, part, _v in rows}
        channel.env["bus.bus"]._sendone(channel, "md_availability", message)

    def _cron_publish(self):
        """Each minute: what a killed process left, and lots that expired since."""
        self.env.cr.execute(
            """
            INSERT INTO md_availability_event (product_id, warehouse_id)
            SELECT DISTINCT q.product_id, l.warehouse_id FROM stock_lot t
              JOIN stock_quant q ON q.lot_id = t.id
              JOIN stock_location l ON l.id = q.location_id
             WHERE l.warehouse_id IS NOT NULL AND l.usage = 'internal'
               AND t.removal_date <= now() AT TIME ZONE 'UTC'
               AND t.removal_date > now() AT TIME ZONE 'UTC' - interval '1 hour'
            """
        )
        self._soon()
