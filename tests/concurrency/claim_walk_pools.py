"""Pools of a `World`: what may happen to them, and what must be true; inside Odoo."""

# ruff: noqa: S608 - put together of constants
from claim_world import POOLS

from odoo import Command, fields

from odoo.addons.md_inventory_core.lib.claims.sql import POOL_STOCK_SQL, STOCK, places
from odoo.addons.md_inventory_core.services.reconcile_sql import POOLS_SQL


def make_pools(env, channels):
    """Ids of the pools, active, and on whose goods the two channels draw.

    The first pool lends and is drawn on beside common stock, the second one does not
    lend and its channel sells nothing else.
    """
    pools = env["md.inventory.pool"]
    for code, policy in POOLS.items():
        if not pools.search([("code", "=", code)]):
            pools.create({"name": code, "code": code, "borrow_policy": policy})
    found = pools.search([("code", "in", list(POOLS))], order="code")
    found.window_ids.unlink()
    found.write({"state": "active"})
    for channel, pool, common in zip(channels, found, (True, False), strict=True):
        lines = [Command.clear(), Command.create({"pool_id": pool.id})]
        channel.write({"draws_common": common, "pool_line_ids": lines})
    return found.ids


def _ends(world, env, number):
    """(from, to): pools of a move, at least one of them named."""
    first, second = env["md.inventory.pool"].browse(world.pools)
    none = first.browse()
    ends = (
        (none, first),
        (none, second),
        (first, second),
        (first, none),
        (second, none),
    )
    return ends[number % 5]


def _wish(world, env, a, b, c):
    product, warehouse = world.product(env, b), world.warehouse(env, a // 5)
    mover = env["md.pool.mover"]
    return mover._wish(product, warehouse, *_ends(world, env, a), 1 + c % 4)


def pool_move(world, env, a, b, c):
    """Somebody takes units from one pool to another."""
    env["md.pool.mover"]._move([_wish(world, env, a, b, c)], world.name)


def pool_rows(world, env, a, b, c):
    """Rows of a file, each by itself and each once."""
    wishes = [_wish(world, env, a + n, b + n, c + n) for n in range(3)]
    names = [f"{world.name}:{a % 9}:{n}" for n in range(3)]
    env["md.pool.mover"]._move(
        wishes, world.name, kind="import", batches=names, whole=False
    )


def window(world, env, a, b, _c):
    """A window of a pool, over, on or to come; the one that there was goes."""
    pool = env["md.inventory.pool"].browse(world.pools[a % 2])
    pool.window_ids.unlink()
    if pool.state != "active":
        pool.state = "active"
    if b % 4:
        # 1: it ends now; 2: it has begun; 3: it is to come
        begins = fields.Datetime.add(fields.Datetime.now(), hours=b % 4 - 2)
        ends = fields.Datetime.add(begins, hours=1)
        made = pool.window_ids.create(
            {"pool_id": pool.id, "start_at": begins, "end_at": ends}
        )
        if b % 4 == 1:  # time went by: it ends now
            made.write({"begun": True, "ended": False})


def suspend(world, env, a, _b, _c):
    """A pool keeps its goods and nobody draws; or does again."""
    pool = env["md.inventory.pool"].browse(world.pools[a % 2])
    states = {"active": "suspended", "suspended": "active", "expired": "active"}
    pool.state = states.get(pool.state, pool.state)


def end_pool(world, env, a, _b, _c):
    """A pool is over."""
    pool = env["md.inventory.pool"].browse(world.pools[a % 2])
    if pool.state in ("active", "suspended"):
        pool.action_expire()


def watch(_world, env, _a, _b, _c):
    """The job of each minute."""
    env["md.pool.watch"]._look()


# At any moment: what pools have and have lent is what their moves and journal say.
def drift(look, first):
    """Rows of pools that differ from what was moved."""
    return look(POOLS_SQL, {"first": first, "last": 2**31 - 1, "limit": 5})


# At rest


def shares(look, products):
    """Places where what is free of all pools is not what is free in all."""
    return look(
        f"""SELECT h.product_id, h.warehouse_id, h.unpromised, s.free
              FROM ({places(STOCK)}) h
              JOIN (SELECT product_id, warehouse_id, sum(free) AS free
                      FROM ({POOL_STOCK_SQL}) p GROUP BY 1, 2) s
             USING (product_id, warehouse_id)
             WHERE h.product_id = ANY(%(products)s)
               AND s.free <> GREATEST(h.unpromised, 0)""",
        {"products": list(products)},
    )


def found(env, products):
    """What the reconciler says of the products, beside what reality took."""
    first, last = min(products), max(products)
    reconciler = env["md.claim.reconciler"]
    seen = reconciler._check_products(first, last) + reconciler._check_rest()
    return [
        finding
        for finding in seen
        if finding.product_id in products and finding.kind != "shortage"
    ]


def in_vain(env, world):
    """Orders that wait although their channel may promise more of what they lack."""
    orders = env["sale.order"].search(
        [("client_order_ref", "=", world.name), ("state", "=", "sale")]
    )
    rows = []
    for order in orders:
        for move in order.picking_ids.move_ids:
            lacks = move.state in ("confirmed", "waiting", "partially_available")
            if not lacks or move.location_id.warehouse_id != order.warehouse_id:
                continue
            free = env["md.availability"]._available(
                order.md_channel_id, move.product_id, order.warehouse_id
            )
            if free.get(move.product_id.id, 0) > 0:
                rows.append((order.id, move.product_id.id, move.state, free))
    return rows


DEEDS = {
    6: (pool_move,),
    3: (pool_rows, watch),
    2: (window, suspend),
    1: (end_pool,),
}
