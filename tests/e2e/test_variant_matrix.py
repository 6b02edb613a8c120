"""A manager makes a range in the matrix: only what exists, each with its SKU."""

import pytest
from backoffice import BackOffice
from playwright.sync_api import expect

pytestmark = pytest.mark.e2e

SIZES = ("S", "M", "L", "XL")
COLOURS = ("Red", "White", "Indigo Blue")
VARIANTS = """
SELECT p.default_code, p.active FROM product_product p
  JOIN product_template t ON t.id = p.product_tmpl_id
 WHERE t.name->>'en_US' = 'Panjabi Classic' ORDER BY 1
"""


def add(page, dimension, *values):
    """Show further values of a dimension."""
    for value in values:
        box = page.locator(f"[data-add='{dimension}']")
        box.fill(value)
        box.press("Tab")
        names = page.locator(".o_md_matrix_table th button")
        expect(names.get_by_text(value, exact=True)).to_be_visible()


def cell(page, name):
    return page.locator(f"[data-cell='{name}']")


def save(page):
    page.locator(".o_md_matrix_save").click()
    expect(page.locator(".o_notification", has_text="Saved.").first).to_be_visible()
    expect(page.locator(".o_md_matrix_save")).to_be_disabled()


def new_style(manager):
    """A style in a category with a pattern; its id."""
    made = manager.call(
        "product.category",
        "create",
        [{"name": "Panjabi", "md_code": "PNJ", "md_sku_pattern": "{category}-{stile}"}],
    )
    assert "{stile} is no key" in made["error"]["data"]["message"]
    pattern = "{group}-{style}-{colour}-{size}"
    values = {"name": "Panjabi", "md_code": "PNJ", "md_sku_pattern": pattern}
    category = manager.call("product.category", "create", [values])["result"]
    style = {
        "name": "Panjabi Classic",
        "md_style_code": "77",
        "categ_id": category[0],
        "is_storable": True,
    }
    return manager.call("product.template", "create", [style])["result"][0]


def copy_to_another_size(page):
    """Each colour that there is in M, in XL too."""
    page.locator(".o_md_matrix_copy").click()
    wizard = page.locator(".modal")
    wizard.locator("div[name=attribute_id] input").click()
    page.locator(".o-autocomplete--dropdown-item", has_text="Size").first.click()
    wizard.locator("div[name=origin_id] input").click()
    page.locator(".o-autocomplete--dropdown-item", has_text="M").first.click()
    box = wizard.locator("div[name=value_ids] input")
    box.fill("XL")
    page.locator(".o-autocomplete--dropdown-item", has_text="XL").first.click()
    wizard.locator("button[name=action_copy]").click()


def test_a_range_is_made_in_the_matrix(people, site, picture):
    manager = BackOffice(people.login("manager"), site.url)
    page = manager.page
    page.goto(f"{site.url}/odoo/product.template/{new_style(manager)}")
    page.locator("button[name=action_open_matrix]").click()
    add(page, "Size", *SIZES)
    add(page, "Colour", *COLOURS)
    for name in ("Red/M", "Red/L", "White/S", "Indigo Blue/XL"):
        cell(page, name).click()
    expect(page.locator(".o_md_matrix_counts")).to_have_text("4 new, 0 ending")
    cell(page, "White/S").click()
    expect(page.locator(".o_md_matrix_counts")).to_have_text("3 new, 0 ending")
    save(page)
    expect(cell(page, "Red/M")).to_have_text("PNJ-77-RED-M")
    expect(cell(page, "Indigo Blue/XL")).to_have_text("PNJ-77-IB-XL")
    expect(cell(page, "White/S")).not_to_have_class("is-there")
    assert site.rows(VARIANTS) == [
        ("PNJ-77-IB-XL", "t"),
        ("PNJ-77-RED-L", "t"),
        ("PNJ-77-RED-M", "t"),
    ]

    # a whole row, and a variant ends
    page.locator(".o_md_matrix_table th button", has_text="White").click()
    expect(page.locator(".o_md_matrix_counts")).to_have_text("4 new, 0 ending")
    cell(page, "Red/L").click()
    expect(page.locator(".o_md_matrix_counts")).to_have_text("4 new, 1 ending")
    picture(page, "variant-matrix")
    save(page)
    expect(cell(page, "Red/L")).to_have_text("")
    assert len(site.rows(VARIANTS)) == 6

    # what is not saved is not lost without a question
    cell(page, "Red/S").click()
    page.locator(".o_back_button a, .breadcrumb-item a").last.click()
    dialog = page.locator(".modal", has_text="is not saved")
    dialog.get_by_text("Stay").click()
    expect(page.locator(".o_md_matrix_counts")).to_have_text("1 new, 0 ending")
    page.get_by_text("Discard", exact=True).click()

    copy_to_another_size(page)
    expect(cell(page, "Red/XL")).to_have_text("PNJ-77-RED-XL")
    assert len(site.rows(VARIANTS)) == 7
