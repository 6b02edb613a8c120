"""Values that make a record of almost any model, for tests that try rights."""

from datetime import date, timedelta
from itertools import count

from odoo import Command, fields
from odoo.models import MAGIC_COLUMNS
from odoo.tools import SQL

_number = count(1)
PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAA"
    "AABJRU5ErkJggg=="
)
WORDS = ("name", "note", "notes", "description", "comment", "origin", "ref")
TYPED = {
    "binary": lambda field: PIXEL,
    "boolean": lambda field: False,
    "date": lambda field: fields.Date.today(),
    "datetime": lambda field: fields.Datetime.now().replace(microsecond=0),
    "float": lambda field: 1.0,
    "html": lambda field: "<p>Sample</p>",
    "integer": lambda field: 1,
    "many2one_reference": lambda field: 1,
    "json": lambda field: {},
    "monetary": lambda field: 1.0,
    "text": lambda field: "Sample",
}


def values(env, name, kind=""):
    """Values for a new record of model ``name``; of what ``kind``, see `Cell`."""
    model = env[name]
    special = SPECIAL.get(f"{name}/{kind}" if kind else name)
    vals = special(env) if special else {}
    defaults = model.default_get(list(model._fields))
    for field in model._fields.values():
        known = field.name in vals or defaults.get(field.name) not in (None, False)
        if field.required and not known and field.name not in vals and _by_hand(field):
            vals[field.name] = _value(env, field)
    return {name: value for name, value in vals.items() if value is not None}


def make(env, name, kind=""):
    """A record of the model; ``env`` has all rights and the user whose record it is."""
    if name in MADE:
        record = MADE[name](env)
    elif name in INSERTED:
        record = _insert(env[name], values(env, name))
    else:
        record = env[name].create(values(env, name, kind))
    env.flush_all()
    return record


def over_the_wire(vals):
    """``vals`` as JSON takes them."""
    return {
        name: fields.Datetime.to_string(value)
        if hasattr(value, "hour")
        else fields.Date.to_string(value)
        if hasattr(value, "day")
        else value
        for name, value in vals.items()
    }


def change(record):
    """{field: value}: a small change of the record; nothing is skipped as unchanged."""
    fields = [f for f in record._fields.values() if _by_hand(f) and not f.groups]
    texts = [f for f in fields if f.type in ("char", "text") and not f.readonly]
    for field in sorted(texts, key=lambda f: WORDS.index(f.name) if f.name in WORDS else 9):
        return {field.name: f"{record[field.name] or ''}x"}
    numbers = [f for f in fields if f.type in ("integer", "float") and not f.readonly]
    return {numbers[0].name: record[numbers[0].name] + 1} if numbers else {}


def _by_hand(field):
    plain = (field.store or field.inherited) and not field.type.endswith("2many")
    related = field.related and not field.inherited
    given = field.name in MAGIC_COLUMNS
    return plain and not related and not given and not getattr(field, "delegate", False)


def _value(env, field):
    if field.type == "char":
        return _unique("sample")
    if field.type == "selection":
        return field.get_values(env)[0]
    if field.type == "many2one":
        found = _any(env, field.comodel_name)
        return (found or make(env, field.comodel_name)).id
    return TYPED[field.type](field)


def _any(env, name):
    """A record of the company's own, of any company's, or none."""
    model, company = env[name], env.company
    if name == "res.company":
        return company
    if name == "stock.location":
        return env["stock.warehouse"].search([], limit=1).lot_stock_id
    if "company_id" not in model._fields:
        return model.search([], limit=1)
    own = model.search([("company_id", "=", company.id)], limit=1)
    return own or model.search([("company_id", "=", False)], limit=1)


def _unique(word):
    return f"{word}{next(_number)}"


def _insert(model, vals):
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


def _transfer(env):
    kind = env["stock.picking.type"].search(
        [("code", "=", "internal"), ("company_id", "=", env.company.id)], limit=1
    )
    stock = kind.warehouse_id.lot_stock_id
    return {
        "picking_type_id": kind.id,
        "location_id": stock.id,
        "location_dest_id": stock.id,
    }


def _transfer_of_goods(env):
    return {**_transfer(env), "move_ids": [Command.create(_move(env))]}


def _move(env):
    return {**_transfer(env), "product_id": _product(env), "product_uom_qty": 1.0}


