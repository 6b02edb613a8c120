"""Suppliers' terms and further barcodes in rows: a variant has many of both.

Each supplier, or quantity from which a price holds, beyond the first has a further row:
the variant's key and columns of `SUPPLY` only.
"""

from collections.abc import Iterable
from typing import Any

from ..barcodes import key
from .entries import Entry
from .fields import FURTHER, SELLER_FIELDS, SUPPLY
from .values import QUANTITY, Fault
from .world import Barcode, Seller, folded

KEYS = ("sku", "barcode")


def further_rows(entries: Iterable[Entry]) -> dict[int, Entry]:
    """{number of a further row: the first row of its variant}."""
    first: dict[tuple[str, str], Entry] = {}
    found = {}
    for entry in entries:
        keys = [(name, text) for name in KEYS if (text := entry.get(name))]
        main = next((first[one] for one in keys if one in first), None)
        if main and entry.get("supplier") and entry.values.keys() <= SUPPLY:
            found[entry.number] = main
            continue
        for one in keys:
            first.setdefault(one, entry)
    return found


def mark_barcodes(entries: Iterable[Entry]) -> None:
    """A barcode may be in one row only, however long a number is written."""
    seen: dict[str, tuple[Entry, str]] = {}
    for entry in entries:
        codes = [("barcode", entry.get("barcode"))]
        codes += [(FURTHER, code_of(text)) for text in entry.get(FURTHER) or ()]
        own = set()
        for column, text in codes:
            if not text:
                continue
            other, there = seen.setdefault(key(text), (entry, column))
            twice = key(text) in own
            own.add(key(text))
            if other is entry and not twice:
                continue
            for one, name, two in ((entry, column, other), (other, there, entry)):
                if one.fault is None:
                    details = {"text": text, "other": two.number}
                    one.fault = Fault(name, "double", one.number, **details)


def code_of(text: str) -> str:
    """The code of "code*12"."""
    return text.rsplit(QUANTITY, 1)[0]


def barcodes(entry: Entry, known: Any, world: Any) -> dict[str, Any] | None:
    """What becomes of further barcodes: {"new": [...], "off": [ids]}, or None.

    A cell names all of them: those that it leaves out are taken off.
    """
    if FURTHER not in entry.values:
        return None
    there = {key(one.code): one for one in known.barcodes} if known else {}
    new, named = [], set()
    for text in entry.get(FURTHER) or ():
        code, more = code_of(text), text[len(code_of(text)) + 1 :]
        owner, label = world.barcode_owner(code)
        if label and not (known and owner == known.id):
            raise Fault(FURTHER, "taken", entry.number, text=code, owner=label)
        wish = _wish(code, more, world, entry)
        one = there.get(key(code))
        if one and (one.quantity, one.uom) == (wish.quantity, wish.uom):
            named.add(one.id)
        else:
            new.append(wish)
    off = [one.id for one in there.values() if one.id not in named]
    return {"new": new, "off": off} if new or off else None


def _wish(code, more, world, entry):
    if not more:
        return Barcode(None, code, 1.0, None)
    try:
        return Barcode(None, code, float(more), None)
    except ValueError:
        try:
            return Barcode(None, code, None, world.one("uom", FURTHER, more))
        except Fault as fault:
            fault.row = entry.number
            raise


def supplied(entry: Entry, known: Any, style: Any, world: Any) -> dict | None:
    """What becomes of a supplier's terms; with "id" when they are there already."""
    terms = {
        name: entry.values[column]
        for column, name in SELLER_FIELDS.items()
        if column in entry.values
    }
    text = entry.get("supplier")
    if not text:
        for column in SELLER_FIELDS:
            if column in entry.values:
                details = {"filled": column}
                raise Fault("supplier", "gap_supplier", entry.number, **details)
        return None
    try:
        partner = world.one("supplier", "supplier", text)
    except Fault as fault:
        fault.row = entry.number
        raise
    found = _known_seller(known, style, partner, terms.get("min_qty"))
    if found is None:
        return {"partner_id": partner, **terms}
    changes = different(found.terms, terms)
    if not changes:
        return None
    whole = found.variant is None and known and known.combination
    if whole:  # terms of all variants stay; this one gets its own
        return {"partner_id": partner, **found.terms, **terms}
    return {"id": found.id, **changes}


def _known_seller(known, style, partner, quantity) -> Seller | None:
    """The line of a supplier; without a quantity the one from the smallest."""
    if not (known and style):
        return None
    mine = [one for one in style.sellers if one.partner == partner]
    if quantity is not None:
        mine = [one for one in mine if equal(one.terms["min_qty"], quantity)]
    own = [one for one in mine if one.variant == known.id]
    shared = [one for one in mine if one.variant is None]
    return min(own or shared, key=lambda one: one.terms["min_qty"], default=None)


def check_once(rows: list[Entry]) -> None:
    """Rows of one variant have different suppliers, or quantities."""
    seen: dict[tuple, int] = {}
    for entry in rows:
        if not entry.get("supplier"):
            continue
        terms = folded(entry.get("supplier")), entry.get("price_from") or 0
        other = seen.setdefault(terms, entry.number)
        if other != entry.number:
            raise Fault("supplier", "same_terms", entry.number, other=other)


def different(now: dict, wishes: dict) -> dict[str, Any]:
    """What of ``wishes`` is not so yet."""
    return {
        name: value for name, value in wishes.items() if not equal(now[name], value)
    }


def equal(one: Any, two: Any) -> bool:
    """Whether two values are the same; empty is empty, however it is written."""
    if isinstance(one, str) or isinstance(two, str):
        return (one or "").strip() == (two or "")
    if isinstance(one, float) or isinstance(two, float):
        return abs((one or 0.0) - (two or 0.0)) < 1e-9
    return one == two or (not one and not two)
