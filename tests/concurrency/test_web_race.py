"""Many shoppers pay for few units at once: who cannot have one is not charged."""

import random
from functools import partial

import pytest
from login_shop import Server, at_once
from test_claim_race import ALWAYS, Watcher, come_to_rest, rush

pytestmark = pytest.mark.concurrency

SEED = 20261123
SHOPPERS = 10
SHOP = """
site = env['website'].search([], limit=1)
warehouse = env['stock.warehouse'].search(
    [('company_id', '=', site.company_id.id)], limit=1)
site.warehouse_id = warehouse
product = env['product.product'].create(
    {{'name': 'Race', 'is_storable': True, 'list_price': 100, 'taxes_id': False}})
env['stock.quant']._update_available_quantity(
    product, warehouse.lot_stock_id, {stock})
fee = env['product.product'].create({{'name': 'Fee', 'type': 'service'}})
courier = env['delivery.carrier'].create({{
    'name': 'Courier', 'product_id': fee.id, 'website_published': True}})
carts = env['sale.order'].create([{{
    'partner_id': env['res.partner'].create({{'name': f'Shopper {{number}}'}}).id,
    'website_id': site.id, 'carrier_id': courier.id,
    'order_line': [(0, 0, {{'product_id': product.id, 'product_uom_qty': 1}})],
}} for number in range({shoppers})])
demo = env['payment.provider'].search([('code', '=', 'demo')], limit=1)
demo.write({{'state': 'test', 'is_published': True}})
env.cr.commit()
for cart in carts:
    print('cart', cart.id, cart._portal_ensure_token(), cart.amount_total)
env.cr.commit()
print('demo', demo.id, demo.payment_method_ids[:1].id or
      env['payment.method'].search([], limit=1).id)
"""
# All that a shopper does, in one transaction each: hold, pay, confirm.
PAY = "order._md_hold_for_payment()"
BUY = """(
    mine['payment.transaction'].create({{
        'provider_id': {provider}, 'payment_method_id': {method},
        'reference': f'{{order.name}} {{os.getpid()}}', 'operation': 'online_direct',
        'amount': order.amount_total, 'currency_id': order.currency_id.id,
        'partner_id': order.partner_id.id, 'sale_order_ids': [(6, 0, order.ids)],
    }})._set_done(), order.transaction_ids._post_process())"""


@pytest.fixture
def shop(shell):
    """Open a shop; return its carts [(id, token, amount)] and a way to pay."""

    def open_it(stock, shoppers=SHOPPERS):
        process = shell(SHOP.format(stock=stock, shoppers=shoppers))
        _status, out, errors = process.end()
        rows = [line.split() for line in out.splitlines()]
        carts = [row[1:] for row in rows if row[0] == "cart"]
        assert len(carts) == shoppers, errors
        [(provider, method)] = [row[1:] for row in rows if row[0] == "demo"]
        return [(int(id_), token, float(amount)) for id_, token, amount in carts], (
            int(provider),
            int(method),
        )

    return open_it


@pytest.fixture
def watcher(database):
    """A watcher that looks while the test runs."""
    found = Watcher(database)
    yield found
    found.close()


def live(sql):
    """{state: units} of live claims, and what the counters say."""
    rows = sql(
        "SELECT state, sum(granted - gone)::int FROM md_stock_claim "
        "WHERE state IN ('held', 'confirmed') GROUP BY 1"
    )
    [[counted]] = sql("SELECT COALESCE(sum(claimed), 0)::int FROM md_stock_counter")
    return {state: int(units) for state, units in rows}, int(counted)


def test_one_unit_for_ten_shoppers(shop, shell, sql, watcher, tmp_path):
    carts, _way = shop(stock=1)
    watcher.start()
    outcomes = rush(shell, tmp_path, [cart for cart, *_rest in carts], act=PAY)
    watcher.end()
    assert sorted(outcomes.values()) == ["confirmed"] + ["refused"] * 9
    assert live(sql) == ({"held": 1}, 1)
    come_to_rest(shell)
    assert live(sql) == ({}, 0)


def test_shoppers_who_are_killed_leave_nothing_held(
    shop, shell, sql, watcher, tmp_path
):
    chance = random.Random(SEED)
    carts, _way = shop(stock=5, shoppers=20)
    orders = [cart for cart, *_rest in carts]
    watcher.start()
    kills = [chance.uniform(0, 1.5) for _order in orders]
    first = rush(shell, tmp_path, orders, kills=kills, act=PAY)
    again = rush(shell, tmp_path, [o for o in orders if o not in first], act=PAY)
    watcher.end()
    assert again, "nobody was killed in time"
    # who was killed after the hold has it still: five can pay, never a sixth
    held = [*first.values(), *again.values()].count("confirmed")
    assert live(sql) == ({"held": 5}, 5)
    assert held <= 5
    come_to_rest(shell)
    assert live(sql) == ({}, 0)
    assert [row for query in ALWAYS for row in sql(query)] == []


def test_who_pays_gets_it_and_nobody_else_pays(shop, shell, sql, watcher, tmp_path):
    carts, (provider, method) = shop(stock=1)
    orders = [cart for cart, *_rest in carts]
    watcher.start()
    buy = " ".join(BUY.format(provider=provider, method=method).split())
    outcomes = rush(shell, tmp_path, orders, act=buy)
    watcher.end()
    assert sorted(outcomes.values()) == ["confirmed"] + ["refused"] * 9
    assert sql("SELECT count(*) FROM payment_transaction WHERE state = 'done'") == [
        ["1"]
    ]
    assert sql("SELECT count(*) FROM sale_order WHERE state = 'sale'") == [["1"]]
    come_to_rest(shell)
    assert live(sql) == ({"confirmed": 1}, 1)


def test_ten_browsers_pay_for_one_unit(shop, database, sql, tmp_path):
    carts, (provider, method) = shop(stock=1)
    server = Server(database, tmp_path / "server.log")
    try:
        server.wait_until_ready()

        def pay(cart, token, amount):
            params = {
                "access_token": token,
                "amount": amount,
                "provider_id": provider,
                "payment_method_id": method,
                "token_id": None,
                "flow": "direct",
                "tokenization_requested": False,
                "landing_route": "/shop/payment/validate",
            }
            answer = server.call(f"/shop/payment/transaction/{cart}", params)
            return answer.get("error", {}).get("data", {}).get("message", "pays")

        said = at_once([partial(pay, *cart) for cart in carts])
    finally:
        server.stop()
    lost = "Race is sold out. Your cart was not charged."
    assert sorted(said) == sorted(["pays"] + [lost] * 9)
    assert sql("SELECT count(*) FROM payment_transaction") == [["1"]]
    assert live(sql) == ({"held": 1}, 1)
