"""Choice of a small, well filled piece of the data set for a replay at the tills.

Deterministic, in this order:

stores   the `stores` busiest by number of lines; ties by number.
items    the `items` best sellers by number of lines in those stores over the whole
         year; ties by number. Only stocked items, only lines with a quantity and a
         shelf value: fuel, coupons and unknown products never enter.
prices   list price = median (the lower of two) of the shelf price per unit over
         those lines, in cents, at least 1.
window   the `days` consecutive full UTC days with the most baskets that hold one
         of the items; the first of equals. The first and the last day of the data
         are cut and count as not full.
baskets  those of the window, restricted to lines of the items with a quantity.
stock    what the window sells in the store, plus COVER_DAYS at the rate of
         the year, rounded up, plus MIN_STOCK: no replay in any order goes negative.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from statistics import median_low
from typing import TYPE_CHECKING, NamedTuple

from .records import Basket, BasketLine, Item, Slice, Store
from .rules import MEASURED

if TYPE_CHECKING:
    from .reader import Dataset

COVER_DAYS = 14
MIN_STOCK = 6
YEAR_DAYS = 365


class _Row(NamedTuple):
    """One sold line; field names are columns of the reader."""

    line_no: int
    store_ref: int
    day: date
    timestamp: datetime
    basket_ref: int
    household_ref: int
    item_ref: int
    quantity: int
    amount_cents: int
    discount_cents: int

    @property
    def shelf_cents(self) -> int:
        return self.amount_cents + self.discount_cents


def build_slice(dataset: "Dataset", stores: int, items: int, days: int) -> Slice:
    """See the module; fewer stores or items than asked for if there are no more."""
    if min(stores, items, days) < 1:
        raise ValueError("stores, items and days must be >= 1")
    chosen_stores = dataset.busiest_stores(stores)
    batch = dataset.lines_of_stores([store.ref for store in chosen_stores])
    catalogue = dataset.items()
    chosen_items = _best_sellers(_sold_rows(batch, catalogue), catalogue, items)
    rows = _sold_rows(batch, {item.ref: item for item in chosen_items})
    first, last = _fullest_window(rows, batch["day"], days)
    replayed = [row for row in rows if first <= row.day <= last]
    return Slice(
        stores=chosen_stores,
        items=chosen_items,
        prices=_list_prices(rows),
        stock=_opening_stock(chosen_stores, chosen_items, rows, replayed),
        first_day=first,
        last_day=last,
        baskets=_baskets(replayed),
    )


def _sold_rows(batch: dict[str, list], items: Mapping[int, Item]) -> list[_Row]:
    """Lines that took pieces of one of the stocked items off a shelf."""
    columns = zip(batch["rule"], *(batch[name] for name in _Row._fields), strict=True)
    rows = (_Row(*values) for rule, *values in columns if rule != MEASURED)
    return [
        row
        for row in rows
        if row.quantity and row.item_ref in items and items[row.item_ref].stocked
    ]


def _best_sellers(
    rows: Iterable[_Row], catalogue: Mapping[int, Item], count: int
) -> tuple[Item, ...]:
    lines = Counter(row.item_ref for row in rows if row.shelf_cents)
    refs = sorted(lines, key=lambda ref: (-lines[ref], ref))
    return tuple(catalogue[ref] for ref in refs[:count])


def _list_prices(rows: Iterable[_Row]) -> dict[int, int]:
    units = defaultdict(list)
    for row in rows:
        if row.shelf_cents:
            # Integer rounding half up: no float enters a price.
            unit = (2 * row.shelf_cents + row.quantity) // (2 * row.quantity)
            units[row.item_ref].append(unit)
    return {ref: max(1, median_low(units[ref])) for ref in sorted(units)}


def _fullest_window(
    rows: Iterable[_Row], recorded: Sequence[date], days: int
) -> tuple[date, date]:
    """First and last day of the window; `recorded` are the days of all lines."""
    first_full = min(recorded) + timedelta(days=1)
    starts = (max(recorded) - first_full).days - days + 1
    if starts < 1:
        raise ValueError(f"the data set does not hold {days} full days")
    receipts = {(row.day, row.store_ref, row.basket_ref) for row in rows}
    per_day = Counter(day for day, _store, _basket in receipts)
    counts = [
        sum(per_day[first_full + timedelta(days=start + i)] for i in range(days))
        for start in range(starts)
    ]
    first = first_full + timedelta(days=counts.index(max(counts)))
    return first, first + timedelta(days=days - 1)


def _opening_stock(
    stores: Iterable[Store],
    items: Sequence[Item],
    rows: Iterable[_Row],
    replayed: Iterable[_Row],
) -> dict[tuple[int, int], int]:
    year, window = Counter(), Counter()
    for counter, sold in ((year, rows), (window, replayed)):
        for row in sold:
            counter[row.store_ref, row.item_ref] += row.quantity
    keys = [(store.ref, item.ref) for store in stores for item in items]
    return {
        key: window[key] + -(-year[key] * COVER_DAYS // YEAR_DAYS) + MIN_STOCK
        for key in keys
    }


def _baskets(rows: Iterable[_Row]) -> tuple[Basket, ...]:
    """Receipts by time. A receipt belongs to one store, even if numbers repeat."""
    receipts = defaultdict(list)
    for row in rows:
        receipts[row.timestamp, row.basket_ref, row.store_ref].append(row)
    return tuple(_basket(receipts[key]) for key in sorted(receipts))


def _basket(rows: Sequence[_Row]) -> Basket:
    head = rows[0]
    return Basket(
        ref=head.basket_ref,
        store_ref=head.store_ref,
        timestamp=head.timestamp,
        household_ref=head.household_ref,
        lines=tuple(
            BasketLine(
                row.item_ref,
                row.quantity,
                row.amount_cents,
                row.discount_cents,
                row.line_no,
            )
            for row in rows
        ),
    )
