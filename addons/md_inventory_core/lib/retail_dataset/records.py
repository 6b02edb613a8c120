"""The records of the data set. Money: integer US cents. Quantity: integer pieces."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

CENTS = 100


@dataclass(frozen=True, slots=True)
class Item:
    """One product. `group` > `category` > `sub_category`, never empty.

    measured: its recorded quantities are volumes (motor fuel).
    stocked: a good that can be counted on a shelf. Excluded: measured items,
    coupons, deposits and other services, products missing in the catalogue.
    """

    ref: int
    name: str
    group: str
    category: str
    sub_category: str
    brand: str
    package_size: str
    measured: bool
    stocked: bool
    barcode: str
    sku: str


@dataclass(frozen=True, slots=True)
class Store:
    """One shop of the retailer."""

    ref: int
    name: str


@dataclass(frozen=True, slots=True)
class BasketLine:
    """What one till line sold. amount = received, discount = taken off the shelf."""

    item_ref: int
    quantity: int
    amount_cents: int
    discount_cents: int
    line_no: int

    @property
    def unit_price(self) -> float:
        """Shelf price of one unit in dollars, not rounded.

        Excludes discounts. Not rounded, because shelf values that are no multiple
        of the quantity (3 for 1.00) must still multiply back to the cent:
        round(quantity * unit_price * (1 - discount_percent / 100), 2) = amount.
        """
        return (self.amount_cents + self.discount_cents) / self.quantity / CENTS

    @property
    def discount_percent(self) -> float:
        """Discount in percent of the shelf value, not rounded; 0 when that is 0."""
        shelf = self.amount_cents + self.discount_cents
        return 100 * self.discount_cents / shelf if shelf else 0.0


@dataclass(frozen=True, slots=True)
class Basket:
    """One receipt; `timestamp` is UTC without zone, as Odoo stores it."""

    ref: int
    store_ref: int
    timestamp: datetime
    household_ref: int
    lines: tuple[BasketLine, ...]

    @property
    def amount_cents(self) -> int:
        """Received for the lines; a manufacturer's coupon counts as money."""
        return sum(line.amount_cents for line in self.lines)


@dataclass(frozen=True, slots=True)
class Slice:
    """A small shop world for a replay: `first_day` to `last_day`, both included.

    items: best seller first. prices: list price in cents by item ref, >= 1.
    stock: opening pieces by (store ref, item ref), for every pair.
    baskets: by timestamp, then ref; only lines of `items`, none empty.
    """

    stores: tuple[Store, ...]
    items: tuple[Item, ...]
    prices: Mapping[int, int]
    stock: Mapping[tuple[int, int], int]
    first_day: date
    last_day: date
    baskets: tuple[Basket, ...]
