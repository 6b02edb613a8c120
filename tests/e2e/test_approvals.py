"""A cashier asks, a manager decides, and neither reloads a page."""

import pytest
from approvals import Approvals
from playwright.sync_api import expect

pytestmark = pytest.mark.e2e

PIN = "7391"
PHONE = {"width": 390, "height": 844}
PRODUCT = """
SELECT t.name->>'en_US' FROM product_template t
 WHERE t.sale_ok AND t.active AND t.list_price BETWEEN 2 AND 20
   AND (SELECT count(*) FROM product_template o WHERE o.name = t.name) = 1
 ORDER BY t.id LIMIT 1 OFFSET {}
"""
PRICE = "SELECT round(list_price, 2) FROM product_template WHERE name->>'en_US' = '{}'"
EVENTS = """
SELECT action FROM md_audit_event
 WHERE model = 'md.approval.request' AND res_id = (
    SELECT max(id) FROM md_approval_request) ORDER BY id
"""


@pytest.fixture
def wanted(site):
    """Choose a product: (name, price four fifths of the present one)."""

    def choose(number):
        name = site.sql(PRODUCT.format(number))
        cents = round(100 * site.number(PRICE.format(name.replace("'", "''"))))
        return name, f"{cents * 4 // 5 / 100:.2f}"

    return choose


def price_of(site, name):
    """The price as the database has it."""
    return site.sql(PRICE.format(name.replace("'", "''")))


def test_cashier_asks_and_manager_approves_without_a_reload(
    people, site, picture, wanted
):
    name, price = wanted(0)
    manager = Approvals(people.login("manager"), site.url)
    manager.open_approvals()
    expect(manager.page.locator(".o_view_nocontent")).to_contain_text(
        "Nobody waits for you"
    )
    picture(manager.page, "approvals-empty")

    cashier = Approvals(people.login("cashier"), site.url)
    cashier.open_requests()
    cashier.ask_for_price(name, price, "the box is damaged")
    picture(cashier.page, "approval-asked")

    # No reload: the websocket alone can have brought it.
    expect(manager.card(name)).to_have_count(1)
    expect(manager.card(name)).to_contain_text("the box is damaged")
    expect(manager.notes("Approval asked")).to_be_visible()
    picture(manager.page, "approvals-waiting")
    phone = Approvals(people.login("manager"), site.url)
    phone.page.set_viewport_size(PHONE)
    phone.page.goto(f"{site.url}/odoo/approvals")
    expect(phone.card(name)).to_have_count(1)
    picture(phone.page, "approvals-phone")
    phone.decide(name, "Approve", "sell it today")
    expect(manager.card(name)).to_have_count(0)

    expect(cashier.status()).to_have_text("Approved")
    expect(cashier.page.locator("div[name=decision_reason]")).to_have_text(
        "sell it today"
    )
    picture(cashier.page, "approval-given")
    assert price_of(site, name) != price
    cashier.press("Apply")
    expect(cashier.status()).to_have_text("Used")
    assert price_of(site, name) == price
    assert [row[0] for row in site.rows(EVENTS)] == [
        "approval.asked",
        "approval.approved",
        "approval.used",
    ]


def test_manager_approves_on_the_cashiers_screen(people, site, picture, wanted):
    name, price = wanted(1)
    manager = Approvals(people.login("manager"), site.url)
    manager.set_pin("manager", PIN)

    cashier = Approvals(people.login("cashier"), site.url)
    cashier.open_requests()
    cashier.ask_for_price(name, price, "competitor sells cheaper")
    dialog = cashier.open_pin_dialog()
    cashier.tap_pin(dialog, "manager", "7392")
    refusal = cashier.page.locator(".modal", has_text="Not accepted")
    expect(refusal).to_be_visible()
    refusal.locator("footer").get_by_role("button", name="Close").click()
    expect(refusal).to_have_count(0)
    picture(cashier.page, "approval-pin")
    cashier.tap_pin(dialog, "manager", PIN)
    expect(cashier.status()).to_have_text("Approved")
    row = "SELECT method, state FROM md_approval_request ORDER BY id DESC LIMIT 1"
    assert site.rows(row) == [("pin", "approved")]
    assert site.sql(EVENTS.replace("action FROM", "count(*) FROM").split("ORDER")[0])


def test_refused_with_a_reason(people, site, wanted):
    name, price = wanted(2)
    manager = Approvals(people.login("manager"), site.url)
    manager.open_approvals()
    cashier = Approvals(people.login("warehouse"), site.url)
    cashier.open_requests()
    cashier.ask_for_price(name, price, "slow mover")
    expect(manager.card(name)).to_have_count(1)
    manager.decide(name, "Refuse", "it is on promotion next week")
    expect(cashier.status()).to_have_text("Refused")
    expect(cashier.notes("Refused")).to_be_visible()
    expect(cashier.page.get_by_role("button", name="Apply")).to_have_count(0)
