"""Asked for by one, approved by another: live at the open till; many by a file."""

import re

import pytest
from backoffice import BackOffice
from playwright.sync_api import expect
from rpc import Session
from till import Till

pytestmark = pytest.mark.e2e

# Products with a code and a barcode that are in stock: (id of variant, of template,
# name, code, barcode, price).
PRODUCTS = """
SELECT p.id, t.id, t.name->>'en_US', p.default_code, p.barcode, round(t.list_price, 2)
  FROM product_product p JOIN product_template t ON t.id = p.product_tmpl_id
 WHERE p.barcode <> '' AND p.default_code <> '' AND t.available_in_pos AND p.active
   AND t.list_price BETWEEN 2 AND 50
   AND (SELECT count(*) FROM product_template o WHERE o.name = t.name) = 1
 ORDER BY t.id DESC LIMIT {}
"""
PRICE = "SELECT round(list_price, 2) FROM product_template WHERE id = {}"
MANAGER = """
SELECT res_id FROM ir_model_data
 WHERE module = 'md_inventory_core' AND name = 'group_manager'
"""
JOB = "SELECT res_id FROM ir_model_data WHERE name = 'ir_cron_apply_changes'"
# A whole second ago: the server's clock counts whole seconds.
DUE = """
UPDATE md_change_request
   SET effective_at = now() AT TIME ZONE 'UTC' - interval '1 second'
"""


class Changes(BackOffice):
    """Retail / Products / Change Requests."""

    def state(self):
        """Locator of the state that the form shows as current."""
        return self.page.locator(".o_statusbar_status .o_arrow_button_current")

    def open_request(self, subject):
        """By the menus."""
        self.open_app("Retail")
        self.open_section("Products", "Change Requests")
        self.rows().filter(has_text=subject).first.locator("td[name=subject]").click()
        expect(self.state()).to_be_visible()

    def press(self, name):
        """Press a button of the form."""
        self.page.locator(f".o_statusbar_buttons button[name={name}]").click()

    def approve(self, remark):
        """The button, and the dialog of all approvals."""
        self.press("action_approve")
        dialog = self.page.locator(".modal")
        dialog.locator("[name=reason] input").fill(remark)
        dialog.locator("footer").get_by_role("button", name="Approve").click()
        expect(dialog).to_have_count(0)


def ask_price(keeper, variant, old, new, picture):
    """Whoever may not change the price asks for it, to be live in 2099."""
    page = keeper.page
    page.goto(
        f"{keeper.url}/odoo/action-md_inventory_core.product_product_action_live/{variant}"
    )
    hint = page.locator("div[name=md_locked_hint]")
    expect(hint).to_contain_text("Sales Price")
    expect(page.locator("div[name=name] textarea")).to_have_count(0)
    picture(page, "product-locked")
    hint.get_by_role("button", name="Ask for a Change").click()
    dialog = page.locator(".modal")
    expect(dialog.locator("div[name=list_price] input")).to_have_value(old)
    dialog.locator("div[name=list_price] input").fill(new)
    dialog.locator("div[name=reason] input").fill("new list of the supplier")
    dialog.locator("div[name=effective_at] input").fill("01/01/2099 00:00:00")
    dialog.locator("div[name=effective_at] input").press("Tab")
    picture(page, "change-ask")
    dialog.get_by_role("button", name="Ask", exact=True).click()
    expect(keeper.state()).to_have_text("Waiting")
    expect(keeper.cell("old_text")).to_have_text(old)
    expect(keeper.cell("new_text")).to_have_text(new)


