"""What is bought together is computed, and suggested at the till and in the shop."""

from datetime import UTC, datetime, timedelta

import pytest
from backoffice import BackOffice
from playwright.sync_api import expect
from till import Till

pytestmark = pytest.mark.e2e

TEA, MILK, SALT = "Black Tea Together", "Milk Powder Together", "Sea Salt Together"
CUSTOMER = "Rahima Together"
SECONDS = 120_000  # the night's job runs in the background


def ask(office, model, method, *args, **kwargs):
    answer = office.call(model, method, *args, **kwargs)
    assert "error" not in answer, answer
    return answer.get("result")


def make_goods(office):
    """Three products that till and shop sell; their ids."""
    values = {"type": "consu", "list_price": 100, "available_in_pos": True}
    names = [
        values | {"name": name, "is_published": True} for name in (TEA, MILK, SALT)
    ]
    return ask(office, "product.product", "create", names)


def sell(office, customer, products, age):
    line = {"product_uom_qty": 1}
    lines = [[0, 0, line | {"product_id": product}] for product in products]
    values = {"partner_id": customer, "order_line": lines}
    [order] = ask(office, "sale.order", "create", [values])
    ask(office, "sale.order", "action_confirm", [order])
    day = datetime.now(UTC).date() - timedelta(days=age)
    ask(office, "sale.order", "write", [order], {"date_order": f"{day} 08:00:00"})


def sell_some(office, goods):
    """Tea and milk each week to one customer; salt to somebody else."""
    tea, milk, salt = goods
    people = [{"name": CUSTOMER}, {"name": "Karim Together"}]
    customer, other = ask(office, "res.partner", "create", people)
    for age in (21, 14, 7):
        sell(office, customer, (tea, milk), age)
        sell(office, other, (salt,), age)
    return customer


def compute(page, url):
    """The manager's button; the form shows by itself when it is done."""
    page.goto(f"{url}/odoo/recommendations")
    page.locator(".o_data_row").first.locator("td[name=company_id]").click()
    page.locator("div[name=least] input").fill("2")
    page.get_by_role("button", name="Compute Now").click()
    told = page.locator("div[name=last_result]")
    expect(told).to_contain_text("Pairs:", timeout=SECONDS)


def choose_customer(page):
    page.locator(".set-partner").first.click()
    modal = page.locator(".modal")
    modal.get_by_placeholder("Search Customers").fill(CUSTOMER)
    modal.get_by_text(CUSTOMER, exact=True).first.click()
    expect(modal).to_have_count(0)


def add(till, name):
    till.page.locator(".product-list .product", has_text=name).first.click()
    expect(till.line(name)).to_have_count(1)


def say_no(office, url, customer):
    """On the customer's form."""
    page = office.page
    page.goto(f"{url}/odoo/res.partner/{customer}")
    page.get_by_role("tab", name="Sales & Purchase").click()
    page.locator("div[name=md_no_suggestions] input").check()
    page.locator(".o_form_button_save").click()
    expect(page.locator(".o_form_button_save")).to_be_hidden()
    mine = [["partner_id", "=", customer]]
    assert ask(office, "md.customer.habit", "search_count", mine) == 0


def test_suggested_at_the_till_and_in_the_shop(people, site, picture):
    manager = BackOffice(people.login("manager"), site.url)
    goods = make_goods(manager)
    customer = sell_some(manager, goods)
    compute(manager.page, site.url)
    picture(manager.page, "recommendations")
    manager.page.goto(f"{site.url}/odoo/bought-together")
    row = manager.page.locator(".o_data_row", has_text=TEA).filter(has_text=MILK).first
    expect(row).to_contain_text("100%")

    till = Till(people.login("cashier"))
    page = till.page
    till.open(site.url)
    strip = page.locator(".md-recommendations")
    expect(strip).to_have_count(0)
    add(till, TEA)
    expect(strip.locator(".md-together")).to_contain_text(MILK)
    choose_customer(page)
    usual = strip.locator(".md-usual")
    expect(usual).to_contain_text(MILK)
    expect(usual).to_contain_text("due")
    picture(page, "till-suggestions")
    usual.locator("button", has_text=MILK).click()
    expect(till.line(MILK)).to_have_count(1)
    expect(strip.locator("button", has_text=MILK)).to_have_count(0)

    say_no(manager, site.url, customer)
    page.reload()
    page.locator(".product-list .product").first.wait_for()
    expect(strip.locator(".md-usual")).to_have_count(0)

    visitor = people.visitor()
    visitor.goto(f"{site.url}/shop?search={TEA}")
    visitor.locator(".oe_product", has_text=TEA).locator("a").first.click()
    expect(visitor.locator(".o_md_together")).to_contain_text(MILK)
    picture(visitor, "shop-together")
