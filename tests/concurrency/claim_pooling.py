"""Pools while orders race: goods change their pool, windows end; run inside Odoo."""

from claim_scenes import DEEDS, channels, committed, goods

from odoo import fields
from odoo.exceptions import UserError

SOURCES = {"EXPORT": "give_back", "WEEK": "none"}  # code: borrow policy
DRAWS = {"DARAZ": ("WEEK", True), "CHALDAL": ("EXPORT", False)}


def open_pools(registry, stock, kept):
    """A product with so many units; ``kept`` of them in each pool; its id.

    DARAZ sells the pool WEEK, then common stock; CHALDAL the pool EXPORT only, which
    lends; all others sell common stock.
    """

    def make(env):
        known, pools = channels(env), _pools(env)
        for code, (pool, common) in DRAWS.items():
            known[code].write(
                {
                    "draws_common": common,
                    "pool_line_ids": [
                        fields.Command.clear(),
                        fields.Command.create({"pool_id": pools[pool].id}),
                    ],
                }
            )
        return goods(env, stock).ids

    [product] = committed(registry, make)
    for code in SOURCES:
        committed(registry, transfer, product, None, code, kept)
    return product


def close_pools(registry):
    """The channels sell what they sold before."""

    def close(env):
        for code in DRAWS:
            channels(env)[code].write(
                {"draws_common": True, "pool_line_ids": [fields.Command.clear()]}
            )

    committed(registry, close)


def _pools(env):
    """{code: pool}, active; made when missing."""
    pools = env["md.inventory.pool"]
    for code, policy in SOURCES.items():
        pool = pools.search([("code", "=", code)]) or pools.create(
            {"name": code, "code": code, "borrow_policy": policy}
        )
        if pool.state != "active":
            pool.action_activate()
    return {pool.code: pool for pool in pools.search([("code", "in", list(SOURCES))])}


def transfer(env, product, source, target, quantity):
    """Units go from pool to pool, unless it has less."""
    pools, mover = env["md.inventory.pool"], env["md.pool.mover"]
    source, target = (pools.search([("code", "=", code)]) for code in (source, target))
    warehouse = env["stock.warehouse"].search([], limit=1)
    product = env["product.product"].browse(product)
    try:
        mover._move([mover._wish(product, warehouse, source, target, quantity)], "race")
    except UserError:
        return "has less"
    return "moved"


def end_pool(env, code):
    """The pool ends in the middle of everything; its goods go back."""
    pool = env["md.inventory.pool"].search([("code", "=", code)])
    if pool.state != "expired":
        pool.action_expire()
    return "ended"


def look(env):
    """What the scheduled job does."""
    env["md.pool.watch"]._look()
    return "looked"


DEEDS |= {function.__name__: function for function in (transfer, end_pool, look)}


def leveled(registry, product):
    """{pool, 0 for COMMON: (has, claimed, free)} at rest, and what is not right."""

    def level(env):
        env["md.pool.watch"]._look()
        env["md.availability.feed"]._publish()

    committed(registry, level)

    def tell(env):
        rows = env["md.pool.stock"].search([("product_id", "=", product)])
        found = {
            row.pool_id.code or "COMMON": (row.allotted, row.claimed, row.free)
            for row in rows
        }
        drift = env["md.claim.reconciler"]._check()
        wrong = [f.why for f in drift if f.product_id == product]
        return found, wrong + _waits_in_vain(env, product)

    return committed(registry, tell)


def _waits_in_vain(env, product):
    """Orders that wait although their channel may promise more."""
    lines = env["sale.order.line"].search(
        [("product_id", "=", product), ("state", "=", "sale")]
    )
    goods = env["product.product"].browse(product)
    found = []
    for channel, orders in lines.order_id.grouped("md_channel_id").items():
        free = env["md.availability"]._available(channel, goods)[product]
        waiting = orders.filtered("md_waits_for")
        if free > 0 and waiting:
            found.append(f"{len(waiting)} of {channel.code} wait, {free} are free")
    return found
