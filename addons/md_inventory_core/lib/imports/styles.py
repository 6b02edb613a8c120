"""From rows of one product to what is to be made and changed; nothing is written here.

Rows of a product stand or fall together: a `Fault` is raised for all of them.
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from typing import Any

from .entries import Entry
from .fields import (
    CATEGORY,
    REFERENCES,
    STYLE_FIELDS,
    VARIANT_FIELDS,
)
from .matching import column_of, of_known, of_new
from .supply import (
    KEYS,
    barcodes,
    check_once,
    different,
    further_rows,
    supplied,
)
from .values import Fault
from .world import Missing, Style, Variant, World, folded


@dataclass(slots=True)
class VariantPlan:
    """What becomes of a row's variant; ``id`` None when it is made.

    ``supply``: its own row and further ones, each with terms, or None; terms have "id"
    when they are there already.
    """

    entry: Entry
    id: int | None
    combination: dict[int, Hashable]
    changes: dict[str, Any] = field(default_factory=dict)
    barcodes: dict[str, list] | None = None  # see `supply.barcodes`
    image: str | None = None
    supply: list[tuple[Entry, dict[str, Any] | None]] = field(default_factory=list)


@dataclass(slots=True)
class StylePlan:
    """What becomes of a product; ``id`` None when it is made."""

    id: int | None
    changes: dict[str, Any]
    fixed: dict[int, Hashable]
    variants: list[VariantPlan]
    # {number of the row: changes that are locked for the user, to be asked for}
    asked: dict[int, list] = field(default_factory=dict)

    def rows(self) -> Iterable[tuple[Entry, str]]:
        """Each row with its state."""
        for variant in self.variants:
            yield variant.entry, self.state(variant)
            for entry, terms in variant.supply[1:]:
                asked = "asked" if entry.number in self.asked else "unchanged"
                known = "changed" if terms else asked
                yield entry, "new" if variant.id is None else known

    def state(self, variant: VariantPlan) -> str:
        """Of a row: new, changed or unchanged."""
        if variant.id is None:
            return "new"
        # a known one has values only when it gets its first
        own = (variant.changes, variant.supply[0][1], variant.image)
        own += (variant.combination, variant.barcodes)
        if any(own) or self.changes or self.fixed:
            return "changed"
        return "asked" if variant.entry.number in self.asked else "unchanged"

    def missing(self) -> Iterable[Missing]:
        """What has to be created first."""
        for value in (*self.changes.values(), *self.fixed.values()):
            if isinstance(value, Missing):
                yield value
        for variant in self.variants:
            for value in variant.combination.values():
                if isinstance(value, Missing):
                    yield value


def names_of(entry: Entry, owner: int | None, dimensions: Iterable[str]) -> list[tuple]:
    """To which product a row belongs; see `bundled`.

    By its style code; without one, a row with dimensions by name and category; and by
    the product that is there already.
    """
    found = []
    if code := entry.get("style_code"):
        found.append(("style", folded(code)))
    elif entry.get("name") and any(entry.get(name) for name in dimensions):
        path = tuple(folded(entry.get(name) or "") for name in CATEGORY)
        found.append(("name", folded(entry.get("name")), *path))
    if owner:
        found.append(("product", owner))
    return found


def plan(entries: list[Entry], world: World) -> StylePlan:
    """What becomes of the rows of one product.

    :raises Fault: the first one, with the row it was found in
    """
    for entry in entries:
        if entry.fault:
            raise entry.fault
    further = further_rows(entries)
    rows = entries
    entries = [entry for entry in entries if entry.number not in further]
    found = [_by_key(entry, world) for entry in entries]
    style = _style(entries, found, world)
    wishes = _agreed(entries, world)
    fixed, combinations = _combinations(entries, world)
    if style:
        variants = of_known(entries, found, combinations, style, world)
        changes = different(style.values, wishes)
        code = changes.get("md_style_code")
        if code and folded(code) == folded(style.values["md_style_code"]):
            del changes["md_style_code"]
        fixed = {
            attribute: value
            for attribute, value in fixed.items()
            if style.fixed.get(attribute) != {value}
        }
    else:
        variants = of_new(entries, combinations, world)
        changes = _complete(entries[0], wishes)
    _check_needs(entries[0], style, changes, fixed, combinations[0], world)
    plans = [
        _variant(entry, known, combination, style, world)
        for entry, known, combination in zip(
            entries, variants, combinations, strict=True
        )
    ]
    more: dict[int, list[Entry]] = {}
    for entry in rows:
        if main := further.get(entry.number):
            more.setdefault(main.number, []).append(entry)
    for one in plans:
        _add_supply(one, more.get(one.entry.number, []), style, world)
    return StylePlan(style.id if style else None, changes, fixed, plans)


def _add_supply(plan: VariantPlan, more: list[Entry], style, world) -> None:
    known = world.variants.get(plan.id)
    check_once([plan.entry, *more])
    for entry in (plan.entry, *more):
        for name in KEYS:
            wish, own = entry.get(name), plan.entry.get(name)
            if wish and wish != own:
                raise Fault(name, "other_key", entry.number, text=wish, found=own)
        plan.supply.append((entry, supplied(entry, known, style, world)))


def _by_key(entry: Entry, world: World) -> Variant | None:
    text = entry.get(world.key)
    ids = world.by_key.get(text, ()) if text else ()
    if len(ids) > 1:
        raise Fault(world.key, "several", entry.number, text=text)
    return world.variants[ids[0]] if ids else None


def _style(entries, found, world) -> Style | None:
    known = {variant.style for variant in found if variant}
    if not known:
        known = set(_named_alike(entries[0], world))
        if len(known) > 1:
            column = "style_code" if entries[0].get("style_code") else "name"
            text = entries[0].get(column)
            raise Fault(column, "several", entries[0].number, text=text)
    if len(known) > 1:
        first, other = (
            next(e for e, v in zip(entries, found, strict=True) if v and v.style == one)
            for one in sorted(known)[:2]
        )
        raise Fault(world.key, "two_products", other.number, other=first.number)
    return world.styles[known.pop()] if known else None


def _named_alike(entry, world):
    """Products that a row without a known key means."""
    if code := entry.get("style_code"):
        return world.by_style.get(folded(code), ())
    name = entry.get("name")
    described = any(entry.get(column) for column in world.dimensions)
    keyed = entry.get("sku") or entry.get("barcode")
    if not name or (keyed and not described):
        return ()  # another SKU is another product
    try:
        category = world.category(*(entry.get(column) for column in CATEGORY))
    except Fault:
        return ()  # told where all columns are looked at
    category = category or world.defaults.get("categ_id")
    return world.by_name.get((folded(name), category), ())


def _agreed(entries, world) -> dict[str, Any]:
    """{field: value} of the product, in which all rows that are filled agree."""
    said: dict[str, tuple[Any, int]] = {}
    own = STYLE_FIELDS | world.flags
    for entry in entries:
        for column in (*own, *REFERENCES):
            if column not in entry.values:
                continue
            value = entry.values[column]
            before, number = said.setdefault(column, (value, entry.number))
            if before != value and _folded(before) != _folded(value):
                raise Fault(
                    *(column, "disagree", entry.number),
                    text=_text(value),
                    before=_text(before),
                    other=number,
                )
    values = {column: value for column, (value, _row) in said.items()}
    wishes = {name: values[column] for column, name in own.items() if column in values}
    first = {column: row for column, (_value, row) in said.items()}
    try:
        wishes |= _references(values, world)
    except Fault as fault:
        fault.row = first.get(fault.column, entries[0].number)
        raise
    return wishes


def _references(values, world):
    found = {}
    if category := world.category(*(values.get(column) for column in CATEGORY)):
        found["categ_id"] = category
    if "brand" in values:
        brand = values["brand"]
        found["md_brand_id"] = brand and world.one("brand", "brand", brand)
    if values.get("uom"):
        found["uom_id"] = world.one("uom", "uom", values["uom"])
    for column, kind, name in (
        ("taxes", "tax", "taxes_id"),
        ("purchase_taxes", "purchase_tax", "supplier_taxes_id"),
    ):
        if column in values:
            texts = values[column] or ()
            found[name] = frozenset(world.one(kind, column, text) for text in texts)
    return found


def _combinations(entries, world):
    """({attribute: value} of the whole product, the same of each row)."""
    fixed: dict[int, tuple[Hashable, int]] = {}
    combinations = []
    for entry in entries:
        combination = {}
        for column, dimension in world.dimensions.items():
            text = entry.get(column)
            if text is None:
                continue
            try:
                value = world.value(column, text)
            except Fault as fault:
                fault.row = entry.number
                raise
            if dimension.making:
                combination[dimension.attribute] = value
                continue
            before, row = fixed.setdefault(dimension.attribute, (value, entry.number))
            if before != value:
                raise Fault(
                    *(column, "disagree", entry.number),
                    text=text,
                    before=_text_of_row(entries, row, column),
                    other=row,
                )
        combinations.append(combination)
    return {one: value for one, (value, _row) in fixed.items()}, combinations


def _text_of_row(entries, number, column):
    return next(e.get(column) for e in entries if e.number == number)


def _complete(entry, wishes):
    if not wishes.get("name"):
        raise Fault("name", "needed", entry.number)
    return dict(wishes)


def _check_needs(entry, style, changes, fixed, combination, world):
    """A category's products must have a brand, or dimensions."""
    if style and "categ_id" not in changes:
        return
    category = changes.get("categ_id") or world.defaults.get("categ_id")
    needs = world.needs.get(category)
    if not needs:
        return
    brand = changes.get("md_brand_id", style and style.values["md_brand_id"])
    if needs.brand and not brand:
        raise Fault("brand", "category_needs", entry.number)
    has = {*fixed, *combination, *(style.making if style else ())}
    has |= (style.fixed if style else {}).keys()
    for attribute in sorted(needs.attributes - has):
        column = column_of(attribute, world) or "name"
        raise Fault(column, "category_needs", entry.number)


