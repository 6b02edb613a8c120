"""One basket, one price: in the shop's cart, at the till, in a quotation, invoiced."""

import pytest
from backoffice import BackOffice
from playwright.sync_api import expect
from shop import Shop
from till import Till
from tools.stack import database

pytestmark = pytest.mark.e2e

TEA, PAN = "Evening Tea", "Iron Pan"
TEA_CODE, PAN_CODE = "2099000000057", "2099000000064"
THIRD, COUPON, CODE = "Every third tea free", "Ten off pans", "PANS10"
TOTAL = "1,504.98"  # 3 x 99.99, one of them free, and 1,450.00 less 10 %
SEED = """
from odoo import Command
tea, pan = env["product.product"].create([
    {{"name": name, "list_price": price, "barcode": code, "type": "consu",
      "is_published": True, "available_in_pos": True, "taxes_id": False,
      "invoice_policy": "order"}}
    for name, price, code in (
        ("{tea}", 99.99, "{tea_code}"), ("{pan}", 1450, "{pan_code}"))
])
third = env["md.promotion"].create({{
    "name": "{third}", "kind": "nth", "every": 3, "percent": 100,
    "goods_ids": [Command.create({{"product_ids": tea.ids}})],
}})
coupon = env["md.promotion"].create({{
    "name": "{coupon}", "percent": 10, "coupon": "{code}",
    "goods_ids": [Command.create({{"product_ids": pan.ids}})],
}})
env["md.promotion.life"]._approved(third | coupon, env.user)
env["res.partner"].create({{"name": "Salma of the Journey"}})
env.cr.commit()
"""
INVOICED = """
SELECT m.amount_total, l.price_subtotal FROM account_move m
  JOIN account_move_line l ON l.move_id = m.id
  JOIN product_product p ON p.id = l.product_id
 WHERE m.move_type = 'out_invoice' AND p.barcode = '{barcode}'
"""
SOLD = (
    "SELECT amount_total FROM pos_order WHERE state = 'paid' ORDER BY id DESC LIMIT 1"
)


@pytest.fixture
def goods(site):
    """Tea and a pan with their promotions, on sale everywhere."""
    names = {"tea": TEA, "pan": PAN, "tea_code": TEA_CODE, "pan_code": PAN_CODE}
    seed = SEED.format(**names, third=THIRD, coupon=COUPON, code=CODE)
    database.script(site.database, seed)


def in_the_shop(people, site, picture):
    """Tea, a hint, the third one by the hint, a pan, a wrong code, the right one."""
    shop = Shop(people.visitor(), site.url)
    page = shop.page
    shop.search(TEA)
    shop.open_product(TEA)
    shop.add_to_cart(2)
    hint = page.locator("[name=md_hints]:visible").first
    expect(hint).to_contain_text(f"Add 1 of {TEA} and save")
    expect(hint).to_contain_text("99.99")
    picture(page, "cart-hint")
    page.locator(
        ".css_quantity a", has=page.locator(".oi-plus, .fa-plus")
    ).first.click()
    saved = page.locator("[name=md_saved]:visible").first
    expect(saved).to_contain_text("99.99")
    expect(page.locator("[name=md_promotions]").first).to_contain_text(THIRD)
    shop.search(PAN)
    shop.open_product(PAN)
    page.locator("#add_to_cart").click()
    expect(page.locator("header .my_cart_quantity:visible").first).to_have_text("4")
    page.goto(f"{site.url}/shop/cart")
    enter(page, "NOSUCH")
    expect(page.locator("[role=alert]", has_text="not known here")).to_be_visible()
    enter(page, CODE)
    expect(page.locator("[name=md_codes]:visible").first).to_contain_text(CODE)
    expect(saved).to_contain_text("244.99")
    expect(page.locator("tr[name=o_order_total]:visible").first).to_contain_text(TOTAL)
    picture(page, "cart-promotions")
    shop.fill_address()
    shop.choose_delivery("Standard delivery")
    shop.pay_by_demo()
    return shop.order_number()


