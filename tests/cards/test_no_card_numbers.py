"""No payment card number is in a table of the shop, nor in a log.

Runs when Odoo's own tests are through, on the databases that they used. Files of the
project are looked through by the conventions (`tests/unit/conventions/cards.py`).
"""

import logging
from contextlib import closing

import pytest
from tools.stack import paths
from tools.testing import card_scan, layers

# In two halves: this file is looked through, too.
CARD = "411111" + "1111111111"
ODOO_FORMAT = (
    "%(asctime)s %(pid)s %(levelname)s %(dbname)s %(name)s: %(message)s %(perf_info)s"
)
GROUPS = "-".join(["4111", *["1111"] * 3])
# Tables whose columns of text must be among those that are looked through.
TELLING = (
    ("md_audit_event", "reason"),
    ("md_audit_event", "after"),
    ("mail_message", "body"),
    ("pos_payment", "card_no"),
    ("pos_payment", "transaction_id"),
    ("pos_order", "general_customer_note"),
    ("res_partner", "comment"),
    ("sale_order", "note"),
    ("account_move", "narration"),
    ("payment_transaction", "provider_reference"),
)


@pytest.fixture
def connection():
    with closing(card_scan.connect(layers.TEST_DB)) as connection:
        yield connection


@pytest.mark.parametrize("database", [layers.TEST_DB, layers.SECOND_DB])
def test_the_databases_hold_none(database):
    assert card_scan.scan(database) == []


@pytest.mark.parametrize("place", TELLING, ids=".".join)
def test_where_somebody_could_write_one_is_looked_through(connection, place):
    table, column = place
    assert column in card_scan.tables(connection)[table]


@pytest.mark.parametrize("number", [CARD, GROUPS, f"card {CARD}, 12/29"])
@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("res_partner", "comment", "%s"),
        ("ir_config_parameter", "value", "%s"),
        ("res_country", "name", '{"en_US": "%s"}'),
    ],
)
def test_one_that_is_planted_is_found(connection, table, column, value, number):
    with connection.cursor() as cr:
        cr.execute(
            f"UPDATE {table} SET {column} = %s "  # noqa: S608 - names from above
            f"WHERE id = (SELECT min(id) FROM {table})",
            [value.replace("%s", number)],
        )
    assert card_scan.scan_database(connection) == [f"{table}.{column}: visa ****1111"]
    connection.rollback()


@pytest.mark.parametrize(
    "text",
    [
        "e3b0c44298fc1c14" + CARD + "f924",  # inside of a check sum
        "23." + CARD,  # a coordinate
        "5901234123457",
        "<378282246310005.1763812345.065412998199463-openerp-7-sale.order@shop>",
    ],
)
def test_what_only_looks_like_one_is_none(text):
    assert card_scan.cards_in(text) == []


def test_the_logs_hold_none():
    logs = [path for path in (paths.STATE / "log").iterdir() if path.is_file()]
    assert logs
    assert [found for path in logs for found in card_scan.scan_file(path)] == []


def test_one_in_a_log_is_found(tmp_path):
    log = tmp_path / "odoo.log"
    log.write_text(f"fine\npaid with {GROUPS}\n", encoding="utf-8")
    assert card_scan.scan_file(log) == ["odoo.log:2: visa ****1111"]


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_log_line_loses_its_card_number(form):
    card_scan.library()
    structured_log = card_scan.import_module("md_card_lib.structured_log")
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter(ODOO_FORMAT))
    structured_log.install(form, [handler])
    record = logging.LogRecord(
        *("shop", logging.INFO, "x.py", 1, "paid with %s", (GROUPS,), None)
    )
    record.__dict__.update(pid=1, dbname="retail", perf_info="")
    line = handler.format(record)
    assert "paid with" in line
    assert card_scan.cards_in(line) == []