def test_scheduled_price_is_asked_approved_and_live_at_an_open_till(
    people, site, picture
):
    variant, template, name, _code, barcode, old = site.rows(PRODUCTS.format(1))[0]
    new = f"{round(float(old) * 1.1, 2):.2f}"
    till = Till(people.login("cashier"))
    till.open(site.url)
    till.scan(barcode)
    expect(till.line(name)).to_have_count(1)
    before = till.line(name).locator(".price").inner_text()

    keeper = Changes(people.login("warehouse"), site.url)
    ask_price(keeper, variant, old, new, picture)

    manager = Changes(people.login("manager"), site.url)
    manager.open_request(name)
    picture(manager.page, "change-waiting")
    manager.approve("agreed")
    expect(keeper.state()).to_have_text("Scheduled")  # no reload
    assert site.sql(PRICE.format(template)).strip() == old

    site.sql(DUE)
    admin = Session(site.database).login(site.url, "admin")
    job = int(site.sql(JOB))
    admin.call(site.url, "ir.cron", "method_direct_trigger", [job])
    expect(keeper.state()).to_have_text("Done")
    assert site.sql(PRICE.format(template)).strip() == new

    # the open basket keeps its price; what is scanned from now on has the new one
    till.page.wait_for_function(
        "([id, price]) => Math.abs("
        "posmodel.models['product.template'].get(id).list_price - price) < 0.001",
        arg=[int(template), float(new)],
    )
    till.scan(barcode)
    expect(till.line(name)).to_have_count(2)
    expect(till.line(name).first.locator(".price")).to_have_text(before)
    prices = till.page.evaluate(
        "() => posmodel.getOrder().lines.map((l) => l.price_unit)"
    )
    assert [round(price, 2) for price in prices] == [float(old), float(new)]
    picture(till.page, "till-new-price")

    manager.open_section("Products", "Change History")
    manager.filter_by(name)
    row = manager.rows().filter(has_text="Sales Price").first
    expect(row.locator("td[name=request_id]")).to_contain_text("CR0")
    expect(row.locator("td[name=reason]")).to_contain_text("new list of the supplier")
    picture(manager.page, "change-history")


def test_many_prices_by_a_file(people, site, picture, tmp_path):
    rows = site.rows(PRODUCTS.format(4))[1:]
    admin = Session(site.database).login(site.url, "admin")
    groups = [[6, 0, [int(site.sql(MANAGER))]]]
    deputy = {"name": "Deputy", "login": "deputy", "password": "deputy"}
    context = {"no_reset_password": True}
    vals = {**deputy, "group_ids": groups}
    admin.call(site.url, "res.users", "create", [vals], context=context)
    wanted = {
        code: f"{round(float(price) * 1.2, 2):.2f}"
        for _v, _t, _name, code, _barcode, price in rows
    }
    file = tmp_path / "prices.csv"
    lines = [f"{code},{price}" for code, price in wanted.items()]
    file.write_text("\n".join(["sku,price", *lines, "NOWHERE,5"]), encoding="utf-8")

    manager = Changes(people.login("manager"), site.url)
    page = manager.page
    manager.open_app("Retail")
    page.locator(".o_menu_sections > *", has_text="Products").first.click()
    page.locator(".o-dropdown--menu").get_by_text("Mass Change").click()
    dialog = page.locator(".modal")
    dialog.locator("div[name=by] input").nth(1).check()
    dialog.locator("div[name=file] input[type=file]").set_input_files(file)
    dialog.locator("div[name=reason] input").fill("list of the season")
    picture(page, "mass-change")
    dialog.get_by_role("button", name="Preview").click()
    refusal = page.locator(".modal", has_text=f"Row {len(rows) + 2}: no product")
    expect(refusal).to_be_visible()
    refusal.locator(".btn-primary").first.click()
    dialog.locator("div[name=leave_out] input").check()
    dialog.get_by_role("button", name="Preview").click()
    expect(manager.state()).to_have_text("Draft")
    for number, price in enumerate(wanted.values()):
        expect(manager.cell("new_text", number)).to_have_text(price)
        expect(manager.cell("percent", number)).to_have_text(re.compile("^(19|20)"))
    picture(page, "mass-change-preview")
    manager.press("action_ask")
    expect(manager.state()).to_have_text("Waiting")
    expect(page.locator("button[name=action_approve]")).to_have_count(0)

    other = Changes(people.login("deputy"), site.url)
    other.open_request(f"Sales Price of {len(rows)} records")
    other.approve("fine")
    expect(manager.state()).to_have_text("Done")
    expect(page.locator("div[name=message]:visible")).to_have_text(
        f"All changed: {len(rows)}."
    )
    for _variant, template, _name, code, _barcode, _price in rows:
        assert site.sql(PRICE.format(template)).strip() == wanted[code]
