"""The basket as the engine sees it: lines as runs of equal units."""

from dataclasses import dataclass, field

from . import fields
from .canonical import half_up

LARGEST_GROSS = 9 * 10**11  # smallest units; times 10,000 still fits JavaScript
MOST_DIGITS = 8
NODES = 5000  # states that the search of a layer visits, unless the basket says more


@dataclass(slots=True)
class Line:
    """One line; ``runs`` are ``[units, net of one, open]`` in unit order."""

    id: str
    sku: str
    milli: int  # quantity in thousandths, negative for a refund
    price: int  # of one, in the smallest unit
    tags: frozenset
    weighed: bool
    locked: bool
    at: str
    gross: int
    index: int
    runs: list = field(default_factory=list)
    shares: list = field(default_factory=list)  # (deal, thousandths, amount)

    @property
    def unit_milli(self):
        """Quantity of one unit: a weighed line is one item."""
        return self.milli if self.weighed else 1000

    @property
    def unit_list(self):
        """Price of one unit before all layers."""
        return self.gross if self.weighed else self.price


@dataclass(slots=True)
class Basket:
    """All that promotions may look at."""

    digits: int
    channel: str | None
    store: str | None
    price_list: str | None
    known: bool  # there is a customer
    groups: frozenset
    used: dict
    coupons: frozenset
    tenders: dict  # {name: amount, or None when it pays all}
    lines: list
    nodes: int


def read_basket(value, now):
    """Return the basket of a JSON value; raise ValueError with the path of a fault."""
    path = "basket"
    fields.mapping(value, path)
    currency = fields.required(value, "currency", path)
    fields.mapping(currency, f"{path}.currency")
    fields.text(currency, "code", f"{path}.currency")
    digits = fields.integer(currency, "digits", f"{path}.currency", 0)
    if digits > MOST_DIGITS:
        raise fields.fault(f"{path}.currency.digits", f"is more than {MOST_DIGITS}")
    places = [
        fields.optional_text(value, key, path)
        for key in ("channel", "store", "price_list")
    ]
    known, groups, used = read_customer(value, path)
    coupons = frozenset(fields.texts(value, "coupons", path))
    tenders = read_tenders(value, path, digits)
    lines = read_lines(value, path, digits, now)
    nodes = fields.integer(value, "max_nodes", path, 1, NODES)
    return Basket(digits, *places, known, groups, used, coupons, tenders, lines, nodes)


def read_customer(value, path):
    """Return (known, groups, uses of promotions so far)."""
    customer = value.get("customer")
    if not fields.given(customer):
        return False, frozenset(), {}
    path = f"{path}.customer"
    fields.mapping(customer, path)
    fields.identity(customer, "id", path, set())
    groups = frozenset(fields.texts(customer, "groups", path))
    used = fields.sub(customer, "used", path)
    counted = {
        key: fields.whole(used[key], f"{path}.used.{key}", 0)
        for key in sorted(used)
        if fields.given(used[key])
    }
    return True, groups, counted


def read_tenders(value, path, digits):
    """Return {name: amount}; of a name given twice the sum, None when one pays all."""
    found = {}
    for n, tender in enumerate(fields.items(value, "tenders", path)):
        at = f"{path}.tenders[{n}]"
        fields.mapping(tender, at)
        name = fields.text(tender, "name", at)
        amount = fields.optional_money(tender, "amount", at, digits)
        before = found.get(name, 0)
        both = amount is not None and before is not None
        found[name] = before + amount if both else None
    return found


def read_lines(value, path, digits, now):
    """Return the lines; their gross together must not pass what the engine counts."""
    lines, known, gross = [], set(), 0
    for n, line in enumerate(fields.items(value, "lines", path)):
        lines.append(read_line(line, f"{path}.lines[{n}]", digits, now, known, n))
        gross += abs(lines[-1].gross)
    if gross > LARGEST_GROSS:
        raise fields.fault(f"{path}.lines", "are worth more than can be counted")
    return lines


def read_line(value, path, digits, now, known, index):
    """Return one line, its units in one run; none if locked or returned."""
    fields.mapping(value, path)
    name = fields.identity(value, "id", path, known)
    sku = fields.text(value, "sku", path)
    milli = fields.decimal(
        fields.required(value, "qty", path), f"{path}.qty", 3, signed=True
    )
    if milli % 1000 and value.get("divisible") is not True:
        raise fields.fault(f"{path}.qty", "is a fraction of goods that are counted")
    price = fields.money(value, "unit_price", path, digits)
    tags = frozenset(fields.texts(value, "tags", path))
    weighed = fields.flag(value, "divisible", path)
    locked = fields.flag(value, "locked", path)
    at = value.get("at")
    at = fields.instant(at, f"{path}.at") if fields.given(at) else now
    gross = half_up(milli * price, 1000)
    line = Line(name, sku, milli, price, tags, weighed, locked, at, gross, index)
    if milli > 0 and not locked:
        line.runs.append([1 if weighed else milli // 1000, line.unit_list, True])
    return line
