"""Rules of pools that many apply at once; run inside Odoo."""

from claim_pooling import _pools
from claim_scenes import DEEDS, committed, goods

from odoo.fields import Command

from odoo.addons.md_inventory_core.services import md_pool_rules

md_pool_rules.AT_ONCE = 1  # a kill finds it in the middle


def open_rules(registry, number, stock, what, amount):
    """So many new products, and a rule for them; (ids of the products, rule, turn)."""

    def make(env):
        products = goods(env, *[stock] * number)
        rule = env["md.pool.rule"].create(
            {
                "name": f"Race {what}",
                "what": what,
                "percent": amount,
                "pool_id": _pools(env)["WEEK"].id,
                "applies_to": "product",
                "product_ids": [Command.set(products.ids)],
                "schedule": "hourly",
            }
        )
        return products.ids, rule.id, rule.turn

    return committed(registry, make)


def set_due(registry, rule):
    """The rule is to run now."""

    def due(env):
        env.cr.execute(
            "UPDATE md_pool_rule SET next_at = now() AT TIME ZONE 'UTC' "
            " - interval '1 minute' WHERE id = %s",
            [rule],
        )

    committed(registry, due)


def apply_rule(env, rule, turn):
    """Somebody who looked at the rule's turn applies it."""
    env["md.pool.rules"]._apply_by_hand(env["md.pool.rule"].browse(rule), turn)
    return "applied"


def run_due(env):
    """What the scheduled job does."""
    env["md.pool.rules"]._cron_apply()
    return "ran"


def receive(env, product, quantity):
    """Goods arrive from a supplier."""
    warehouse = env["stock.warehouse"].search([], limit=1)
    move = env["stock.move"].create(
        {
            "product_id": product,
            "product_uom_qty": quantity,
            "location_id": env.ref("stock.stock_location_suppliers").id,
            "location_dest_id": warehouse.lot_stock_id.id,
        }
    )
    move._action_confirm()
    move.write({"quantity": quantity, "picked": True})
    move._action_done()
    return "received"


DEEDS |= {function.__name__: function for function in (apply_rule, run_due, receive)}


def drift(registry, products):
    """What the reconciler finds about some products, when all has come to rest."""

    def look(env):
        env["md.pool.rules"]._cron_apply()
        env["md.availability.feed"]._publish()

    committed(registry, look)

    def check(env):
        found = env["md.claim.reconciler"]._check()
        return [f.why for f in found if f.product_id in products]

    return committed(registry, check)
