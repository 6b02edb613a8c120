"""What samples of the item master's models need; see role_special."""

from itertools import count

from odoo import Command

from .role_special import unique

_number = count(1)


def _dimension(env):
    """Of a client of its own: the company has its twenty."""
    client = env["md.client"].create({"name": unique("Client"), "code": unique("CL")})
    attribute = env["product.attribute"].create({"name": unique("Attribute")})
    return {
        "client_id": client.id,
        "attribute_id": attribute.id,
        "code": unique("dim"),
        "position": 1,
    }


def _promotion(env):
    goods = {"role": "goods", "all_goods": True}
    return {"goods_ids": [Command.create(goods)]}


def _row(env):
    """A row of a promotion that takes any number of goods, tiers and hours."""
    promotion = env["md.promotion"].create(
        {
            "name": "Sample",
            "kind": "bundle",
            "how": "price",
            "amount": 10,
            "slot_ids": [Command.create({"role": "slots", "all_goods": True})],
        }
    )
    return {"promotion_id": promotion.id}


def _slot(env):
    return {**_row(env), "role": "slots", "all_goods": True}


def _free_key(env):
    """A key without a card: the first card makes room."""
    card = env["md.promotion.template"].search([], limit=1)
    key = card.key
    card.unlink()
    return {"key": key}


def _companion(env):
    names = [{"name": unique("Goods")}, {"name": unique("Companion")}]
    goods, companion = env["product.template"].create(names)
    return {"product_tmpl_id": goods.id, "companion_id": companion.id}


def _recommendation(env):
    """The company has its one from the start."""
    mine = [("company_id", "=", env.company.id)]
    env["md.recommendation"].search(mine).unlink()
    return {"company_id": env.company.id}


def _challan(env):
    """Of an invoice of its own."""
    partner = env["res.partner"].create({"name": unique("Buyer")})
    values = {"move_type": "out_invoice", "partner_id": partner.id}
    return {
        "move_id": env["account.move"].create(values).id,
        "order_id": None,
        "serial": next(_number),
        "layout": "10",
        **dict.fromkeys(("gross", "base", "total"), 1.0),
        **dict.fromkeys(("sd", "vat"), 0.0),
    }


def _challan_line(env):
    return {
        "position": next(_number),
        "vat_kind": "rate",
        **dict.fromkeys(("gross", "base", "total"), 1.0),
        **dict.fromkeys(("sd", "vat"), 0.0),
    }


def _cash_count(env):
    return {**_of_drawer(env), "kind": "spot", "accepted": True}


def _of_drawer(env):
    """Of a session of its own."""
    till = env["pos.config"].create({"name": unique("Till")})
    session = env["pos.session"].create({"config_id": till.id})
    return {
        "session_id": session.id,
        "config_id": till.id,
        "company_id": till.company_id.id,
        "currency_id": till.currency_id.id,
        "key": unique("key"),
    }


def _z_report(env):
    drawer = _of_drawer(env)
    del drawer["key"]
    amounts = ("base", "tax", "total", "refunded", "rounding", "grand_total")
    return {
        **drawer,
        **dict.fromkeys((*amounts, "ledger_difference"), 0.0),
        "number": next(_number),
        "sales": 0,
        "refunds": 0,
        "facts": "{}",
    }


CHALLANS = {
    *("md.challan", "md.challan.line", "md.challan.print", "md.challan.series"),
    *("md.credit.hold", "md.gift.card", "md.gift.move"),
    *("md.cash.count", "md.z.report", "md.z.print", "md.coupon"),
}  # rows that only the system inserts
SPECIAL_ITEMS = {
    "md.coupon": lambda env: {"state": "issued"},
    "md.coupon.batch": lambda env: {"count": 1, "state": "draft"},
    "md.cash.count": _cash_count,
    "md.gift.card": lambda env: {"state": "active", "balance": 0.0},
    "md.safe.drop": lambda env: {**_of_drawer(env), "bag": unique("B"), "amount": 1.0},
    "md.z.report": _z_report,
    "md.z.print": lambda env: {"number": next(_number)},
    "md.challan": _challan,
    "md.challan.line": _challan_line,
    "md.challan.print": lambda env: {"number": next(_number)},
    "md.challan.series": lambda env: {"year": unique("Y")},
    "md.product.companion": _companion,
    "md.recommendation": _recommendation,
    "md.promotion": _promotion,
    "md.promotion.day": _row,
    "md.promotion.selector": _slot,
    "md.promotion.surcharge": lambda env: {**_row(env), "amount": 5.0},
    "md.promotion.template": _free_key,
    "md.promotion.tier": _row,
    "md.promotion.trial": _row,
    "md.promotion.window": lambda env: {
        **_row(env),
        "hour_from": 9.0,
        "hour_to": 11.0,
    },
    "md.barcode.range": lambda env: {"prefix": f"28{next(_number):06d}"},
    "md.product.barcode": lambda env: {"kind": "code128"},
    "md.dimension": _dimension,
}
