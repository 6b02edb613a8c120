"""Reality takes goods while orders race for them; run inside Odoo."""

from datetime import datetime
from decimal import Decimal

from claim_scenes import DEEDS, committed, open_shop, rest

from odoo.addons.md_inventory_core.lib.claims import Contender, Standing, rank


def begin(registry, stock):
    """A product with so many units; its id."""
    [product] = open_shop(registry, [stock])
    return product


def watch(env):
    """What the scheduled job does."""
    env["md.shortage.watch"]._cron_watch()
    return "watched"


def publish(env):
    """What follows a change of stock."""
    env["md.availability.feed"]._publish()
    return "published"


DEEDS |= {function.__name__: function for function in (watch, publish)}


def settled(registry, product):
    """What is left of it all at rest: [(quantity, left, state)], and what is wrong."""
    rest(registry)
    for _turn in range(2):
        committed(registry, watch)
        committed(registry, publish)

    def tell(env):
        rows = env["md.stock.shortage"].search([("product_id", "=", product)])
        drift = env["md.claim.reconciler"]._check()
        wrong = [f.why for f in drift if f.product_id == product]
        found = [(row.quantity, row.left, row.state) for row in rows]
        told = rows.filtered("contenders")
        return found, wrong + [row.id for row in told if not _replayed(row)]

    return committed(registry, tell)


def _replayed(row):
    """Whether the rule, asked again, takes from whom it took."""
    known = [_contender(one) for one in row.contenders]
    lost = [Decimal(one["loses"]) for one in row.contenders]
    again = rank(known, sum(lost), row.seed)
    return [one.loses for one in again] == lost


def _contender(one):
    standing = Standing[one["standing"].upper()]
    at = datetime.fromisoformat(one["at"])
    return Contender(one["claim"], one["key"], standing, at, Decimal(one["claimed"]))
