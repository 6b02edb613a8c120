"""What a process with Odoo in it does when claims are raced for; see `claim_host`."""

import random
import time
from contextlib import suppress
from functools import partial
from types import SimpleNamespace

from claim_pool import Pool, deed
from psycopg2 import OperationalError

from odoo import SUPERUSER_ID, api
from odoo.exceptions import ConcurrencyError, UserError
from odoo.service import model

from odoo.addons.md_inventory_core.services.md_background import (
    worker as background,
)

# code, kind, what happens when goods are missing
CHANNELS = (
    ("TILL", "pos", "wait"),
    ("DESK", "b2b", "wait"),
    ("WEB", "website", "refuse"),
    ("DARAZ", "marketplace", "refuse"),
    ("CHALDAL", "marketplace", "wait"),
)
WAYS = ("confirm", "hold", "promise")


def committed(registry, function, *arguments):
    """``function(env, ...)`` in a transaction of its own."""
    with registry.cursor() as cr:
        return function(api.Environment(cr, SUPERUSER_ID, {}), *arguments)


# Goods and orders


def channels(env):
    """{code: channel}, made when missing; each sells from every warehouse."""
    known = env["md.channel"].search([("code", "in", [row[0] for row in CHANNELS])])
    found = {channel.code: channel for channel in known}
    for code, kind, shortage in CHANNELS:
        if code not in found:
            values = {"name": code, "code": code, "kind": kind}
            values |= {"on_shortage": shortage, "all_warehouses": True}
            found[code] = env["md.channel"].create(values)
    return found


def goods(env, *stock):
    """New products with so many units each in the first warehouse."""
    names = [{"name": f"Race {n}", "is_storable": True} for n in range(len(stock))]
    products = env["product.product"].create(names)
    place = env["stock.warehouse"].search([], limit=1).lot_stock_id
    for product, units in zip(products, stock, strict=True):
        env["stock.quant"]._update_available_quantity(product, place, units)
    return products


def ordered(env, wishes):
    """Orders for [(channel code, [(product id, quantity)])]; their ids."""
    known, partner = channels(env), env.ref("base.partner_admin").id
    warehouse = env["stock.warehouse"].search([], limit=1).id
    values = [
        {
            "partner_id": partner,
            "warehouse_id": warehouse,
            "md_channel_id": known[code].id,
            "order_line": [
                (0, 0, {"product_id": product, "product_uom_qty": quantity})
                for product, quantity in lines
            ],
        }
        for code, lines in wishes
    ]
    return env["sale.order"].create(values).ids


# Deeds; each is one request or more


def confirm(env, number):
    """Confirm an order, unless it was done already."""
    order = env["sale.order"].browse(number)
    order.invalidate_recordset()
    if order.state in ("draft", "sent"):
        order.action_confirm()
    return "confirmed"


def cancel(env, number):
    """Cancel an order, confirmed or not."""
    order = env["sale.order"].browse(number)
    order.invalidate_recordset()
    if order.state != "cancel":
        order._action_cancel()
    return "cancelled"


def deliver(env, number):
    """Send off what is reserved for an order; the rest becomes a backorder."""
    order = env["sale.order"].browse(number)
    order.invalidate_recordset()
    ready = order.picking_ids.filtered(lambda p: p.state == "assigned")
    ready.move_ids.picked = True
    ready._action_done()
    return "delivered" if ready else "nothing to deliver"


def hold(env, number):
    """Hold what an order wants, as when somebody goes to pay."""
    order = env["sale.order"].browse(number)
    if order.state == "draft":
        order._md_hold()
    return "held"


def promise(env, number):
    """The same as `hold`, as the API does it: by demands."""
    order = env["sale.order"].browse(number)
    if order.state == "draft":
        demand = [
            (line.product_id, order.warehouse_id, part, line.product_uom_id)
            for line in order.order_line
            for part in _parts(line.product_uom_qty)
        ]
        env["md.channel.promise"]._hold(
            order.md_channel_id,
            order._md_claim_key(),
            demand,
            whole=order.md_on_shortage == "refuse",
        )
    return "held"


def _parts(quantity):
    """The same product may come in several rows, which are added up."""
    return [1, quantity - 1] if quantity > 1 else [quantity]


def count(env, product, quantity):
    """Somebody counts a product and finds so many."""
    quant = env["stock.quant"].search(
        [("product_id", "=", product), ("location_id.usage", "=", "internal")]
    )
    quant.inventory_quantity = quantity
    quant._apply_inventory()
    return "counted"


