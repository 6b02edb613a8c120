"""A manager loads a range from a file: faults are read and mended, then it goes in."""

import csv
import io

import pytest
from backoffice import BackOffice
from playwright.sync_api import expect

pytestmark = pytest.mark.e2e

HEAD = (
    *("style_code", "name", "group", "category", "brand", "sku", "barcode"),
    *("colour", "size", "price", "supplier", "supplier_price", "case_pack"),
)
STYLE = ("KUR-1", "Kurta Nokshi", "Ladies Wear", "Kurtas", "Nokshi")
GOOD = [
    [*STYLE, "KUR-1-R-S", "4006381333931", "Nokshi Red", "S", "1850", "Nokshi", "900"],
    [*STYLE, "KUR-1-R-M", "96385074", "Nokshi Red", "M", "1850", "", ""],
    [*STYLE, "KUR-1-B-M", "NOKSHI-3", "Nokshi Blue", "M", "1850", "", ""],
]
FAULTS = {  # row of the file: (column, what is wrong, the right text)
    2: ("barcode", "4006381333932", "the check digit is 2, but should be 1"),
    4: ("price", "18 50 taka", "18 50 taka is no number"),
}
VARIANTS = """
SELECT p.default_code, p.barcode, t.list_price::int, c.complete_name, b.name->>'en_US'
  FROM product_product p JOIN product_template t ON t.id = p.product_tmpl_id
  JOIN product_category c ON c.id = t.categ_id JOIN md_brand b ON b.id = t.md_brand_id
 WHERE p.default_code LIKE 'KUR-1-%' ORDER BY p.id
"""
GOODS = [(row[5], row[6], "1850", "Ladies Wear / Kurtas", "Nokshi") for row in GOOD]


def written(path, rows, head=HEAD):
    """A file as Excel writes it."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=";").writerows([head, *rows])
    path.write_text(out.getvalue(), encoding="utf-8-sig")
    return path


def read(path):
    """(columns, rows) of a CSV file."""
    head, *rows = csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig")))
    return head, rows


def choose(page, path):
    page.locator("div[name=file] input[type=file]").set_input_files(path)
    shown = page.locator("div[name=file] input[type=text]")
    expect(shown).to_have_value(path.name)


def press(page, name, confirm=False):
    page.locator(f".o_statusbar_buttons button[name={name}]").click()
    if confirm:
        page.locator(".modal .btn-primary").click()


def test_a_range_from_a_file(people, site, picture, tmp_path):
    manager = BackOffice(people.login("manager"), site.url)
    page = manager.page
    manager.call("res.partner", "create", [{"name": "Nokshi"}])
    rows = [list(row) for row in GOOD]
    for number, (column, wrong, _words) in FAULTS.items():
        rows[number - 2][HEAD.index(column)] = wrong

    manager.open_app("Retail")
    manager.open_section("Products", "Import")
    page.locator(".o_list_button_add").click()
    choose(page, written(tmp_path / "kurtas.csv", rows))
    for option in ("create_values", "create_brands", "create_categories"):
        page.locator(f"div[name={option}] input").check()
    press(page, "action_check")
    state = page.locator(".o_statusbar_status .o_arrow_button_current")
    expect(state).to_have_text("Checked")
    expect(page.locator(".alert-warning")).to_contain_text("3 rows are refused")
    for number, (column, _wrong, words) in FAULTS.items():
        expect(manager.cell("column", number - 2)).to_have_text(column)
        expect(manager.cell("message", number - 2)).to_contain_text(words)
    expect(manager.cell("message", 1)).to_contain_text("which belongs to the same")
    assert site.rows(VARIANTS) == []
    picture(page, "import-check")

    with page.expect_download() as download:
        press(page, "action_result")
    result = tmp_path / "result.csv"
    download.value.save_as(result)
    head, rows = read(result)
    for number, (column, _wrong, _words) in FAULTS.items():
        rows[number - 2][head.index(column)] = GOOD[number - 2][HEAD.index(column)]
    page.locator("div[name=file] .o_select_file_button").first.wait_for()
    choose(page, written(tmp_path / "mended.csv", rows, head))
    press(page, "action_check")
    expect(page.locator("div[name=new_count]")).to_have_text("3")
    expect(page.locator(".alert-warning")).to_be_hidden()
    press(page, "action_import", confirm=True)
    expect(state).to_have_text("Imported")
    expect(page.locator("div[name=progress]")).to_contain_text("100")
    assert site.rows(VARIANTS) == GOODS
    picture(page, "import-done")

    page.locator(".o_menu_sections > *", has_text="Products").first.click()
    page.locator(".o-dropdown--menu").get_by_text("Export", exact=True).click()
    page.locator(".modal div[name=brand_ids] input").fill("Nokshi")
    page.locator(".o-autocomplete--dropdown-item", has_text="Nokshi").first.click()
    expect(page.locator(".modal div[name=count]")).to_have_text("1")
    page.locator(".modal div[name=form]").get_by_text("CSV").click()
    picture(page, "export")
    with page.expect_download() as download:
        page.locator(".modal button[name=action_export]").click()
    exported = tmp_path / "products.csv"
    download.value.save_as(exported)
    head, rows = read(exported)
    assert [row[head.index("sku")] for row in rows] == [row[0] for row in GOODS]