def _variant(entry, known, combination, style, world) -> VariantPlan:
    wishes = {
        name: entry.values[column]
        for column, name in VARIANT_FIELDS.items()
        if column in entry.values
    }
    for column, owner in (("sku", world.sku_owner), ("barcode", world.barcode_owner)):
        text = entry.get(column)
        who, label = owner(text) if text else (None, "")
        if label and not (known and who == known.id):
            raise Fault(column, "taken", entry.number, text=text, owner=label)
    changes = different(known.values, wishes) if known else dict(wishes)
    if known is None and changes.get("active") is True:
        del changes["active"]
    image = _image(entry, known, world)
    further = barcodes(entry, known, world)
    # of a known variant only what a product without values gets
    mine = combination if not known or (style.plain and combination) else {}
    return VariantPlan(entry, known and known.id, mine, changes, further, image)


def _image(entry, known, world):
    name = entry.get("image")
    if not name:
        return None
    if fault := world.wrong_images.get(name):
        raise Fault("image", fault.why, entry.number, **fault.details)
    if name not in world.images:
        raise Fault("image", "no_image", entry.number, text=name)
    same = known and known.values.get("image") == world.images[name]
    return None if same else name


def _folded(value):
    return folded(value) if isinstance(value, str) else value


def _text(value):
    if isinstance(value, tuple):
        return "; ".join(value)
    return str(value) if value is not None else "-"