def demand(env, key, product, quantity, fails):
    """Another system holds goods under its key; what it does with it may fail."""
    product = env["product.product"].browse(product)
    warehouse = env["stock.warehouse"].search([], limit=1)
    rows = [(product, warehouse, quantity, product.uom_id)]
    env["md.channel.promise"]._hold(channels(env)["WEB"], key, rows)
    if fails:
        raise UserError("what it was for has failed")
    return "kept"


ALL = (confirm, cancel, deliver, hold, promise, count, demand)
DEEDS = {function.__name__: function for function in ALL}


# What somebody in the warehouse does again when Odoo gave up: its goods, not ours, were
# in use by others each of the five times. Whoever buys never has to.
BY_STAFF = ("count", "deliver")
AGAIN = 4


def patient(registry, name, *arguments):
    """Do a deed, once more each time that others were faster, as its person would."""
    for _time in range(AGAIN if name in BY_STAFF else 0):
        with suppress(OperationalError, ConcurrencyError):
            return deed(registry, DEEDS[name], *arguments)
    return deed(registry, DEEDS[name], *arguments)


def attempt(registry, name, *arguments):
    """Do a deed; ``hold`` and ``promise`` are of an order that is confirmed then.

    ``count`` says when it was over, by the database's clock.
    """
    outcome = patient(registry, name, *arguments)
    if outcome == "held":
        outcome = deed(registry, confirm, *arguments)
    if outcome == "counted":
        outcome = f"counted {committed(registry, _moment)}"
    return outcome


def _moment(env):
    env.cr.execute("SELECT (clock_timestamp() AT TIME ZONE 'UTC')::text")
    return env.cr.fetchone()[0]


# Scenes: what a test asks for


def warm_up(registry):
    """Do each deed once, so that who is forked finds loaded what is loaded once."""
    [product] = open_shop(registry, [100])
    wishes = [("WEB", [(product, 2)]), ("DESK", [(product, 200)])]
    for order in orders(registry, wishes):
        for name in ("hold", "promise", "deliver", "cancel"):
            attempt(registry, name, order)
    attempt(registry, "count", product, 3)
    rest(registry)


def open_shop(registry, stock):
    """Channels and new goods; the ids of the products."""

    def make(env):
        channels(env)
        return goods(env, *stock).ids

    return committed(registry, make)


def orders(registry, wishes):
    """See `ordered`."""
    return committed(registry, ordered, wishes)


def buyers(registry, product, number):
    """Orders of one unit each, the five channels in turn; [(order, way)]."""
    codes = [row[0] for row in CHANNELS]
    wishes = [(codes[n % len(codes)], [(product, 1)]) for n in range(number)]
    found = committed(registry, ordered, wishes)
    return [(WAYS[n // len(codes) % len(WAYS)], order) for n, order in enumerate(found)]


def race(registry, attempts, seed, kills=0.0, size=16, hurry=1):
    """Do [(deed, arguments ...)] at once and in any order; outcomes and deaths.

    Who has to try again waits for random seconds, ``hurry`` times shorter.
    """
    model.time = SimpleNamespace(sleep=lambda seconds: time.sleep(seconds / hurry))
    order = list(range(len(attempts)))
    random.Random(seed).shuffle(order)
    pool = Pool(partial(attempt, registry), size=size, kills=kills, seed=seed)
    try:
        found = pool.run([attempts[n] for n in order])
    finally:
        pool.end()
    outcomes = dict(zip(order, found, strict=True))
    told = [outcomes[n] for n in range(len(attempts))]
    return {"outcomes": told, "killed": pool.killed}


def rest(registry):
    """What scheduled jobs and the background do in the minutes after."""
    background.rest()
    for _turn in range(2):
        committed(registry, lambda env: env["md.claim.folder"]._fold_all())
        committed(registry, _expire)
        committed(registry, lambda env: env["md.claim.folder"]._sweep(10**6))
        committed(registry, _assign)
    committed(registry, lambda env: env["md.claim.folder"]._fold_all())
    committed(registry, lambda env: env["md.availability.feed"]._publish())
    background.rest()
    committed(registry, lambda env: env["md.shortage.watch"]._cron_watch())
    background.rest()
    committed(registry, lambda env: env["md.claim.folder"]._fold_all())
    return "rested"


def _expire(env):
    env.cr.execute(
        "UPDATE md_stock_claim SET expires_at = now() AT TIME ZONE 'UTC' "
        "- interval '1 second' WHERE state = 'held'"
    )


def _assign(env):
    """Core's scheduler: whatever is open is reserved as far as it goes."""
    moves = env["stock.move"]
    domain = moves.env["stock.rule"]._get_moves_to_assign_domain(False)
    moves.search(domain, order="priority desc, date, id")._action_assign()
