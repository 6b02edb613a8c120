"""A manager changes a price; the auditor finds who, when, before and after."""

import pytest
from backoffice import BackOffice
from playwright.sync_api import expect

pytestmark = pytest.mark.e2e

PRODUCT = "SELECT id FROM product_template WHERE available_in_pos ORDER BY id LIMIT 1"
NAME = "SELECT name->>'en_US' FROM product_template WHERE id = {id}"
PRICE = "SELECT list_price FROM product_template WHERE id = {id}"
ATTEMPTS = """
SELECT action, login, origin, ip FROM md_audit_event
 WHERE kind = 'refusal' AND res_id = {id} AND model = 'md.audit.event' ORDER BY id
"""
REASON = "SELECT reason FROM md_audit_event WHERE id = {id}"


@pytest.fixture
def product(site):
    """(id, name) of a product that is sold."""
    found = int(site.sql(PRODUCT))
    return found, site.sql(NAME.format(id=found)).strip()


def test_price_change_is_found_by_the_auditor(people, site, product, picture):
    number, name = product
    manager = BackOffice(people.login("manager"), site.url)
    before = float(site.sql(PRICE.format(id=number)))
    after = round(before * 1.1, 2)  # within the manager's own limit
    wizard = "md.price.change.wizard"
    vals = {"product_id": number, "price": after, "reason": "box is damaged"}
    made = manager.call(wizard, "create", [vals])["result"]
    assert "error" not in manager.call(wizard, "action_change", made)

    auditor = BackOffice(people.login("auditor"), site.url)
    auditor.open_app("Retail")
    auditor.open_section("Audit", "Audit Trail")
    page = auditor.page
    page.locator(".o_searchview_dropdown_toggler").click()
    page.get_by_role("menuitemcheckbox", name="Price, cost, barcode, tax").click()
    page.locator(".o_searchview_dropdown_toggler").click()
    expect(auditor.cell("login")).to_have_text("manager")
    expect(auditor.cell("action_label")).to_have_text("Changed")
    expect(auditor.cell("record_label")).to_contain_text(name[:12])
    expect(auditor.cell("changes")).to_have_text(f"Sales Price: {before} → {after}")
    expect(auditor.cell("ip")).to_have_text("127.0.0.1")
    assert page.locator(".o_list_button_add").count() == 0
    picture(page, "audit-trail")

    page.get_by_role("button", name="Verify the Chain").click()
    note = page.locator(".o_notification")
    expect(note).to_contain_text("The audit chain is unbroken")
    auditor.cell("login").click()
    expect(page.locator("div[name=changes]")).to_contain_text(str(after))
    assert page.locator(".o_form_button_save:visible").count() == 0
    picture(page, "audit-event")


def test_nobody_edits_the_trail_and_each_attempt_is_kept(people, site, product):
    event = int(site.sql("SELECT max(id) FROM md_audit_event"))
    logins = ("cashier", "manager", "auditor", "admin")
    for login in logins:
        office = BackOffice(people.login(login), site.url)
        for method, args in (
            ("write", [[event], {"reason": "nothing happened"}]),
            ("unlink", [[event]]),
            ("create", [{"kind": "price", "action": "x", "at": "2026-01-01"}]),
        ):
            error = office.call("md.audit.event", method, *args)["error"]
            assert error["data"]["name"] == "odoo.exceptions.AccessError"
            assert len(error["data"]["message"].strip().splitlines()) == 1
    assert site.sql(REASON.format(id=event)).strip() == ""
    kept = site.rows(ATTEMPTS.format(id=event))
    expected = [
        (f"append_only.{method}", login, "web", "127.0.0.1")
        for login in logins
        for method in ("write", "unlink")
    ]
    assert kept == expected


def test_manager_opens_the_trail_of_one_product(people, site, product):
    number, _name = product
    manager = BackOffice(people.login("manager"), site.url)
    page = manager.page
    page.goto(f"{site.url}/odoo/product.template/{number}")
    page.locator(".o_cp_action_menus button").first.click()
    page.get_by_role("menuitem", name="Audit Trail").click()
    expect(page.locator(".o_breadcrumb")).to_contain_text("Audit Trail")
    expect(manager.rows().first).to_be_visible()
    labels = manager.page.locator("td[name=kind]").all_inner_texts()
    assert set(labels) == {"Price"}
