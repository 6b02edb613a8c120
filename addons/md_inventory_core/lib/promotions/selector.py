"""Which lines a part of a promotion means."""

from dataclasses import dataclass

from . import fields

KEYS = ("skus", "tags_any", "tags_all", "not_tags")
SPOKEN = ("any", *KEYS, "price_min", "price_max")


@dataclass(slots=True)
class Selector:
    """Parts that must all hold; an empty part says nothing."""

    skus: frozenset
    tags_any: frozenset
    tags_all: frozenset
    not_tags: frozenset
    price_min: int | None
    price_max: int | None
    raw: dict

    def matches(self, line):
        """Whether a line is meant; prices are those before all promotions."""
        return (
            (not self.skus or line.sku in self.skus)
            and (not self.tags_any or not self.tags_any.isdisjoint(line.tags))
            and self.tags_all <= line.tags
            and self.not_tags.isdisjoint(line.tags)
            and (self.price_min is None or line.price >= self.price_min)
            and (self.price_max is None or line.price <= self.price_max)
        )


def read_selector(holder, key, path, digits):
    """Return the selector that must stand under ``key``."""
    value = fields.required(holder, key, path)
    path = f"{path}.{key}"
    fields.mapping(value, path)
    any_line = fields.flag(value, "any", path)
    parts = [frozenset(fields.texts(value, name, path)) for name in KEYS]
    prices = [
        fields.optional_money(value, name, path, digits)
        for name in ("price_min", "price_max")
    ]
    if not any_line and not any(parts) and prices == [None, None]:
        raise fields.fault(path, "selects nothing in particular")
    # as a hint repeats it: what is not known here was not said
    raw = {name: value[name] for name in SPOKEN if name in value}
    return Selector(*parts, *prices, raw)


def sku_selector(sku):
    """Return the selector of one SKU, as a gift has it."""
    none = frozenset()
    return Selector(frozenset([sku]), none, none, none, None, None, {"skus": [sku]})


class Index:
    """Lines by SKU and tag, so that a selector looks only at lines it may mean."""

    def __init__(self, lines):
        """Take the lines that have units."""
        self.lines = lines
        self.by_sku, self.by_tag = {}, {}
        for line in lines:
            self.by_sku.setdefault(line.sku, []).append(line.index)
            for tag in line.tags:
                self.by_tag.setdefault(tag, []).append(line.index)
        self.of_index = {line.index: line for line in lines}

    def find(self, selector):
        """Return the indexes of the lines that the selector means, ascending."""
        if selector.skus:
            found = self._union(self.by_sku, selector.skus)
        elif selector.tags_any:
            found = self._union(self.by_tag, selector.tags_any)
        else:
            found = [line.index for line in self.lines]
        return [n for n in found if selector.matches(self.of_index[n])]

    @staticmethod
    def _union(index, keys):
        if len(keys) == 1:
            return index.get(next(iter(keys)), [])
        found = set()
        for key in keys:
            found.update(index.get(key, ()))
        return sorted(found)
