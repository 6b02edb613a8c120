"""What others do to a till and its session while its receipts wait."""

import pytest
from fault_shop import CODE, PRICE
from machine import empty, enter, kept

pytestmark = pytest.mark.e2e

CLOSE = """
session = env['pos.config'].browse({config}).current_session_id
session.order_ids.filtered(lambda o: o.state == 'draft').state = 'cancel'
session.post_closing_cash_details(session.cash_register_balance_end)
answer = session.close_session_from_ui()
assert answer['successful'], answer
till = session.config_id
till.limit_categories = True
env.flush_all()
till.limit_categories = False
till.with_user(env['res.users'].search([('login', '=', 'cashier')])).open_ui()
till.current_session_id.set_opening_control(0, '')
env.cr.commit()
"""
ALL_BUT = "cookies,local_storage,cache_storage,service_workers"
WHERE = """
SELECT s.rescue, count(*) FROM pos_order o JOIN pos_session s ON s.id = o.session_id
 WHERE o.id > {since} GROUP BY 1
"""


def test_cleared_closed_changed_and_another_user(shop, machine_of):
    """All at once: the browser's data are cleared, a manager closes the session and
    changes the till, and the next to log in is somebody else."""
    line, config = shop.lines[1], shop.configs[1]
    machine = machine_of().start()
    machine.login(line.url, "cashier")
    page = machine.page()
    enter(page, line.url, config)
    line.become("cut")
    baskets = [{"key": str(n), "lines": [[CODE, 1, PRICE + n]]} for n in range(3)]
    for basket in baskets:
        page.evaluate("(basket) => mdFaults.sell(basket)", basket)
    told = [facts for _key, word, facts in machine.said if word == "shown"]
    sold = {facts["uuid"]: facts["total"] for facts in told}
    assert len(sold) == 3
    shop.script(CLOSE.format(config=config))
    storage = machine.context.new_cdp_session(page)
    clear = {"origin": line.url, "storageTypes": ALL_BUT}
    storage.send("Storage.clearDataForOrigin", clear)
    machine.context.clear_cookies()
    page.close()
    line.become("good")
    machine.login(line.url, "manager")
    page = machine.page()
    enter(page, line.url, config)
    empty(page)
    assert kept(page) == []
    shop.check(sold)
    assert shop.sql(WHERE.format(since=shop.since)).split() == ["t|3"]
