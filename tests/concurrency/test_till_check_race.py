"""The check of receipts, killed and twice at once: each is written down once."""

import pytest
from test_till_race import SALES, SHOP, STOCK, rush

pytestmark = pytest.mark.concurrency

DEAR = "'list_price': 3, 'is_storable': True"  # tills sell it at 1
CHECK = """
import time
from odoo.addons.md_pos_ext.services import md_promotion_check as service
service.BATCH = {batch}
check = env.registry['md.promotion.check']
keep, done = check._keep, []

def slowly(self, order, *rest):
    found = keep(self, order, *rest)
    done.append(order.id)
    if len(done) == {hold}:
        print('holds', flush=True)
        time.sleep(600)
    return found

check._keep = slowly
env['md.promotion.check']._cron_check()
print('checked', len(done), flush=True)
"""
WAITING = "SELECT count(*) FROM pos_order WHERE md_to_check"
FOUND = """
SELECT count(*), count(DISTINCT order_id), sum(amount)::int
  FROM md_promotion_difference WHERE reason = 'price'
"""


def check(shell, batch=20, hold=0):
    """A process that runs the job."""
    return shell(CHECK.format(batch=batch, hold=hold))


@pytest.fixture
def sold(shell):
    """Receipts of two tills, each sent twice; every one at a wrong price."""
    script = SHOP.format(stock=STOCK, ordered=1, postings=("at_once", "at_once"))
    script = script.replace("'is_storable': True", DEAR)
    script += "\nenv.ref('md_pos_ext.ir_cron_check_till_sales').active = False"
    _status, out, errors = shell(f"{script}\nenv.cr.commit()").end()
    assert "made" in out, errors
    rush(shell, int(out.split("made")[1]), 3)
    return 2 * SALES


def test_a_killed_check_forgets_nothing_and_writes_nothing_twice(shell, sql, sold):
    assert sql(WAITING) == [[str(sold)]]
    killed = check(shell, batch=4, hold=6)
    assert killed.wait_for("holds")
    others = check(shell).end()
    assert others[1].strip() == "checked 0", "what another works on is left to it"
    killed.kill()
    assert sql(WAITING) == [[str(sold - 4)]]
    assert sql(FOUND) == [["4", "4", "-8"]]
    status, out, errors = check(shell).end()
    assert (status, out.strip()) == (0, f"checked {sold - 4}"), errors
    assert sql(WAITING) == [["0"]]
    assert sql(FOUND) == [[str(sold), str(sold), str(-2 * sold)]]


def test_checks_at_once_write_each_down_once(shell, sql, sold):
    both = [check(shell, batch=1) for _each in range(2)]
    for process in both:
        assert process.end()[1].startswith("checked")
    check(shell).end()  # what both left to the other
    assert sql(WAITING) == [["0"]]
    assert sql(FOUND) == [[str(sold), str(sold), str(-2 * sold)]]
