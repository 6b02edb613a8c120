"""The server is killed at each step of a sale, and started again."""

import time
from contextlib import contextmanager

import psycopg2
import pytest
from fault_shop import CODE, PRICE
from machine import empty, enter
from tools.stack import postgres

pytestmark = pytest.mark.e2e

WAITING = """
SELECT count(*) FROM pg_locks WHERE NOT granted
   AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


@contextmanager
def table_held(shop, table):
    """Who writes into a table waits, in the middle of a transaction."""
    values = postgres.settings()
    connection = psycopg2.connect(
        dbname=shop.database,
        host=values["PGHOST"],
        port=values["PGPORT"],
        user=values["PGUSER"],
        password=values.get("PGPASSWORD", ""),
    )
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {table} IN SHARE MODE")
        yield
    connection.rollback()
    connection.close()


def begin(page, key):
    basket = {"key": key, "lines": [[CODE, 2, PRICE], [CODE, 1, 0.35]]}
    page.evaluate("(basket) => { window.mdSale = mdFaults.sell(basket) }", basket)


def before_the_request(shop, line, page):
    shop.kill()
    begin(page, "before")


def in_the_transaction(shop, line, page):
    with table_held(shop, "pos_payment"):
        begin(page, "within")
        until = time.monotonic() + 20
        while shop.sql(WAITING).strip() == "0":
            assert time.monotonic() < until, "nobody writes payments"
            time.sleep(0.05)
        shop.kill()


def after_the_commit(shop, line, page):
    line.become("answered")
    answers = line.answers
    begin(page, "after")
    line.wait("answers", answers + 1)
    shop.kill()
    line.become("good")


def test_a_server_is_killed_at_each_step_of_a_sale(shop, machine_of):
    line, sold = shop.lines[1], {}
    machine = machine_of().start()
    machine.login(line.url, "cashier")
    page = machine.page()
    enter(page, line.url, shop.configs[1])
    for step in (before_the_request, in_the_transaction, after_the_commit):
        step(shop, line, page)
        uuid = page.evaluate("window.mdSale")  # the receipt is shown without it
        page.wait_for_timeout(100)
        word, facts = machine.said[-1][1:]
        assert (word, facts["uuid"]) == ("shown", uuid)
        sold[uuid] = 2 * PRICE * 100 + 35
        shop.start()
        empty(page)
        shop.check(sold)
