"""A manager gives products barcodes: typed, refused when wrong, and own numbers."""

import pytest
from backoffice import BackOffice
from playwright.sync_api import expect

pytestmark = pytest.mark.e2e

WRONG, RIGHT, LONG = "012345678904", "012345678905", "00012345678905"
BARCODE = "SELECT barcode FROM product_product WHERE id = %s"
PRODUCTS = "/odoo/action-stock.product_template_action_product?view_type=list"


def open_entry(page, entry):
    """An entry of Retail / Products, by its whole name."""
    page.locator(".o_menu_sections > *", has_text="Products").first.click()
    page.locator(".o-dropdown--menu").get_by_text(entry, exact=True).click()
    expect(page.locator(".o_breadcrumb .active").first).to_have_text(entry)


def test_barcodes_are_typed_found_and_given(people, site, picture):
    manager = BackOffice(people.login("manager"), site.url)
    page = manager.page
    names = [{"name": "Linen Shirt"}, {"name": "Potter's Mug", "is_storable": True}]
    _shirt, mug = manager.call("product.product", "create", names)["result"]
    manager.open_app("Retail")
    open_entry(page, "Further Barcodes")
    expect(page.locator(".o_view_nocontent")).to_contain_text("No further barcodes yet")
    page.locator(".o_list_button_add").click()
    row = page.locator(".o_selected_row")
    row.locator("div[name=code] input").fill(WRONG)
    row.locator("div[name=product_id] input").fill("Linen")
    page.locator(".o-autocomplete--dropdown-item", has_text="Linen Shirt").click()
    doubt = page.locator(".o_notification", has_text="the check digit is 4")
    expect(doubt).to_contain_text("should be 5")
    page.locator(".o_list_button_save").click()
    refusal = page.locator(".modal", has_text=f"Barcode {WRONG}: the check digit is 4")
    refusal.locator(".btn-primary").click()
    row.locator("div[name=code] input").fill(RIGHT)
    row.locator("div[name=quantity] input").fill("6")
    page.locator(".o_list_button_save").click()
    expect(manager.cell("kind")).to_have_text("UPC-A")
    expect(manager.cell("quantity")).to_have_text("6.00")

    page.goto(site.url + PRODUCTS)
    manager.filter_by("Potter's Mug")
    expect(manager.rows()).to_have_count(1)
    manager.rows().first.locator(".o_list_record_selector").click()
    page.locator(".o_cp_action_menus .dropdown-toggle", has_text="Actions").click()
    page.locator(".o-dropdown--menu").get_by_text("Give a Barcode").click()
    told = page.locator(".o_notification", has_text="Products that got a barcode: 1")
    expect(told).to_be_visible()
    [[given]] = site.rows(BARCODE % mug)
    assert given == "2001000000012"

    manager.open_app("Retail")
    open_entry(page, "Barcodes")
    expect(manager.rows().nth(1)).to_be_visible()
    picture(page, "barcodes")
    manager.filter_by(LONG)
    expect(manager.rows()).to_have_count(1)
    expect(manager.cell("code")).to_have_text(RIGHT)
    expect(manager.cell("product_id")).to_have_text("Linen Shirt")
    manager.rows().first.locator("td[name=code]").click()
    expect(manager.title()).to_contain_text("Linen Shirt")
