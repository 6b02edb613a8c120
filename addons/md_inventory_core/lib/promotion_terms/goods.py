"""Which goods a promotion is about: what people choose, and the engine's selector.

Goods are known to the engine by SKU (the product's number) and tags: ``prod:``,
``tmpl:``, ``cat:`` (with all above it), ``brand:``, ``tag:``, ``val:``, ``lot:``.
"""

from dataclasses import dataclass
from decimal import Decimal

from .faults import Fault

# In this order they are looked at; the first two are all the same kind of choice.
KINDS = (*("product", "template", "category", "brand", "tag", "value", "lot"),)
PREFIX = {
    "product": "prod",
    "template": "tmpl",
    "category": "cat",
    "brand": "brand",
    "tag": "tag",
    "value": "val",
    "lot": "lot",
}


@dataclass(frozen=True, slots=True)
class Goods:
    """Chosen goods: ``chosen`` and ``without`` are {kind: (number or name, ...)}.

    ``every``: all goods. ``both``: what is chosen by one kind must be chosen by the
    others, too (drinks *and* brand X); else one of them is enough. Prices are those
    before promotions, both inclusive, None where there is no bound.
    """

    every: bool = False
    both: bool = False
    chosen: tuple[tuple[str, tuple[str, ...]], ...] = ()
    without: tuple[tuple[str, tuple[str, ...]], ...] = ()
    price_min: Decimal | None = None
    price_max: Decimal | None = None


def _tags(pairs):
    """Tags of {kind: names}, in a fixed order."""
    known = dict(pairs)
    return [f"{PREFIX[kind]}:{n}" for kind in KINDS for n in known.get(kind, ())]


def look(goods, where):
    """List of `Fault`s of the goods chosen at ``where`` (a word of the form)."""
    chosen, without = _tags(goods.chosen), _tags(goods.without)
    bounds = (goods.price_min, goods.price_max)
    found = []
    if not goods.every and not chosen and bounds == (None, None):
        found.append(Fault("no_goods", {"where": where}))
    if goods.every and chosen:
        found.append(Fault("all_and_some", {"where": where}))
    if set(chosen) & set(without):
        found.append(Fault("in_and_out", {"where": where}))
    if goods.both and _several(goods) > 1:
        found.append(Fault("both_of_many", {"where": where}))
    if None not in bounds and bounds[0] > bounds[1]:
        found.append(Fault("price_range", {"where": where}))
    return found


def _several(goods):
    """Of how many kinds more than one is chosen."""
    sizes = [len(names) for kind, names in goods.chosen if kind != "product"]
    return sum(size > 1 for size in sizes)


def select(goods, money):
    """The engine's selector of goods without faults; ``money`` makes its amounts."""
    found = {"any": True} if goods.every else {}
    chosen = {kind: names for kind, names in goods.chosen if names}
    if goods.both:
        found.update(_all_of(chosen))
    elif set(chosen) == {"product"}:
        found["skus"] = sorted(chosen["product"])
    elif chosen:
        found["tags_any"] = sorted(_tags(chosen.items()))
    if without := _tags(goods.without):
        found["not_tags"] = sorted(without)
    for key in ("price_min", "price_max"):
        if (value := getattr(goods, key)) is not None:
            found[key] = money(value)
    return found


def _all_of(chosen):
    """Parts that must all hold."""
    found, every = {}, []
    for kind, names in chosen.items():
        if kind == "product":
            found["skus"] = sorted(names)
        elif len(names) > 1:
            found["tags_any"] = sorted(_tags([(kind, names)]))
        else:
            every += _tags([(kind, names)])
    if every:
        found["tags_all"] = sorted(every)
    return found


def match(selector, sku, tags):
    """Whether a selector may mean goods with this SKU and tags, whatever they cost."""
    tags = set(tags)
    skus = selector.get("skus")
    some = selector.get("tags_any")
    return (
        (not skus or sku in skus)
        and (not some or not tags.isdisjoint(some))
        and tags.issuperset(selector.get("tags_all") or ())
        and tags.isdisjoint(selector.get("not_tags") or ())
    )


def mean(contract):
    """All selectors of a contract: goods that it counts or makes cheaper."""
    kind, parts = contract["kind"], []
    if "select" in contract:
        parts.append(contract["select"])
    if contract.get("reward"):
        parts.append(contract["reward"])
    parts += [entry["select"] for entry in contract.get("buy") or ()]
    parts += [entry["select"] for entry in contract.get("slots") or ()]
    if kind == "buy_get":
        parts.append(contract["get"]["select"])
    if kind == "gift":
        parts.append({"skus": [contract["sku"]]})
        if contract.get("spend"):
            parts.append(contract["spend"]["select"])
    return parts
