"""The first day: a till and the web shop sell the same product, the manager watches."""

import pytest
from backoffice import BackOffice
from figures import note
from playwright.sync_api import expect
from shop import Shop
from till import Till

pytestmark = pytest.mark.e2e

IN_TIME = 2.0  # seconds from the sale to the manager's screen
SKUS = ("CJ-1082185", "CJ-1127831", "CJ-916122")  # the first is sold on the web too
WEB_QUANTITY = 2
CASH = "10"
ON_HAND = """
SELECT SUM(q.quantity) - {minus} * SUM(q.reserved_quantity)
  FROM stock_quant q JOIN stock_location l ON l.id = q.location_id
 WHERE l.usage = 'internal' AND q.product_id = {product}
"""


PRODUCTS = """
SELECT p.default_code, p.id, t.name->>'en_US', p.barcode, t.list_price
  FROM product_product p JOIN product_template t ON t.id = p.product_tmpl_id
 WHERE p.default_code IN {skus}
"""
SALES = """
SELECT (SELECT COUNT(*) FROM pos_order)
     + (SELECT COUNT(*) FROM sale_order WHERE state = 'sale')
"""
PAYMENTS = """
SELECT m.name->>'en_US', p.amount
  FROM pos_payment p JOIN pos_payment_method m ON m.id = p.payment_method_id
 WHERE p.pos_order_id = {order} ORDER BY p.id
"""
MOVES = """
SELECT m.product_id, m.quantity, m.state
  FROM stock_move m JOIN stock_picking p ON p.id = m.picking_id
 WHERE p.pos_order_id = {order}
"""
TRANSACTIONS = """
SELECT t.state, t.amount
  FROM payment_transaction t
  JOIN sale_order_transaction_rel r ON r.transaction_id = t.id
 WHERE r.sale_order_id = {order}
"""


@pytest.fixture
def products(site):
    """[{id, name, barcode, price}] of the three products, in the order of SKUS."""
    rows = site.rows(PRODUCTS.format(skus=SKUS))
    found = {row[0]: row[1:] for row in rows}
    keys = ("id", "name", "barcode", "price")
    chosen = [dict(zip(keys, found[sku], strict=True)) for sku in SKUS]
    return [{**product, "price": float(product["price"])} for product in chosen]


def on_hand(site, product):
    """Pieces in the store, from the database."""
    return site.number(ON_HAND.format(minus=0, product=product["id"]))


def available(site, product):
    """Pieces in the store that nobody was promised, from the database."""
    return site.number(ON_HAND.format(minus=1, product=product["id"]))


def shown(quantity):
    """A quantity as lists show it."""
    return f"{quantity:.2f}"


def open_manager(people, url, barcode):
    """The manager's Live Stock, filtered to one product, with a stop-watch on it."""
    manager = BackOffice(people.login("manager"), url)
    manager.open_app("Retail")
    manager.open_section("Live Stock")
    manager.filter_by(barcode)
    expect(manager.rows()).to_have_count(1)
    manager.watch("qty_available", "free_qty")
    return manager


def in_time(name, began, seen):
    """Say how long it took and insist on the limit."""
    note(f"{name}: {seen - began:.2f} s")
    assert seen - began <= IN_TIME


def sell_at_till(people, site, products, picture):
    """Three scans, paid in two ways; return when Validate was pressed."""
    till = Till(people.login("cashier"))
    till.open(site.url)
    # The first sale after a start fills the server's caches; shops sell all day.
    till.sell_for_cash(products[-1]["barcode"])
    for product in products:
        till.scan(product["barcode"])
        line = till.line(product["name"])
        expect(line).to_have_count(1)
        expect(line.locator(".price")).to_contain_text(f"{product['price']:.2f}")
    total = sum(product["price"] for product in products)
    expect(till.lines).to_have_count(len(products))
    expect(till.total()).to_contain_text(f"{total:.2f}")
    picture(till.page, "till-basket")
    till.go_to_payment()
    till.pay("Cash", CASH)
    till.pay("bKash")
    till.enter_transaction("9GH4K2LM3P")
    expect(till.payments()).to_have_count(2)
    expect(till.payments().last).to_contain_text(f"{total - float(CASH):.2f}")
    picture(till.page, "till-payment")
    began = till.validate()
    expect(till.receipt()).to_contain_text(products[0]["name"])
    expect(till.receipt()).to_contain_text("bKash")
    picture(till.page, "till-receipt")
    till.wait_until_synced()
    return began, total


