"""A manager makes a class with a discount; its member pays less at the till."""

import pytest
from backoffice import BackOffice
from playwright.sync_api import expect
from till import Till
from tools.stack import database

pytestmark = pytest.mark.e2e

CLASS, MEMBER, OTHER = "Gold Circle", "Rahima of the Circle", "Karim of the Street"
BARCODE = "2099000000729"
SET_UP = f"""
env["res.partner"].create([{{"name": "{MEMBER}"}}, {{"name": "{OTHER}"}}])
env["product.product"].create({{
    "name": "Circle Honey",
    "list_price": 400,
    "barcode": "{BARCODE}",
    "available_in_pos": True,
    "taxes_id": False,
}})
env.cr.commit()
"""
# Approval is another journey's; here it is done by who answers for the system.
APPROVE = """
offer = env["md.promotion"].search([("name", "=", "{name}")])
offer.ensure_one()
env["md.promotion.life"]._approved(offer, env.user)
env.cr.commit()
"""
SOLD = """
SELECT p.name, l.price_subtotal_incl FROM pos_order_line l
  JOIN pos_order o ON o.id = l.order_id JOIN res_partner p ON p.id = o.partner_id
  JOIN product_product g ON g.id = l.product_id
 WHERE g.barcode = '{barcode}' AND o.state = 'paid' ORDER BY p.name
"""
MEMBERS = """
SELECT p.name, m.by_hand FROM md_customer_membership m
  JOIN res_partner p ON p.id = m.partner_id
  JOIN md_customer_class c ON c.id = m.class_id
 WHERE c.name->>'en_US' = '{name}' ORDER BY m.id
"""


class Classes(BackOffice):
    """Retail / Promotions / Customer Classes."""

    def new(self, name, spend):
        """A class, as a manager makes it by the menus."""
        page = self.page
        self.open_app("Retail")
        self.open_section("Promotions", "Customer Classes")
        page.locator(".o_list_button_add").click()
        page.locator("[name=name] input").fill(name)
        page.locator("[name=least_spend] input").fill(spend)
        page.locator(".o_form_button_save").click()
        self.press("action_members").wait_for()

    def press(self, name):
        """Locator of a button of the form."""
        return self.page.locator(f"button[name={name}]")

    def name_member(self, name):
        """Somebody becomes a member by hand, from today on."""
        page = self.page
        self.press("action_members").click()
        page.locator(".o_list_button_add").click()
        page.locator(".o_selected_row [name=partner_id] input").fill(name)
        page.locator(".o-autocomplete--dropdown-item", has_text=name).first.click()
        page.locator(".o_list_button_save").click()
        expect(page.locator(".o_data_row", has_text=name)).to_have_count(1)

    def give_discount(self, percent):
        """A promotion for the members; return its name."""
        page = self.page
        self.press("action_discount").click()
        field = page.locator("div[name=percent] input")
        field.fill(percent)
        page.locator(".o_form_button_save").click()
        expect(page.locator("div[name=summary]").first).to_contain_text(f"{percent} %")
        return page.locator("[name=name] input").first.input_value()


def choose(till, name):
    """The customer of the basket."""
    page = till.page
    page.locator(".set-partner").first.click()
    dialog = page.locator(".modal")
    dialog.locator("input").first.fill(name)
    dialog.locator(".partner-list .partner-line, .partner-line", has_text=name).or_(
        dialog.get_by_text("Search more")
    ).first.click()
    row = dialog.locator(".partner-line", has_text=name)
    if row.count():
        row.first.click()
    expect(dialog).to_have_count(0)


def sell(till, customer, total):
    """A jar of honey to a customer, who pays this."""
    till.scan(BARCODE)
    expect(till.lines).to_have_count(1)
    choose(till, customer)
    expect(till.total()).to_contain_text(total)
    till.go_to_payment()
    till.pay("Cash")
    till.validate()
    till.wait_until_synced()
    till.page.locator(".receipt-screen .button.next").click()


@pytest.fixture(scope="module")
def circle(site):
    """Two customers, and something to sell them."""
    database.script(site.database, SET_UP)
    return site


def test_a_member_pays_less_at_the_till(people, circle, picture):
    site = circle
    manager = Classes(people.login("manager"), site.url)
    manager.new(CLASS, "5000")
    link = manager.page.url
    manager.name_member(MEMBER)
    assert site.rows(MEMBERS.format(name=CLASS)) == [(MEMBER, "t")]
    picture(manager.page, "customer-members")
    manager.page.goto(link)
    expect(manager.press("action_members")).to_contain_text("1")
    offer = manager.give_discount("15")
    database.script(site.database, APPROVE.format(name=offer))
    manager.page.goto(link)
    row = manager.page.locator("[name=promotion_ids] .o_data_row", has_text=offer)
    expect(row).to_contain_text("Running")
    picture(manager.page, "customer-class")

    till = Till(people.login("cashier"))
    till.open(site.url)
    sell(till, OTHER, "400.00")
    sell(till, MEMBER, "340.00")
    assert site.rows(SOLD.format(barcode=BARCODE)) == [
        (OTHER, "400.00"),
        (MEMBER, "340.00"),
    ]


def test_spending_makes_members_and_others_see_it(people, circle, picture):
    """Who spends enough begins by the button; support reads it, a cashier does not."""
    site = circle
    manager = Classes(people.login("manager"), site.url)
    manager.new("Silver Circle", "300")
    page = manager.page
    manager.press("action_compute").click()
    # twice on one day changes nothing
    manager.press("action_compute").click()
    manager.press("action_members").click()
    manager.filter_by("of the")
    rows = page.locator(".o_data_row")
    expect(rows.filter(has_text=OTHER)).to_have_count(1)
    expect(rows.filter(has_text=MEMBER)).to_have_count(1)
    picture(page, "customer-members-by-spending")
    support = BackOffice(people.login("support"), site.url)
    support.page.goto(f"{site.url}/odoo/customer-classes")
    support.page.locator(".o_data_row", has_text="Silver Circle").click()
    expect(support.page.locator("button[name=action_members]")).to_be_visible()
    expect(support.page.locator("button[name=action_compute]")).to_have_count(0)
    cashier = BackOffice(people.login("cashier"), site.url)
    answer = cashier.call("md.customer.membership", "search_read", [], ["partner_id"])
    assert "AccessError" in answer["error"]["data"]["name"]
