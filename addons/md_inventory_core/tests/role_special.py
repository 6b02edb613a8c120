"""What a sample of some models needs beyond its required fields; see role_samples."""

from datetime import date, timedelta
from itertools import count

from odoo import Command, fields
from odoo.tools import SQL

_number = count(1)


def unique(word):
    """A text that no other sample has."""
    return f"{word}{next(_number)}"


def insert(model, vals):
    """A row of a model that refuses to be created by hand."""
    vals = {k: v for k, v in vals.items() if model._fields[k].column_type}
    columns = SQL(", ").join(map(SQL.identifier, vals))
    rows = model.env.execute_query(
        SQL(
            "INSERT INTO %s (%s) VALUES %s RETURNING id",
            SQL.identifier(model._table),
            columns,
            tuple(vals.values()),
        )
    )
    return model.browse(rows[0])


def _the(env, model, **vals):
    """The record with these values, made when there is none."""
    domain = [(field, "=", value) for field, value in vals.items()]
    return env[model].search(domain, limit=1) or env[model].create(vals)


def _product(env):
    return _the(env, "product.product", name="Role Sample", is_storable=True).id


def _invoice(kind):
    return lambda env: {
        "move_type": kind,
        "journal_id": None,
        "partner_id": _the(env, "res.partner", name="Role Sample").id,
    }


def _store(env):
    mine = [("company_id", "=", env.company.id)]
    return env["stock.warehouse"].search(mine, limit=1)


def _transfer(env):
    store = _store(env)
    return {
        "picking_type_id": store.int_type_id.id,
        "location_id": store.lot_stock_id.id,
        "location_dest_id": store.lot_stock_id.id,
    }


def _transfer_of_goods(env):
    return {**_transfer(env), "move_ids": [Command.create(_move(env))]}


def _move(env):
    return {**_transfer(env), "product_id": _product(env), "product_uom_qty": 1.0}


def _tax(env):
    country = env.company.account_fiscal_country_id.id
    group = _the(env, "account.tax.group", name="Role Sample", country_id=country)
    return {"name": unique("Tax"), "tax_group_id": group.id, "country_id": country}


def _payment(env):
    bank = env["account.journal"].search(
        [
            ("type", "=", "bank"),
            ("company_id", "=", env.company.id),
            ("inbound_payment_method_line_ids", "!=", False),
        ],
        limit=1,
    )
    line = bank.inbound_payment_method_line_ids[:1]
    return {
        "journal_id": bank.id,
        "payment_method_line_id": line.id,
        "partner_id": _the(env, "res.partner", name="Role Sample").id,
    }


def _session(env):
    till = _the(env, "pos.config", name="Role Sample")
    opened = env["pos.session"].search(
        [("config_id", "=", till.id), ("state", "!=", "closed")], limit=1
    )
    return opened or env["pos.session"].create({"config_id": till.id})


def _new_session(env):
    till = env["pos.config"].create({"name": unique("Till")})
    return {"config_id": till.id}


def _receipt(env):
    amounts = ("amount_tax", "amount_total", "amount_paid", "amount_return")
    return {"session_id": _session(env).id, **dict.fromkeys(amounts, 0.0)}


def _receipt_line(env):
    return {
        "order_id": env["pos.order"].create(_receipt(env)).id,
        "product_id": _product(env),
        "qty": 1.0,
        "price_subtotal": 1.0,
        "price_subtotal_incl": 1.0,
    }


def _till_payment(env):
    order = env["pos.order"].create(_receipt(env))
    method = order.session_id.payment_method_ids[:1]
    return {"pos_order_id": order.id, "payment_method_id": method.id, "amount": 0.0}


def _analysed_receipt(env):
    line = env["pos.order.line"].create(_receipt_line(env))
    env.flush_all()
    order = line.order_id.id
    return env["report.pos.order"].search([("order_id", "=", order)], limit=1)


def _reported_sale(env, model="md.report.sale", side=1):
    order = env["sale.order"].create(
        {"partner_id": _the(env, "res.partner", name="Role Sample").id}
    )
    order.action_confirm()
    return env[model].browse(order.id * 2 + side)


def _in_stock(env):
    store = _store(env)
    product = env["product.product"].browse(_product(env))
    stock = env["stock.quant"].sudo()
    stock._update_available_quantity(product, store.lot_stock_id, 1)
    return product


def _look(env, model):
    """A row of a view of stock."""
    return env[model].search([("product_id", "=", _in_stock(env).id)], limit=1)


def _limit(env):
    kind = env["md.approval.kind"].create({"code": unique("kind"), "name": "Sample"})
    group = env.ref("md_inventory_core.group_cashier")
    return {"kind_id": kind.id, "group_id": group.id}


def _import(env):
    # one of a kind per company
    return _the(env, "md.data.import", kind="slice", company_id=env.company.id)


def _rate(env):
    day = date(2001, 1, 1) + timedelta(days=next(_number))
    return {"name": day, "currency_id": env.company.currency_id.id, "rate": 1.0}


