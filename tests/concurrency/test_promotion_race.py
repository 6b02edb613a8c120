"""The last use of a promotion is wanted by many at once, in real processes."""

import random
from collections import Counter

import pytest
from test_claim_race import rush

pytestmark = pytest.mark.concurrency

SEED = 20261123
OFFER = """
life = env['md.promotion.life']
for old in env['md.promotion'].search([('state', 'in', ('approved', 'running'))]):
    life._end(old, 'test')
tea, jam = env['product.product'].create([
    {{'name': name, 'type': 'service', 'list_price': 100, 'taxes_id': False}}
    for name in ('Tea', 'Jam')])
offers = env['md.promotion'].create([{{
    'name': 'Last ' + goods.name, 'percent': 10,
    'goods_ids': [(0, 0, {{'product_ids': [(6, 0, goods.ids)]}})], **{limits},
    **({{'coupon': 'ONCE ' + goods.name}} if 'coupon' in {limits} else {{}}),
}} for goods in (tea, jam)])
life._approved(offers, env.user)
partners = env['res.partner'].create([{{'name': f'P{{n}}'}} for n in range({people})])
orders = env['sale.order'].create([{{
    'partner_id': partners[n % {people}].id, 'md_coupons': ['ONCE Tea', 'ONCE Jam'],
    'order_line': [(0, 0, {{'product_id': goods.id, 'product_uom_qty': 1}})
                   for goods in ((tea, jam) if n % 2 else (jam, tea))],
}} for n in range({buyers})])
assert set(orders.mapped('amount_total')) == {{180}}, orders.mapped('amount_total')
env.cr.commit()
print('orders', *orders.ids, flush=True)
"""
USED = "SELECT sum(uses), sum(amount)::int FROM md_promotion_use GROUP BY promotion_id"
ORDERS = (
    "SELECT state, amount_total::int, count(*) FROM sale_order {which} GROUP BY 1, 2"
)
# What the till sends is in the ledger with the receipt, whatever is left.
TILL = """
for offer in env['md.promotion'].search([('state', '=', 'running')]):
    env['md.promotion.usage']._record([{{
        'promotion': offer.code, 'rev': '1', 'key': f'till:{{n}}', 'uses': 1,
        'amount': '10', 'reference': 'till'}} for n in range({times})])
env.cr.commit()
print('done', flush=True)
"""
SETTLE = "mine['md.promotion.last.use']._settle(order)"
# Done by several for the same order: all but one have to begin anew.
ONCE = "order.invalidate_recordset() or order.state == 'sale' or order.action_confirm()"


@pytest.fixture
def offer(shell, sql):
    """Two promotions with the same limits, and orders that want both."""

    def make(limits, buyers, people=1):
        words = {"limits": limits, "buyers": buyers, "people": people}
        _status, out, errors = shell(OFFER.format(**words)).end()
        assert "orders" in out, errors
        return [int(word) for word in out.split("orders")[1].split()]

    return make


def told(sql, orders):
    """{(state, total): orders} of these."""
    which = f"WHERE id IN ({', '.join(map(str, orders))})"
    return {
        (state, int(total)): int(number)
        for state, total, number in sql(ORDERS.format(which=which))
    }


@pytest.mark.parametrize(
    ("limits", "people"),
    [
        ({"most_uses": 1}, 10),
        ({"most_uses": 1, "coupon": "ONCE"}, 10),
        ({"per_customer": 1}, 1),
        ({"budget": 10}, 10),
    ],
    ids=["total", "coupon", "customer", "budget"],
)
def test_one_of_ten_gets_the_last(offer, shell, sql, tmp_path, limits, people):
    orders = offer(limits, 10, people)
    outcomes = rush(shell, tmp_path, orders)
    assert Counter(outcomes.values()) == {"confirmed": 1, "refused": 9}
    # nine are priced anew, and wait for somebody to say yes
    assert told(sql, orders) == {("sale", 180): 1, ("draft", 200): 9}
    assert sql(USED) == [["1", "10"]] * 2
    again = rush(shell, tmp_path, [o for o in orders if outcomes[o] == "refused"])
    assert set(again.values()) == {"confirmed"}
    assert told(sql, orders) == {("sale", 180): 1, ("sale", 200): 9}
    assert sql(USED) == [["1", "10"]] * 2


def test_three_are_left_for_ten_carts(offer, shell, sql, tmp_path):
    """Carts take theirs when payment begins; nobody else gets one meanwhile."""
    orders = offer({"most_uses": 3}, 10, 10)
    held = rush(shell, tmp_path, orders[:5], act=SETTLE)
    assert Counter(held.values()) == {"confirmed": 3, "refused": 2}
    rest = [order for order in orders if held.get(order) != "confirmed"]
    first = rush(shell, tmp_path, rest)
    # whose price is new already is asked for nothing more
    assert set(first) == set(rest)
    assert "confirmed" not in {first[order] for order in orders[5:]}
    paid = rush(shell, tmp_path, [o for o in held if held[o] == "confirmed"])
    assert set(paid.values()) == {"confirmed"}
    assert told(sql, orders)["sale", 180] == 3
    assert sql(USED) == [["3", "30"]] * 2


def test_an_order_confirmed_by_many_uses_it_once(offer, shell, sql, tmp_path):
    """All but one of those who confirm it have their transaction undone and retried."""
    [order] = offer({"most_uses": 2}, 1)
    outcomes = rush(shell, tmp_path, [order] * 5, act=ONCE)
    assert outcomes == {order: "confirmed"}
    assert told(sql, [order]) == {("sale", 180): 1}
    assert sql(USED) == [["1", "10"]] * 2


def test_killed_ones_leave_it_to_others(offer, shell, sql, tmp_path):
    chance = random.Random(SEED)
    orders = offer({"most_uses": 1}, 12, 12)
    kills = [chance.uniform(0, 1.5) for _order in orders]
    first = rush(shell, tmp_path, orders, kills=kills)
    left = [order for order in orders if order not in first]
    assert left, "nobody was killed in time"
    again = rush(shell, tmp_path, left, act=ONCE)
    assert set(again) == set(left)
    assert told(sql, orders)["sale", 180] == 1
    assert sql(USED) == [["1", "10"]] * 2


def test_a_till_is_written_down(offer, shell, sql, tmp_path):
    """Two receipts arrive while five orders want the last: the receipts stay."""
    orders = offer({"most_uses": 1}, 5, 5)
    till = shell(TILL.format(times=2))
    outcomes = rush(shell, tmp_path, orders)
    assert till.end()[1].strip() == "done"
    won = Counter(outcomes.values())["confirmed"]
    assert won <= 1
    assert sql(USED) == [[str(2 + won), str(20 + 10 * won)]] * 2
    late = [order for order in orders if outcomes[order] == "refused"]
    assert set(rush(shell, tmp_path, late).values()) == {"confirmed"}
    assert sql(USED) == [[str(2 + won), str(20 + 10 * won)]] * 2