def check_till_sale(site, products, total):
    """The database tells the same: paid, two payments, goods gone."""
    [(order, state, amount)] = site.rows(
        "SELECT id, state, amount_total FROM pos_order ORDER BY id DESC LIMIT 1"
    )
    assert (state, float(amount)) == ("paid", pytest.approx(total))
    payments = site.rows(PAYMENTS.format(order=order))
    rest = f"{total - float(CASH):.2f}"
    assert [(name, f"{float(a):.2f}") for name, a in payments] == [
        ("Cash", "10.00"),
        ("bKash", rest),
    ]
    moves = site.rows(MOVES.format(order=order))
    expected = sorted((product["id"], 1.0, "done") for product in products)
    assert sorted((p, float(q), s) for p, q, s in moves) == expected


def buy_on_web(people, site, product, picture):
    """A visitor finds, orders and pays; return (when confirmed, order number)."""
    shop = Shop(people.visitor(), site.url)
    expect(shop.search(SKUS[0])).to_have_count(1)
    shop.page.goto(f"{site.url}/shop")
    picture(shop.page, "shop-list")
    tiles = shop.search(product["name"].split(" (")[0])
    expect(tiles.filter(has_text=product["name"])).to_have_count(1)
    shop.open_product(product["name"])
    price = shop.page.locator("#product_details .oe_price").first
    expect(price).to_contain_text(f"{product['price']:.2f}")
    picture(shop.page, "shop-product")
    shop.add_to_cart(WEB_QUANTITY)
    shop.fill_address()
    shop.choose_delivery("Standard delivery")
    picture(shop.page, "shop-payment")
    began, confirmed = shop.pay_by_demo()
    note(f"Server took {confirmed - began:.2f} s to confirm the web order")
    number = shop.order_number()
    picture(shop.page, "shop-confirmation")
    return confirmed, number


def check_web_sale(site, product, number):
    """The database tells the same: confirmed, paid, goods promised."""
    [(order, name, state, amount)] = site.rows(
        "SELECT id, name, state, amount_total FROM sale_order ORDER BY id DESC LIMIT 1"
    )
    total = product["price"] * WEB_QUANTITY
    assert (state, float(amount)) == ("sale", pytest.approx(total))
    assert name in number
    paid = site.rows(TRANSACTIONS.format(order=order))
    assert [(s, float(a)) for s, a in paid] == [("done", pytest.approx(total))]
    return total


def test_both_channels_sell_and_the_manager_sees_it(people, site, products, picture):
    shared = products[0]
    before, free = on_hand(site, shared), available(site, shared)
    manager = open_manager(people, site.url, shared["barcode"])
    sales = BackOffice(people.login("manager"), site.url)
    sales.page.goto(f"{site.url}/odoo/all-sales")
    old = int(site.number(SALES))
    expect(sales.rows()).to_have_count(old)
    assert manager.cell("qty_available").inner_text() == shown(before)
    untouched = "window.mdNeverReloaded = true"
    for page in (manager.page, sales.page):
        page.evaluate(untouched)

    began, till_total = sell_at_till(people, site, products, picture)
    seen = manager.wait_seen("qty_available", shown(before - 1))
    in_time("Till sale on the manager's screen", began, seen)
    assert on_hand(site, shared) == before - 1
    assert available(site, shared) == free - 1
    check_till_sale(site, products, till_total)

    confirmed, number = buy_on_web(people, site, shared, picture)
    left = free - 1 - WEB_QUANTITY
    seen = manager.wait_seen("free_qty", shown(left))
    in_time("Web sale on the manager's screen", confirmed, seen)
    assert available(site, shared) == left
    assert on_hand(site, shared) == before - 1
    web_total = check_web_sale(site, shared, number)
    expect(manager.cell("qty_available")).to_have_text(shown(before - 1))
    manager.show_all()
    picture(manager.page, "live-stock")

    expect(sales.rows()).to_have_count(old + 3)
    newest = [sales.rows().nth(0).inner_text(), sales.rows().nth(1).inner_text()]
    assert "Web shop" in newest[0] and f"{web_total:.2f}" in newest[0]
    assert "Till" in newest[1] and f"{till_total:.2f}" in newest[1]
    picture(sales.page, "all-sales")
    for page in (manager.page, sales.page):
        assert page.evaluate("window.mdNeverReloaded") is True