def _invoice_line(env):
    mine = [("type", "=", "sale"), ("company_id", "=", env.company.id)]
    journal = env["account.journal"].search(mine, limit=1).id
    vals = _invoice("out_invoice")(env) | {"journal_id": journal}
    bill = env["account.move"].create(vals)
    return {"move_id": bill.id, "name": "Sample", "price_unit": 1.0}


def _asker(env):
    """The user, or somebody else where the user's role never asks."""
    never = ("md_inventory_core.group_auditor", "md_inventory_core.group_admin")
    asks = not any(env.user.has_group(group) for group in never)
    return env.user if asks else env.ref("base.user_root")


def _request(env, asker):
    now = fields.Datetime.now()
    return {
        "kind_id": env["md.approval.kind"].search([], limit=1).id,
        "company_id": env.company.id,
        "requester_id": asker.id,
        "model": "product.template",
        "res_id": _priced(env),
        "subject": "Sample",
        "fingerprint": "{}",
        "amount": 1.0,
        "reason": "Sample",
        "key": unique("key"),
        "state": "pending",
        "asked_at": now,
        "expires_at": now + timedelta(hours=1),
    }


def _foreign_request(env):
    vals = _request(env, env.ref("base.user_root"))
    return insert(env["md.approval.request"], vals)


def _priced(env):
    return env["product.template"].create({"name": unique("P"), "list_price": 100}).id


def _pin(env):
    pin = env["md.approval.pin"]
    known = pin.search([("user_id", "=", env.uid)])
    return known or insert(pin, {"user_id": env.uid})


INSERTED = {
    "md.approval.request",
    "md.audit.archive",
    "md.audit.event",
    "md.audit.link",
    "md.availability.past",
    "md.inventory.pool.move",
    "md.stock.journal",
}
MADE = {
    "md.approval.pin": _pin,
    "md.data.import": _import,
    "md.availability.line": lambda env: _look(env, "md.availability.line"),
    "md.order.lookup": lambda env: _reported_sale(env, "md.order.lookup", 0),
    "md.pool.stock": lambda env: _look(env, "md.pool.stock"),
    "md.report.sale": _reported_sale,
    "report.pos.order": _analysed_receipt,
}
SPECIAL = {
    "account.account": lambda env: {
        "code": f"98{next(_number):05}",
        "account_type": "asset_current",
    },
    "account.journal": lambda env: {"code": f"Z{next(_number)}", "type": "general"},
    "account.move/in_invoice": _invoice("in_invoice"),
    "account.move/out_invoice": _invoice("out_invoice"),
    "account.move.line": _invoice_line,
    "account.payment": _payment,
    "account.tax": _tax,
    "ir.default": lambda env: {
        "field_id": env["ir.model.fields"]._get("res.partner", "ref").id,
        "user_id": env.uid,
        "json_value": '"x"',
    },
    "website.page": lambda env: {"type": "qweb", "arch": "<t t-name='page'/>"},
    "res.users": lambda env: {"name": "Sample", "login": unique("login")},
    "ir.ui.view": lambda env: {"type": "qweb", "arch": "<t t-name='sample'/>"},
    "md.approval.limit": _limit,
    "md.approval.decision": lambda env: {"request_id": _foreign_request(env).id},
    "md.approval.request": lambda env: _request(env, _asker(env)),
    "md.audit.event": lambda env: {"kind": "price", "company_id": env.company.id},
    "md.inventory.pool.move": lambda env: {
        "source_id": _the(env, "md.inventory.pool", name="Sample", code="ROLE").id,
        "warehouse_id": _store(env).id,
        "quantity": 1.0,
    },
    "md.inventory.pool.window": lambda env: {
        "start_at": fields.Datetime.now(),
        "end_at": fields.Datetime.now() + timedelta(hours=1),
    },
    "md.pool.rule": lambda env: {"percent": 5.0},
    "md.audit.archive": lambda env: {"first_seq": 10**6 + next(_number)},
    "md.audit.link": lambda env: {
        name: 10**9 + next(_number) for name in ("id", "event_id")
    },
    "md.price.change.wizard": lambda env: {"product_id": _priced(env), "price": 110.0},
    "md.sale.history": lambda env: {"line_no": 10**8 + next(_number)},
    "pos.order": _receipt,
    "pos.order.line": _receipt_line,
    "pos.payment": _till_payment,
    "pos.session": _new_session,
    "product.value": lambda env: {"product_id": _product(env), "value": 1.0},
    "product.product": lambda env: {"name": unique("Product")},
    "res.company": lambda env: {"name": unique("Company"), "partner_id": None},
    "res.country": lambda env: {"code": f"{next(_number) % 90 + 10}"},
    "res.currency": lambda env: {"name": f"{next(_number) % 900 + 100}"},
    "res.currency.rate": _rate,
    "res.partner": lambda env: {"name": "Sample"},
    "stock.move": _move,
    "stock.picking": _transfer,
    "stock.picking/goods": _transfer_of_goods,
    "stock.quant": lambda env: {"product_id": _product(env)},
    "stock.warehouse": lambda env: {"code": f"Z{next(_number)}"},
    "stock.warehouse.orderpoint": lambda env: {"product_id": _new_product(env)},
}


def _new_product(env):
    return env["product.product"].create({"name": "Sample", "is_storable": True}).id
