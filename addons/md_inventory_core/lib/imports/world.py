"""What is known of products when rows of a file are planned."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ..barcodes import key
from .values import Fault


class Missing(NamedTuple):
    """Something that a row names and that is not there yet, to be created."""

    kind: str  # brand, category, value
    key: tuple


@dataclass(slots=True)
class Seller:
    """A supplier's terms for a product."""

    id: int
    partner: int
    variant: int | None
    terms: dict[str, Any]


class Barcode(NamedTuple):
    """A further barcode, of so many units, or of a packaging."""

    id: int | None
    code: str
    quantity: float | None
    uom: Hashable | None


@dataclass(slots=True)
class Variant:
    """A variant as it is: ``values`` by field."""

    id: int
    style: int
    combination: Mapping[int, int]
    values: dict[str, Any]
    label: str = ""
    barcodes: list[Barcode] = field(default_factory=list)


@dataclass(slots=True)
class Style:
    """A product as it is: ``making`` attributes make variants, ``fixed`` do not."""

    id: int
    values: dict[str, Any]
    making: frozenset[int] = frozenset()
    fixed: dict[int, frozenset[int]] = field(default_factory=dict)
    variants: list[Variant] = field(default_factory=list)
    sellers: list[Seller] = field(default_factory=list)

    @property
    def plain(self) -> bool:
        """Whether it has one variant without any value."""
        return not self.making and len(self.variants) <= 1


class Dimension(NamedTuple):
    """A column of values of an attribute; ``making`` when it makes variants."""

    attribute: int
    making: bool


class Needs(NamedTuple):
    """What products of a category must have."""

    brand: bool
    attributes: frozenset[int]


def folded(text: str) -> str:
    """The form in which names compare equal."""
    return " ".join(text.split()).casefold()


@dataclass(slots=True)
class World:
    """All that rows of a piece may name.

    ``ids``: {kind: {text in small letters: ids}} for brand, tax, purchase_tax, uom,
    supplier; ``values``: the same by attribute; ``create``: kinds that may be created;
    ``flags``: {column: field} of the whole product, beside `STYLE_FIELDS`.
    """

    key: str = "sku"
    create: frozenset[str] = frozenset()
    flags: dict[str, str] = field(default_factory=dict)
    dimensions: dict[str, Dimension] = field(default_factory=dict)
    ids: dict[str, dict[str, tuple[int, ...]]] = field(default_factory=dict)
    values: dict[int, dict[str, int]] = field(default_factory=dict)
    categories: dict[tuple[str, ...], int] = field(default_factory=dict)
    category_names: dict[str, str] = field(default_factory=dict)
    needs: dict[int, Needs] = field(default_factory=dict)
    styles: dict[int, Style] = field(default_factory=dict)
    variants: dict[int, Variant] = field(default_factory=dict)
    by_key: dict[str, list[int]] = field(default_factory=dict)
    by_style: dict[str, list[int]] = field(default_factory=dict)
    by_name: dict[tuple[str, int], list[int]] = field(default_factory=dict)
    # {text, or key of a barcode: (id of the variant, what people call its owner)}
    skus: dict[str, tuple[int | None, str]] = field(default_factory=dict)
    barcodes: dict[str, tuple[int | None, str]] = field(default_factory=dict)
    defaults: dict[str, Any] = field(default_factory=dict)
    images: dict[str, str] = field(default_factory=dict)  # {name: fingerprint}
    wrong_images: dict[str, Fault] = field(default_factory=dict)

    def sku_owner(self, text: str) -> tuple[int | None, str]:
        """The variant that has a SKU, and what people call it."""
        return self.skus.get(text, (None, ""))

    def barcode_owner(self, text: str) -> tuple[int | None, str]:
        """The same of a barcode, however long the number is written."""
        return self.barcodes.get(key(text), (None, ""))

    def one(self, kind: str, column: str, text: str) -> Hashable:
        """The id of something by its name; `Missing` when it may be created.

        :raises Fault: "unknown" or "several"
        """
        found = self.ids.get(kind, {}).get(folded(text), ())
        if len(found) == 1:
            return found[0]
        if found:
            raise Fault(column, "several", text=text)
        if kind in self.create:
            return Missing(kind, (text,))
        raise Fault(column, f"unknown_{kind}", text=text)

    def value(self, column: str, text: str) -> Hashable:
        """The id of a dimension's value by its name or short code, or `Missing`.

        :raises Fault: "unknown_value"
        """
        attribute = self.dimensions[column].attribute
        found = self.values.get(attribute, {}).get(folded(text))
        if found:
            return found
        if "value" in self.create:
            return Missing("value", (attribute, text))
        raise Fault(column, "unknown_value", text=text)

    def category(self, group: Any, category: Any, sub: Any) -> Hashable | None:
        """The id of a category by the names on its path, `Missing`, or None for none.

        :raises Fault: "gap", "contradicts" or "unknown_category"
        """
        if not (group or category or sub):
            return None
        if not group:
            raise Fault("group", "gap")
        if sub and not category:
            raise Fault("category", "gap")
        names = tuple(name for name in (group, category, sub) if name)
        if found := self.categories.get(tuple(map(folded, names))):
            return found
        parts = [part.strip() for part in (sub or "").split(" / ")]
        if len(parts) > 1:
            names = (group, category, *parts)
            if found := self.categories.get(tuple(map(folded, names))):
                return found
        if "category" in self.create:
            return Missing("category", names)
        column = ("group", "category", "sub_category")[min(len(names), 3) - 1]
        elsewhere = self.category_names.get(folded(names[-1]))
        if elsewhere:
            raise Fault(column, "contradicts", text=names[-1], path=elsewhere)
        raise Fault(column, "unknown_category", text=" / ".join(names))
