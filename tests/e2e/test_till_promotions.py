"""A till sells in a promotion without a server; the server says the same amounts."""

import time
from decimal import Decimal

import pytest
from backoffice import BackOffice
from playwright.sync_api import expect
from till import Till
from tools.stack import database

pytestmark = pytest.mark.e2e

BARCODE = "2099000000019"
LINES = """
SELECT l.qty, l.price_unit, l.discount, l.md_discount_amount, l.price_subtotal_incl
  FROM pos_order_line l JOIN pos_order o ON o.id = l.order_id
  JOIN product_product p ON p.id = l.product_id
 WHERE p.barcode = '{barcode}' AND o.state = 'paid'
"""
USES = """
SELECT u.uses, u.amount FROM md_promotion_use u
  JOIN md_promotion p ON p.id = u.promotion_id WHERE p.name = '{name}'
"""
NAME = "Three teas for two"
OFFLINE = (
    "ERR_INTERNET_DISCONNECTED",
    "ERR_NETWORK_CHANGED",
    "ERR_FAILED",  # what a worker says
    "ConnectionLostError",
)


# Approval is another journey's; here it is done by who answers for the system.
APPROVE = """
offer = env["md.promotion"].browse({offer})
env["md.promotion.life"]._approved(offer, env.user)
env.cr.commit()
"""


def make_offer(manager, site):
    """A tea at 99.99 of which the third is free, on sale."""
    [tea] = manager.call(
        "product.product",
        "create",
        [
            {
                "name": "Offer Tea",
                "list_price": 99.99,
                "barcode": BARCODE,
                "available_in_pos": True,
                "taxes_id": [],
            }
        ],
    )["result"]

    def row(role, qty):
        return [0, 0, {"role": role, "qty": qty, "product_ids": [[6, 0, [tea]]]}]

    values = {
        "name": NAME,
        "kind": "buy_get",
        "percent": 100,
        "overlap": True,
        "buy_ids": [row("buy", 2)],
        "get_ids": [row("get", 1)],
    }
    [offer] = manager.call("md.promotion", "create", [values])["result"]
    database.script(site.database, APPROVE.format(offer=offer))
    return offer


def test_offline_sale_in_a_promotion_is_the_same_on_the_server(people, site, picture):
    manager = BackOffice(people.login("manager"), site.url)
    page = people.login("cashier")
    till = Till(page)
    till.open(site.url)
    offer = make_offer(manager, site)
    # it comes to the open till by itself
    known = "() => posmodel.mdPromo.book.promotions.some((one) => one.name === %r)"
    page.wait_for_function(known % NAME, timeout=15_000)
    page.wait_for_function(
        f"() => posmodel.models['product.product'].getBy('barcode', '{BARCODE}')"
        " || posmodel.loadNewProducts([['barcode', '=', '%s']]).then(() => true)"
        % BARCODE
    )
    till.scan(BARCODE)
    expect(till.lines).to_have_count(1)
    page.wait_for_function("() => posmodel.mdPromo.book.facts.size > 0")

    page.context.set_offline(True)
    till.scan(BARCODE)
    hint = page.locator(".md-promo-hint", has_text="99.99")
    expect(hint).to_be_visible()
    hint.click()
    saved = page.locator(".md-promo-saved-amount")
    expect(saved).to_contain_text("99.99")
    expect(till.total()).to_contain_text("199.98")
    picture(page, "till-promotions")
    # the promotion goes while the till cannot know: the sale stands
    manager.call("md.promotion", "action_end", [offer])
    till.go_to_payment()
    till.pay("Cash")
    till.validate()
    expect(till.receipt()).to_contain_text(NAME)
    expect(till.receipt().locator(".md-promo-total")).to_be_visible()
    picture(page, "till-promotions-receipt")
    page.context.set_offline(False)
    page.evaluate("posmodel.data.checkConnectivity()")
    deadline = time.monotonic() + 30
    rows = []
    while not rows and time.monotonic() < deadline:
        page.evaluate("posmodel.syncAllOrders()")
        rows = site.rows(LINES.format(barcode=BARCODE))
    # a browser says in its own words that it has no connection
    people.complaints[:] = [
        text for text in people.complaints if not any(word in text for word in OFFLINE)
    ]
    [row] = rows
    qty, price, discount, amount, net = map(Decimal, row)
    told = (3, Decimal("99.99"), Decimal("99.99"), Decimal("199.98"))
    assert (qty, price, amount, net) == told
    assert round(Decimal("299.97") * (1 - discount / 100), 2) == net
    [(uses, saved)] = site.rows(USES.format(name=NAME))
    assert (int(uses), Decimal(saved)) == (1, Decimal("99.99"))