def enter(page, code):
    """Type a code under the total."""
    form = page.locator("form[name=coupon_code]:visible").first
    form.locator("input[name=promo]").fill(code)
    form.get_by_role("button", name="Apply").click()


def at_the_till(people, site):
    """The same by scanner; the code by the dialog."""
    page = people.login("cashier")
    till = Till(page)
    till.open(site.url)
    for code in (TEA_CODE, PAN_CODE):
        page.evaluate(f"posmodel.loadNewProducts([['barcode', '=', '{code}']])")
    for code in (TEA_CODE, TEA_CODE, TEA_CODE, PAN_CODE):
        till.scan(code)
    expect(till.lines).to_have_count(2)
    page.locator(".md-promo-saved").click()
    page.locator(".md-promo-coupon").click()
    page.locator(".modal input, .modal textarea").last.fill(CODE)
    page.locator(".modal .btn-primary:visible").last.click()
    expect(page.locator(".md-promo-coupons")).to_contain_text(CODE)
    page.locator(".modal .modal-footer .btn-primary:visible").last.click()
    expect(till.total()).to_contain_text(TOTAL)
    till.go_to_payment()
    till.pay("Cash")
    till.validate()
    till.wait_until_synced()


def by_phone(people, site, picture):
    """A manager's quotation, confirmed and invoiced."""
    office = BackOffice(people.login("manager"), site.url)
    page = office.page
    ids = {}
    for code in (TEA_CODE, PAN_CODE):
        found = office.call("product.product", "search", [["barcode", "=", code]])
        [ids[code]] = found["result"]
    [who] = office.call(
        "res.partner", "search", [["name", "=", "Salma of the Journey"]]
    )["result"]
    lines = [
        [0, 0, {"product_id": ids[TEA_CODE], "product_uom_qty": 3}],
        [0, 0, {"product_id": ids[PAN_CODE], "product_uom_qty": 1}],
    ]
    values = {"partner_id": who, "order_line": lines}
    [order] = office.call("sale.order", "create", [values])["result"]
    page.goto(f"{site.url}/odoo/action-sale.action_orders/{order}")
    page.locator("button[name=md_action_promotions]").click()
    dialog = page.locator(".modal")
    expect(dialog.locator(".o_data_row")).to_contain_text(THIRD)
    dialog.locator("[name=codes] input").fill(CODE)
    picture(page, "quotation-codes")
    dialog.get_by_role("button", name="Apply").click()
    expect(dialog).to_have_count(0)
    expect(page.locator("[name=tax_totals]")).to_contain_text(TOTAL)
    expect(page.locator("[name=md_promo_total]")).to_contain_text("244.99")
    picture(page, "quotation-promotions")
    page.get_by_role("button", name="Confirm").click()
    page.get_by_role("button", name="Create Invoice").first.click()
    page.locator(".modal").get_by_role("button", name="Create Draft").click()
    expect(page.locator("[name=invoice_line_ids]").first).to_be_visible()
    expect(page.locator("[name=tax_totals]")).to_contain_text(TOTAL)
    picture(page, "invoice-promotions")


def test_the_same_basket_costs_the_same_everywhere(people, site, goods, picture):
    number = in_the_shop(people, site, picture)
    [(name, state, total, saved)] = site.rows(
        "SELECT name, state, amount_total, md_promo_total FROM sale_order"
        " WHERE website_id IS NOT NULL ORDER BY id DESC LIMIT 1"
    )
    assert name in number
    assert (state, float(total), float(saved)) == ("sale", 1504.98, 244.99)
    at_the_till(people, site)
    assert float(site.sql(SOLD)) == 1504.98
    by_phone(people, site, picture)
    rows = site.rows(INVOICED.format(barcode=TEA_CODE))
    assert [(float(a), float(b)) for a, b in rows] == [(1504.98, 199.98)]
