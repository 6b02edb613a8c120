"""What samples of governed records need; see role_special."""

from odoo import Command

from .role_special import SPECIAL as OTHERS
from .role_special import insert, unique


def _product(env):
    return env["product.template"].create({"name": "Sample", "list_price": 100})


def _lockable(env):
    locked = env["md.field.lock"].with_context(active_test=False).search([]).field_id
    free = [
        ("model", "=", "product.template"),
        ("ttype", "=", "text"),
        ("store", "=", True),
        ("id", "not in", locked.ids),
    ]
    return {"field_id": env["ir.model.fields"].search(free, limit=1).id}


def _pair(env):
    a, b = sorted(_product(env).id for _each in range(2))
    return {"product_a_id": a, "product_b_id": b}


def _past_change(env):
    """A row of the history."""
    product = _product(env)
    product.list_price = 99
    env.cr.flush()
    mine = [("product_tmpl_id", "=", product.id)]
    return env["md.change.history"].search(mine, limit=1)


def _change(env):
    request = env["md.change.request"].create(
        {
            "subject": "Sample",
            "reason": "Sample",
            "company_id": env.company.id,
            "requester_id": env.uid,
        }
    )
    return {"request_id": request.id, "model": "product.template"}


def _extra(env):
    """A value of an attribute on a product."""
    values = [Command.create({"name": name}) for name in ("S", "M")]
    size = env["product.attribute"].create({"name": "Size", "value_ids": values})
    line = {"attribute_id": size.id, "value_ids": [Command.set(size.value_ids.ids)]}
    product = _product(env)
    product.attribute_line_ids = [Command.create(line)]
    return product.attribute_line_ids.product_template_value_ids[:1]


def _found(env):
    pair = {**_pair(env), "reason": "sku", "state": "open"}
    return {"pair_id": env["md.duplicate.pair"].create(pair).id}


def _said(env):
    """What a promotion says."""
    goods = Command.create({"role": "goods", "all_goods": True})
    mine = env["md.promotion"].create({"name": "Sample", "goods_ids": [goods]})
    kept = [("promotion_id", "=", mine.id)]
    return env["md.promotion.revision"].search(kept, limit=1)


def _used(env):
    """A use of a promotion by an order."""
    said = _said(env)
    row = {"promotion": said.code, "key": "sample", "uses": 1, "amount": "1.00"}
    env["md.promotion.usage"]._record([row])
    return env["md.promotion.use"].search([], limit=1)


def _differs(env):
    """What the check of a till's receipt found."""
    order = env["pos.order"].create(OTHERS["pos.order"](env))
    vals = {
        "order_id": order.id,
        "reference": "Sample",
        "company_id": order.company_id.id,
        "currency_id": order.currency_id.id,
        "sold_at": order.date_order,
        "checked_at": order.date_order,
        "reason": "price",
        "state": "open",
    }
    return insert(env["md.promotion.difference"], vals)


def _looked_at(env):
    """A payment that somebody should look at."""
    payment = env["pos.payment"].create(OTHERS["pos.payment"](env))
    order = payment.pos_order_id
    return {
        "payment_id": payment.id,
        "order_id": order.id,
        "company_id": order.company_id.id,
        "currency_id": order.currency_id.id,
        "paid_at": order.date_order,
        "reason": "missing",
    }


def _late(env):
    """A receipt of a till that came late."""
    till = env["pos.config"].create({"name": unique("Till")})
    return {
        "uuid": unique("receipt"),
        "reason": "refused",
        "config_id": till.id,
        "company_id": till.company_id.id,
        "currency_id": till.currency_id.id,
    }


MADE = {
    "md.promotion.difference": _differs,
    "md.promotion.use": _used,
    "md.promotion.revision": _said,
    "md.change.history": _past_change,
    "product.template.attribute.value": _extra,
}
SPECIAL = {
    "md.change.line": _change,
    "md.change.request": lambda env: {"requester_id": env.uid},
    "md.duplicate.pair": _pair,
    "md.field.lock": _lockable,
    "md.product.merge.wizard": _found,
    "md.tender.finding": _looked_at,
    "md.till.finding": _late,
}
