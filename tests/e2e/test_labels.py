"""A worker of the warehouse prints labels for what is on the shelf."""

import re

import pypdfium2
import pytest
from backoffice import BackOffice
from playwright.sync_api import expect

pytestmark = pytest.mark.e2e


def printed(page):
    """The file that the browser gets."""
    with page.expect_download() as waiting:
        page.locator(".modal button[name=action_print]").click()
    return waiting.value


def choose_layout(page, name):
    box = page.locator(".modal div[name=layout_id] input")
    # the list of all: letters would search, and the late answer opens it again
    box.click()
    items = page.locator(".modal .o-autocomplete--dropdown-item")
    items.filter(has_text=name).first.click()
    expect(items).to_have_count(0)


def test_from_products_to_labels(people, site, picture):
    worker = BackOffice(people.login("warehouse"), site.url)
    page = worker.page
    worker.open_app("Retail")
    worker.open_section("Live Stock")
    for row in (0, 1):
        page.locator(".o_data_row .o_list_record_selector input").nth(row).click()
    page.get_by_role("button", name="Actions").click()
    page.get_by_role("menuitem", name="Print Labels").click()
    rows = page.locator(".modal .o_data_row")
    expect(rows).to_have_count(2)
    expect(page.locator(".modal div[name=preview] img")).to_be_visible()

    number = rows.first.locator("td[name=quantity]")
    number.click()
    number.locator("input").fill("29")
    number.locator("input").press("Tab")
    expect(page.locator(".modal div[name=total]")).to_have_text("30")
    start = page.locator(".modal div[name=start] input")
    start.fill("5")
    start.press("Tab")
    page.wait_for_function(
        "() => document.querySelector('div[name=preview] img').naturalWidth > 500"
    )
    picture(page, "print-labels")
    made = printed(page)
    assert made.suggested_filename == "Shelf Label 70 x 36 30.pdf"
    # 20 labels on the sheet that was begun, 10 on the next
    assert len(pypdfium2.PdfDocument(made.path())) == 2

    choose_layout(page, "Item Label 50")
    sheet = page.locator(".modal div[name=sheet_id] input")
    expect(sheet).to_have_value("A4, 4 x 10 (52.5 x 29.7 mm)")
    page.locator(
        ".modal div[name=format] select, .modal div[name=format] input"
    ).click()
    page.locator(".o_select_menu_item", has_text="Label Printer (ZPL)").click()
    made = printed(page)
    assert made.suggested_filename == "Item Label 50 x 29 30.zpl"
    text = made.path().read_text()
    assert re.findall(r"\^PQ(\d+),", text) == ["29", "1"]

    choose_layout(page, "Carton Label")
    problem = page.locator(".modal div[name=problem]")
    expect(problem).to_contain_text("has no packaging with a barcode of 14 digits")


def test_admin_makes_a_layout_of_the_own(people, site, picture):
    page = people.login("admin")
    page.goto(f"{site.url}/odoo/label-layouts")
    page.locator(".o_data_row", has_text="Shelf Label 70 x 36").click()
    expect(page.locator("div[name=preview] img")).to_be_visible()
    page.wait_for_function(
        "() => document.querySelector('div[name=preview] img').naturalWidth > 500"
    )
    picture(page, "label-layout")
    page.locator(".o_cp_action_menus button").first.click()
    page.get_by_role("menuitem", name="Duplicate").click()
    name = page.locator(".o_form_view .oe_title input, .o_form_view .oe_title textarea")
    expect(name).to_have_value("Shelf Label 70 x 36 (copy)")
    width = page.locator("div[name=width] input")
    width.fill("24")
    width.press("Tab")
    problem = page.locator("div[name=problem]")
    expect(problem).to_contain_text("needs 28.3 mm with its quiet zones")