def _tax(env):
    country = env.company.account_fiscal_country_id.id
    group = _the(env, "account.tax.group", name="Role Sample", country_id=country)
    return {"name": _unique("Tax"), "tax_group_id": group.id, "country_id": country}


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
    till = env["pos.config"].create({"name": _unique("Till")})
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


def _reported_sale(env):
    order = env["sale.order"].create(
        {"partner_id": _the(env, "res.partner", name="Role Sample").id}
    )
    order.action_confirm()
    return env["md.report.sale"].browse(order.id * 2 + 1)


def _limit(env):
    return {
        "kind_id": make(env, "md.approval.kind").id,
        "group_id": env.ref("md_inventory_core.group_cashier").id,
    }


def _import(env):
    # one of a kind per company
    return _the(env, "md.data.import", kind="slice", company_id=env.company.id)


def _rate(env):
    day = date(2001, 1, 1) + timedelta(days=next(_number))
    return {"name": day, "currency_id": env.company.currency_id.id, "rate": 1.0}


def _invoice_line(env):
    bill = env["account.move"].create(values(env, "account.move", "out_invoice"))
    return {"move_id": bill.id, "name": "Sample", "price_unit": 1.0}


def _asker(env):
    """The user, or somebody else where the user's role never asks."""
    never = ("md_inventory_core.group_auditor", "md_inventory_core.group_admin")
    asks = not any(env.user.has_group(group) for group in never)
    return env.user if asks else env.ref("base.user_root")


def _request(env, asker):
    return {
        "requester_id": asker.id,
        "model": "product.template",
        "res_id": _priced(env),
        "expires_at": fields.Datetime.now() + timedelta(hours=1),
    }


def _foreign_request(env):
    vals = values(env, "md.approval.request") | _request(env, env.ref("base.user_root"))
    return _insert(env["md.approval.request"], vals)


def _priced(env):
    vals = {"name": _unique("Priced"), "list_price": 100.0}
    return env["product.template"].create(vals).id


def _pin(env):
    pin = env["md.approval.pin"]
    known = pin.search([("user_id", "=", env.uid)])
    return known or _insert(pin, {"user_id": env.uid})


INSERTED = {
    "md.approval.request",
    "md.audit.archive",
    "md.audit.event",
    "md.audit.link",
}
MADE = {
    "md.approval.pin": _pin,
    "md.data.import": _import,
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
    "res.users": lambda env: {"name": "Sample", "login": _unique("login")},
    "ir.ui.view": lambda env: {"type": "qweb", "arch": "<t t-name='sample'/>"},
    "md.approval.limit": _limit,
    "md.approval.decision": lambda env: {"request_id": _foreign_request(env).id},
    "md.approval.request": lambda env: _request(env, _asker(env)),
    "md.audit.event": lambda env: {"kind": "price", "company_id": env.company.id},
    "md.audit.archive": lambda env: {"first_seq": 10**6 + next(_number)},
    "md.audit.link": lambda env: {
        "id": 10**9 + next(_number),
        "event_id": 10**9 + next(_number),
    },
    "md.price.change.wizard": lambda env: {"product_id": _priced(env), "price": 110.0},
    "md.sale.history": lambda env: {"line_no": 10**8 + next(_number)},
    "pos.order": _receipt,
    "pos.order.line": _receipt_line,
    "pos.payment": _till_payment,
    "pos.session": _new_session,
    "product.value": lambda env: {"product_id": _product(env), "value": 1.0},
    "product.product": lambda env: {"name": _unique("Product")},
    "res.company": lambda env: {"name": _unique("Company"), "partner_id": None},
    "res.country": lambda env: {"code": f"{next(_number) % 90 + 10}"},
    "res.currency": lambda env: {"name": f"{next(_number) % 900 + 100}"},
    "res.currency.rate": _rate,
    "res.partner": lambda env: {"name": "Sample"},
    "stock.move": _move,
    "stock.picking": _transfer_of_goods,
    "stock.warehouse": lambda env: {"code": f"Z{next(_number)}"},
    "stock.warehouse.orderpoint": lambda env: {"product_id": _new_product(env)},
}


def _new_product(env):
    return env["product.product"].create({"name": "Sample", "is_storable": True}).id
