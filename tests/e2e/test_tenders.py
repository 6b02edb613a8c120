"""A customer pays by phone: what the screens show is read by a reader of others."""

import io
import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import zxingcpp
from backoffice import BackOffice
from PIL import Image
from playwright.sync_api import expect
from till import Till
from tools.stack import database

pytestmark = pytest.mark.e2e

BARCODE = "2099000000026"
SET_UP = """
methods = env["pos.payment.method"].search([("md_tender", "=", "bkash")])
methods.write({
    "md_qr_shown": True,
    "md_merchant_account": "MERCH001",
    "md_qr_accounts": "26.00 = bd.npsb\\n26.01 = {account}",
    "md_qr_name": "Micro Datasoft Shop",
    "md_qr_city": "Dhaka",
    "md_qr_country": "BD",
})
env["product.product"].create({
    "name": "Phone Rice",
    "list_price": 1250.5,
    "barcode": "%s",
    "available_in_pos": True,
    "taxes_id": False,
})
env.cr.commit()
"""
FOUND = """
SELECT f.reason, f.state FROM md_tender_finding f
  JOIN pos_order o ON o.id = f.order_id ORDER BY f.id DESC LIMIT 1
"""


def read(locator):
    """What a reader finds in what is seen of a page."""
    picture = Image.open(io.BytesIO(locator.screenshot()))
    return [one.text for one in zxingcpp.read_barcodes(picture)]


def display(page, site):
    """The customer's screen beside this till, in the same browser."""
    till = re.search(r"/pos/ui/(\d+)", page.url).group(1)
    device = page.evaluate("localStorage.getItem('device_uuid')")
    screen = page.context.new_page()
    screen.goto(f"{site.url}/pos_customer_display/{till}/{device}")
    screen.locator(".o_customer_display").wait_for()
    return screen


def refuse(page, text, words):
    """Type an id that is not taken."""
    page.locator(".md-tender-id").fill(text)
    page.locator(".md-tender-confirm").click()
    expect(page.locator(".md-tender-error")).to_contain_text(words)


@pytest.fixture(scope="module")
def phones(site):
    """The shop has a merchant account of bKash, and something to sell."""
    database.script(site.database, SET_UP % BARCODE)
    return site


def test_a_phone_pays_by_bangla_qr(people, phones, picture, tmp_path):
    site = phones
    till = Till(people.login("cashier"))
    till.open(site.url)
    page = till.page
    screen = display(page, site)
    till.scan(BARCODE)
    till.go_to_payment()
    till.pay("bKash")
    code = page.locator(".md-tender-panel .md-qr")
    [text] = read(code)
    assert "54071250.50" in text, text
    assert "0007bd.npsb0108MERCH001" in text
    expect(screen.locator(".md-customer-qr")).to_contain_text("1,250.50")
    assert read(screen.locator(".md-customer-qr .md-qr")) == [text]
    picture(page, "till-bangla-qr")
    picture(screen, "customer-bangla-qr")
    page.locator(".md-tender-ask").click()
    refuse(page, "9GH4", "at least 10")
    picture(page, "till-transaction-id")
    page.locator(".md-tender-id").fill("phone12345")
    page.locator(".md-tender-payer").fill("01711123456")
    page.locator(".md-tender-confirm").click()
    till.validate()
    expect(till.receipt()).to_contain_text("PHONE12345")
    expect(till.receipt()).to_contain_text("017*****456")
    expect(screen.locator(".md-customer-qr")).to_have_count(0)
    till.wait_until_synced()
    again(people, site, till)
    page = look(people, site, picture)
    compare(page, site, picture, tmp_path)


def again(people, site, till):
    """The id is refused here; another till that could not ask is told afterwards."""
    page = till.page
    page.locator(".receipt-screen .button.next").click()
    till.scan(BARCODE)
    till.go_to_payment()
    till.pay("bKash")
    page.locator(".md-tender-ask").click()
    refuse(page, "PHONE 12345", "has paid")
    page.locator(".modal .btn-secondary").click()
    # as if another till had sold without a server
    page.evaluate(
        "() => { const [line] = posmodel.getOrder().payment_ids;"
        " line.update({ transaction_id: 'PHONE12345' });"
        " posmodel.mdTenders.used = async () => null; }"
    )
    till.validate()
    expect(till.receipt()).to_contain_text("PHONE12345")
    till.wait_until_synced()
    assert site.rows(FOUND) == [["reused", "open"]] or site.rows(FOUND) == [
        ("reused", "open")
    ]


def compare(page, site, picture, folder):
    """What the provider says, against what the tills took."""
    page.goto(f"{site.url}/odoo/provider-statements")
    page.get_by_role("button", name="New").click()
    page.locator("[name=tender_id] input").fill("bKash")
    page.locator(".o-autocomplete--dropdown-item", has_text="bKash").first.click()
    day = datetime.now(tz=ZoneInfo("Asia/Dhaka")).strftime("%d/%m/%Y")
    rows = f"{day},PHONE12345,1250.50,18.50\n{day},UNKNOWN001,99,1\n"
    file = folder / "bkash.csv"
    file.write_text(f"bKash Merchant\nDate,TrxID,Amount,Fee\n{rows}")
    page.locator("[name=file] input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Compare").click()
    table = page.locator("[name=line_ids] .o_data_row")
    expect(table.filter(has_text="18.50")).to_contain_text("Matched")
    expect(table.filter(has_text="UNKNOWN001")).to_contain_text("No till has taken it")
    picture(page, "provider-statement")


def look(people, site, picture):
    """A manager looks, notes what came of it, and is done."""
    page = people.login("manager")
    BackOffice(page, site.url)
    page.goto(f"{site.url}/odoo/payments-to-look-at")
    row = page.locator(".o_data_row", has_text="PHONE12345")
    expect(row).to_contain_text("before")
    picture(page, "payments-to-look-at")
    row.click()
    page.get_by_role("button", name="Resolve").wait_for()
    page.locator("[name=note] textarea").fill("bKash has two payments of the customer")
    picture(page, "payment-to-look-at")
    page.get_by_role("button", name="Resolve").click()
    expect(page.locator(".o_statusbar_status .o_arrow_button_current")).to_have_text(
        "Resolved"
    )
    return page


def test_money_goes_back_as_it_was_paid(people, phones, picture):
    site = phones
    till = Till(people.login("cashier"))
    till.open(site.url)
    page = till.page
    till.scan(BARCODE)
    till.go_to_payment()
    till.pay("Card", "90")
    till.pay("bKash", "80")
    till.enter_transaction("GOESBACK01")
    till.pay("Cash")
    till.validate()
    till.wait_until_synced()
    page.locator(".receipt-screen .button.next").click()
    page.locator(".navbar-menu, .pos-topheader").get_by_text("Orders").click()
    page.locator(".ticket-screen .filter").click()
    page.get_by_text("Paid", exact=True).click()
    page.locator(".ticket-screen .order-row").first.click()
    page.locator(".ticket-screen .orderline").first.click()
    page.locator(".ticket-screen .numpad").get_by_role("button", name="1").click()
    page.get_by_role("button", name="Refund").click()
    page.locator(".payment-screen .md-tender-as-paid").wait_for()
    expect(page.locator(".md-tender-row", has_text="bKash")).to_contain_text("80.00")
    page.locator(".md-tender-as-paid").click()
    expect(page.locator(".paymentlines .paymentline")).to_have_count(3)
    picture(page, "till-refund-as-paid")
    till.validate()
    till.wait_until_synced()
