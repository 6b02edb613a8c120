"""Reading a basket: every key in the contract's order, the first mistake refused."""

from dataclasses import dataclass, field

from .canonical import half_up
from .fields import Fields, Malformed, instant

MOST = 9 * 10**11


@dataclass(frozen=True)
class Line:
    """A line; quantity in thousandths, prices in smallest units."""

    number: int
    id: str
    sku: str
    qty: int
    price: int
    tags: frozenset
    divisible: bool
    locked: bool
    at: object

    @property
    def gross(self):
        """Price of the whole line."""
        return half_up(self.qty * self.price, 1000)


@dataclass(eq=False)
class Unit:
    """What can be in a deal: one piece, or one weighed item."""

    number: int
    line: Line
    qty: int  # thousandths
    list_price: int
    price: int  # at the start of the present layer
    closed: bool = False
    shares: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Basket:
    """A basket that keeps the contract."""

    digits: int
    channel: str
    store: str
    price_list: str
    customer: object  # None or (groups, used)
    coupons: frozenset
    tenders: dict  # name: amount or None
    lines: list
    now: object = None

    def units(self):
        """All units that a promotion may see, in unit order."""
        found = []
        for line in self.lines:
            if line.locked or line.qty <= 0:
                continue
            if line.divisible:
                found.append(Unit(0, line, line.qty, line.gross, line.gross))
            else:
                number = line.qty // 1000
                found += [
                    Unit(0, line, 1000, *2 * (line.price,)) for _ in range(number)
                ]
        for number, unit in enumerate(found):
            unit.number = number
        return found


def read_basket(value):
    """Return the Basket of a contract object."""
    fields = Fields(value, "basket")
    fields.need("currency")
    currency = fields.object("currency")
    currency.need("code")
    currency.text("code")
    currency.need("digits")
    digits = currency.integer("digits", 0)
    places = [fields.text(key) for key in ("channel", "store", "price_list")]
    customer = read_customer(fields)
    coupons = frozenset(fields.texts("coupons"))
    tenders = {}
    for tender in fields.objects("tenders"):
        tender.need("name")
        name = tender.text("name")
        amount, before = tender.decimal("amount", digits), tenders.get(name, 0)
        all_ = amount is None or before is None  # null: it pays all
        tenders[name] = None if all_ else before + amount
    lines = []
    for line in fields.objects("lines"):
        lines.append(read_line(line, len(lines), digits, {known.id for known in lines}))
    if sum(abs(line.gross) for line in lines) > MOST:
        raise Malformed("basket.lines", "the gross is too high")
    fields.integer("max_nodes", 1)
    return Basket(digits, *places, customer, coupons, tenders, lines)


def read_customer(fields):
    """Return (groups, used) or None."""
    if fields.get("customer") is None:
        return None
    customer = fields.object("customer")
    customer.identity("id")
    groups = frozenset(customer.texts("groups"))
    used = customer.object("used")
    uses = {key: used.integer(key, 0, 0) for key in sorted(used.value)}
    return groups, uses


def read_line(fields, number, digits, known):
    """Return a Line."""
    identity = fields.identity("id")
    if identity in known:
        raise Malformed(fields.at("id"), "stands twice in the list")
    fields.need("sku")
    sku = fields.text("sku")
    fields.need("qty")
    qty = fields.decimal("qty", 3, negative=True)
    if qty % 1000 and fields.value.get("divisible") is not True:
        raise Malformed(fields.at("qty"), "only divisible goods have a fraction")
    fields.need("unit_price")
    price = fields.decimal("unit_price", digits)
    tags = frozenset(fields.texts("tags"))
    divisible, locked = fields.flag("divisible"), fields.flag("locked")
    at = fields.instant("at")
    return Line(number, identity, sku, qty, price, tags, divisible, locked, at)


def read_now(value):
    """Return the instant of the evaluation."""
    return instant(value, "now")
