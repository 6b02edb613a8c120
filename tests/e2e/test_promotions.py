"""A manager makes a happy hour from a card, tries it; another approves it."""

import pytest
from backoffice import BackOffice
from playwright.sync_api import expect
from rpc import Session

pytestmark = pytest.mark.e2e

MANAGER = """
SELECT res_id FROM ir_model_data
 WHERE module = 'md_inventory_core' AND name = 'group_manager'
"""
COFFEE = "Coffee for a Happy Hour"
KEPT = """
SELECT p.state, a.login, r.contract->'active'->>'windows'
  FROM md_promotion p JOIN res_users a ON a.id = p.approver_id
  JOIN md_promotion_revision r ON r.promotion_id = p.id AND r.rev = p.rev
 WHERE p.name = 'Happy Hour'
"""


class Promotions(BackOffice):
    """Retail / Promotions."""

    def state(self):
        """Locator of the state that the form shows as current."""
        return self.page.locator(".o_statusbar_status .o_arrow_button_current")

    def begin(self, card):
        """Choose a card."""
        self.open_app("Retail")
        self.open_section("Promotions", "New from a Template")
        self.page.locator(".o_kanban_record", has_text=card).click()
        expect(self.page.locator("div[name=goods_ids]")).to_be_visible()

    def choose(self, name):
        """Choose a product in the only row of goods."""
        cell = self.page.locator("div[name=goods_ids] td[name=product_tmpl_ids]").first
        cell.click()
        box = cell.locator("input")
        box.fill(name)
        item = self.page.locator(".o-autocomplete--dropdown-item", has_text=name)
        item.first.click()
        expect(cell.locator(".o_tag")).to_have_count(1)

    def press(self, name):
        """Press a button of the form."""
        self.page.locator(f".o_statusbar_buttons button[name={name}]").click()

    def approve(self):
        """The button, and the dialog of all approvals."""
        self.press("action_approve")
        dialog = self.page.locator(".modal")
        dialog.locator("[name=reason] input").fill("good for the quiet hours")
        dialog.locator("footer").get_by_role("button", name="Approve").click()
        expect(dialog).to_have_count(0)


def prepare(site):
    """A second manager, and coffee."""
    admin = Session(site.database).login(site.url, "admin")
    groups = [[6, 0, [int(site.sql(MANAGER))]]]
    vals = {
        "name": "Promo Deputy",
        "login": "promo_deputy",
        "password": "promo_deputy",
        "group_ids": groups,
    }
    context = {"no_reset_password": True}
    admin.call(site.url, "res.users", "create", [vals], context=context)
    coffee = {"name": COFFEE, "list_price": 250, "type": "consu"}
    admin.call(site.url, "product.template", "create", [coffee])


def test_a_happy_hour_from_card_to_calendar(people, site, picture):
    prepare(site)
    manager = Promotions(people.login("manager"), site.url)
    page = manager.page
    manager.begin("Happy Hour")
    picture(page, "promotion-new")
    page.locator(".o_form_button_save").click()
    expect(page.locator(".modal")).to_contain_text("choose goods under")
    page.locator(".modal footer button.btn-primary").click()
    manager.choose(COFFEE)
    page.locator(".o_form_button_save").click()
    expect(page.locator("div[name=summary]").first).to_have_text(
        f"{COFFEE}: 20 % off, 17:00-19:00"
    )

    manager.press("action_try")
    dialog = page.locator(".modal")
    saved = dialog.locator("td[name=discount]").first
    expect(saved).to_have_text("50.00")
    picture(page, "promotion-try")
    dialog.locator("footer button.btn-primary").click()
    expect(dialog).to_have_count(0)
    manager.press("action_ask")
    expect(manager.state()).to_have_text("Waits for Approval")
    link = page.url

    deputy = Promotions(people.login("promo_deputy"), site.url)
    deputy.page.goto(link)
    deputy.approve()
    expect(deputy.state()).to_have_text("Running")
    assert site.rows(KEPT) == [("running", "promo_deputy", '[["17:00", "19:00"]]')]

    manager.open_section("Promotions", "Promotions")
    page.locator(".o_switch_view.o_calendar").click()
    expect(page.locator(".fc-event", has_text="Happy Hour").first).to_be_visible()
    picture(page, "promotion-calendar")
