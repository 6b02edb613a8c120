"""A cashier sells goods with duty; the manager prints the tax challan."""

import io
from decimal import Decimal

import pypdfium2
import pytest
import zxingcpp
from backoffice import BackOffice
from playwright.sync_api import expect
from till import Till
from tools.stack import database

pytestmark = pytest.mark.e2e

BARCODE = "2099000000637"
BIN = "000123456-0101"
GOODS = f"""
from odoo import Command
taxes = env["account.tax"].search([
    ("company_id", "=", env.company.id), ("type_tax_use", "=", "sale"),
    "|", "&", ("tax_group_id.md_levy", "=", "sd"), ("amount", "=", 20),
    "&", ("tax_group_id.md_levy", "=", "vat"), ("amount", "=", 15),
])
env["product.product"].create({{
    "name": "Attar", "list_price": 1000, "barcode": "{BARCODE}", "hs_code": "3303",
    "available_in_pos": True, "taxes_id": [Command.set(taxes.ids)],
}})
env.company.partner_id.md_bin = False
env.cr.commit()
"""
PRINTS = """
SELECT p.number, p.language, u.login FROM md_challan_print p
  JOIN res_users u ON u.id = p.user_id ORDER BY p.number
"""
AMOUNTS = "SELECT number, base, sd, vat, total FROM md_challan"


def sell(page, site):
    """1,000.00 and 20 % duty and 15 % VAT on both; the receipt says so."""
    till = Till(page)
    till.open(site.url)
    page.evaluate(f"posmodel.loadNewProducts([['barcode', '=', '{BARCODE}']])")
    till.scan(BARCODE)
    expect(till.total()).to_contain_text("1,380.00")
    till.go_to_payment()
    if not till.payments().count():
        till.pay("Cash")
    till.validate()
    till.wait_until_synced()
    return till.receipt()


def says_base_duty_and_vat(receipt):
    """Each by itself, in the order in which the law computes them."""
    rows = receipt.locator(".pos-receipt-taxes > div")
    expect(rows).to_have_count(3)
    for row, name, amount in (
        (rows.nth(0), "Subtotal", "1,000.00"),
        (rows.nth(1), "Supplementary Duty", "200.00"),
        (rows.nth(2), "VAT at 15%", "180.00"),
    ):
        expect(row).to_contain_text(name)
        expect(row.locator("span").last).to_contain_text(amount)


def printed(page, button):
    """The PDF that a button downloads: its text, and the facts of its QR code."""
    with page.expect_download() as download:
        page.get_by_role("button", name=button).click()
    content = download.value.path().read_bytes()
    sheet = pypdfium2.PdfDocument(io.BytesIO(content))[0]
    (code,) = zxingcpp.read_barcodes(sheet.render(scale=3).to_pil())
    facts = dict(line.split("=", 1) for line in code.text.splitlines())
    return sheet.get_textpage().get_text_range(), facts


def test_a_manager_prints_the_challan_of_a_receipt(people, site, picture):
    database.script(site.database, GOODS)
    cashier = people.login("cashier")
    receipt = sell(cashier, site)
    says_base_duty_and_vat(receipt)
    picture(cashier, "till-receipt-duty")

    page = people.login("manager")
    office = BackOffice(page, site.url)
    office.open_app("Retail")
    office.open_section("Orders", "Receipts")
    office.rows().first.click()
    # nobody has said who is registered
    button = page.get_by_role("button", name="Tax Challan")
    button.click()
    message = page.locator(".modal", has_text="has no BIN")
    expect(message).to_contain_text("Settings, Point of Sale, Tax Challan")
    message.get_by_role("button").last.click()
    admin = BackOffice(people.login("admin"), site.url)
    admin.call("res.partner", "write", [1], {"md_bin": BIN.replace("-", "")})

    button.click()
    expect(office.title()).to_contain_text("/000001")
    picture(page, "challan")
    ((number, *amounts),) = site.rows(AMOUNTS)
    assert [Decimal(n) for n in amounts] == [1000, 200, 180, 1380]
    text, facts = printed(page, "Print in English")
    assert "Original" in text
    assert "Taka one thousand three hundred and eighty only" in text
    assert (facts["BIN"], facts["NO"], facts["TOTAL"]) == (BIN, number, "1380.00")
    assert (facts["SD"], facts["VAT"]) == ("200.00", "180.00")
    _text, again = printed(page, "Print in Bengali")
    assert again == facts
    text, _facts = printed(page, "Print in English")
    assert "Re-print 2" in text
    prints = [("1", "en"), ("2", "bn"), ("3", "en")]
    assert site.rows(PRINTS) == [(*one, "manager") for one in prints]

    # from the receipt one comes back to the same challan
    page.locator("button.oe_stat_button", has_text="Receipt").click()
    page.locator("button.oe_stat_button", has_text="Tax Challan").click()
    expect(office.title()).to_contain_text(number)
    assert len(site.rows(AMOUNTS)) == 1
