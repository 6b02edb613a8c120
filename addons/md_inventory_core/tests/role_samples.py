"""Values that make a record of almost any model, for tests that try rights."""

from itertools import count

from odoo import Command, fields
from odoo.models import MAGIC_COLUMNS

_number = count(1)
TYPED = {
    "boolean": lambda field: False,
    "date": lambda field: fields.Date.today(),
    "datetime": lambda field: fields.Datetime.now().replace(microsecond=0),
    "float": lambda field: 1.0,
    "html": lambda field: "<p>Sample</p>",
    "integer": lambda field: 1,
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
        if field.required and not known and _by_hand(field):
            vals[field.name] = _value(env, field)
    return vals


def make(env, name, kind=""):
    """A record of the model; ``env`` has all rights and the user whose record it is."""
    maker = MADE.get(name)
    record = maker(env) if maker else env[name].create(values(env, name, kind))
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


def harmless(record):
    """{field: value}: what can be written without a consequence, at best what is there."""
    for field in record._fields.values():
        if field.type in ("char", "text", "integer", "boolean") and _by_hand(field):
            if not field.groups and not field.readonly and field.name != "active":
                return {field.name: record[field.name]}
    return {}


def _by_hand(field):
    plain = field.store or field.inherited
    related = field.related and not field.inherited
    return plain and not related and field.name not in MAGIC_COLUMNS


def _value(env, field):
    if field.type == "char":
        return f"sample{next(_number)}"
    if field.type == "selection":
        return field.get_values(env)[0]
    if field.type == "many2one":
        found = env[field.comodel_name].search([], limit=1)
        return (found or make(env, field.comodel_name)).id
    return TYPED[field.type](field)


def _of(env, name, domain=()):
    return env[name].search(list(domain), limit=1).id


def _product(env):
    return env["product.product"].create({"name": "Sample", "is_storable": True}).id


def _partner(env):
    return env["res.partner"].create({"name": "Sample"}).id


def _invoice(kind):
    return lambda env: {
        "move_type": kind,
        "partner_id": _partner(env),
        "invoice_line_ids": [Command.create({"name": "x", "price_unit": 1.0})],
    }


def _transfer(env):
    kind = env["stock.picking.type"].search([("code", "=", "internal")], limit=1)
    stock = kind.warehouse_id.lot_stock_id
    return {
        "picking_type_id": kind.id,
        "location_id": stock.id,
        "location_dest_id": stock.id,
    }


def _move(env):
    transfer = _transfer(env)
    return {**transfer, "product_id": _product(env), "product_uom_qty": 1.0}


SPECIAL = {
    "account.move/in_invoice": _invoice("in_invoice"),
    "account.move/out_invoice": _invoice("out_invoice"),
    "stock.move": _move,
    "stock.picking": _transfer,
}
MADE = {}
