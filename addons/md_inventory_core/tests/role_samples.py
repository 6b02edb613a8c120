"""Values that make a record of almost any model, for tests that try rights."""

from odoo import fields
from odoo.models import MAGIC_COLUMNS

from . import role_governed, role_special
from .role_special import INSERTED, insert, unique
from .role_special_items import CHALLANS, SPECIAL_ITEMS

PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAA"
    "AABJRU5ErkJggg=="
)
MADE = {**role_special.MADE, **role_governed.MADE}
SPECIAL = {**role_special.SPECIAL, **role_governed.SPECIAL, **SPECIAL_ITEMS}
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
    elif name in INSERTED | CHALLANS:
        record = insert(env[name], values(env, name))
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
    known = [f for f in record._fields.values() if _by_hand(f) and not f.groups]
    known = [field for field in known if not field.readonly]
    texts = [field for field in known if field.type in ("char", "text")]
    texts.sort(key=lambda f: WORDS.index(f.name) if f.name in WORDS else len(WORDS))
    if texts:
        return {texts[0].name: f"{record[texts[0].name] or ''}x"}
    numbers = [field for field in known if field.type in ("integer", "float")]
    return {numbers[0].name: record[numbers[0].name] + 1} if numbers else {}


def _by_hand(field):
    plain = (field.store or field.inherited) and not field.type.endswith("2many")
    related = field.related and not field.inherited
    given = field.name in MAGIC_COLUMNS
    return plain and not related and not given and not getattr(field, "delegate", False)


def _value(env, field):
    if field.type == "char":
        return unique("sample")
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
