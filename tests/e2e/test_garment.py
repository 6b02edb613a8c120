"""A coat in twenty dimensions, 500 variants of 10^20: sold at till and shop."""

import re
import time

import figures
import pytest
import served
from garment import NAME, VARIANTS, Garment
from playwright.sync_api import expect
from shop import Shop
from till import Till
from tools.stack import postgres

pytestmark = pytest.mark.e2e

GARMENT_DB = "md_e2e_garment"
QUICK = 8.0  # seconds in a browser, on a machine that does other things, too
SIZE = 350_000  # bytes of a product page


@pytest.fixture(scope="module")
def garment_site(warm):
    """A shop with one store and the range."""
    served.make_database(GARMENT_DB)
    served.load_slice(GARMENT_DB, items=10)
    Garment.build(GARMENT_DB)
    with served.plain(GARMENT_DB) as site:
        yield site
    postgres.drop(GARMENT_DB)


@pytest.fixture
def garment(garment_site):
    """The range as the database knows it."""
    found = Garment(garment_site)
    assert found.count() == VARIANTS
    yield found
    assert found.count() == VARIANTS, "nobody who sells makes variants"


def in_time(name, began):
    """Say how long it took and insist on the limit."""
    took = time.monotonic() - began
    figures.note(f"{name}: {took:.2f} s")
    assert took < QUICK


def choose_at_till(till, dimension, number):
    """Press the button of a value; (its text, buttons that lead nowhere)."""
    group = till.page.get_by_role("radiogroup", name=dimension, exact=True)
    open_ones = group.locator("button:not([disabled])")
    button = open_ones.nth(number)
    text = button.inner_text().strip()
    button.click()
    expect(group.locator("button[aria-checked=true]")).to_have_text(text)
    return text, group.locator("button[disabled]").count()


def test_a_cashier_chooses_by_dimension(people_of, garment_site, garment, picture):
    people = people_of(garment_site.url)
    till = Till(people.login("cashier"))
    till.open(garment_site.url)
    page = till.page
    page.get_by_role("button", name="Northwind").click()
    expect(page.locator(".product-list .product")).to_have_count(1)
    began = time.monotonic()
    page.locator(".product-list .product", has_text=NAME).click()
    popup = page.locator(".modal", has_text=NAME)
    expect(popup.get_by_role("radiogroup").first).to_be_visible()
    in_time("Till opens 500 variants of 20 dimensions", began)
    colour, closed = choose_at_till(till, "Colour", 3)
    assert closed == 0
    size, _closed = choose_at_till(till, "Size", 2)
    fit = popup.get_by_role("radiogroup", name="Fit", exact=True)
    assert fit.locator("button[disabled]").count() > 0, "not all fits exist of it"
    popup.get_by_text("Gift wrap").click()
    expect(popup.locator(".modal-title")).to_contain_text("94.00")
    picture(page, "till-dimensions")
    popup.get_by_role("button", name="Add", exact=True).click()
    line = till.line(NAME)
    expect(line).to_contain_text(f"{colour}, {size}")
    expect(line).to_contain_text("Gift wrap")
    expect(line.locator(".price")).to_contain_text("94.00")
    # a scanned variant is in the basket at once, but for what is still to be chosen
    page.evaluate("() => new Promise((done) => requestIdleCallback(() => done()))")
    till.scan("COAT00007")
    expect(popup.locator(".modal-title")).to_contain_text("90.00")
    popup.get_by_role("button", name="Add", exact=True).click()
    expect(till.lines).to_have_count(2)
    till.go_to_payment()
    till.pay("Cash")
    till.validate()
    receipt = till.receipt()
    expect(receipt).to_contain_text(f"{NAME} ({colour}, {size}, Gift wrap)")
    expect(receipt).not_to_contain_text("Model Year")
    picture(page, "till-receipt-dimensions")
    till.wait_until_synced()
    rows = garment_site.rows(
        "SELECT l.product_id, p.barcode FROM pos_order_line l JOIN product_product p "
        "ON p.id = l.product_id WHERE l.order_id = (SELECT max(id) FROM pos_order) "
        "ORDER BY l.id"
    )
    sold = garment.chosen(rows[0][0])
    assert len(sold) == 20
    assert (sold["Colour"], sold["Size"]) == (colour, size)
    assert rows[1][1] == "COAT00007"
    assert garment.on_hand("Gift Paper") % 50 == 48, "two sheets went with one coat"


def test_a_visitor_chooses_by_dimension(people_of, garment_site, garment, picture):
    people = people_of(garment_site.url)
    shop = Shop(people.visitor(), garment_site.url)
    page = shop.page
    page.goto(f"{garment_site.url}/shop")
    page.locator(".o_md_brands a:visible", has_text="Northwind").click()
    expect(page.locator(".oe_product_cart")).to_have_count(1)
    shop.open_product(NAME)
    page.wait_for_load_state("load")
    began = time.monotonic()
    answer = page.reload()
    assert len(answer.body()) < SIZE
    pills = page.locator("[data-attribute-name=Size] .o_variant_pills")
    expect(pills.first).to_be_visible()
    in_time("Shop opens 500 variants of 20 dimensions", began)
    shown = page.locator("li.variant_attribute:visible").count()
    assert shown < 20, "what is clear is not asked"
    colours = page.locator("[data-attribute-name=Colour] input")
    colours.nth(4).check(force=True)
    colour = colours.nth(4).get_attribute("data-value-name")
    fits = page.locator("[data-attribute-name=Fit] .o_variant_pills")
    closed = fits.filter(has=page.locator("input.css_not_available"))
    expect(closed.first).to_be_visible()
    fit = closed.first.locator("input").get_attribute("data-value-name")
    closed.first.click()
    chosen = fits.filter(has=page.locator(f"input[data-value-name='{fit}']"))
    expect(chosen).to_have_class(re.compile("active"))
    page.locator(".o_variant_pills", has_text="Gift wrap").click()
    price = page.locator("#product_details .oe_price").first
    expect(price).to_contain_text("94.00")
    picture(page, "shop-dimensions")
    shop.add_to_cart(1)
    expect(page.locator("#cart_products")).to_contain_text("Gift wrap")
    shop.fill_address()
    shop.choose_delivery("Standard delivery")
    shop.pay_by_demo()
    bought = garment.chosen(garment.last_bought())
    assert len(bought) == 20
    assert bought["Fit"] == fit, colour
    assert garment.claimed(NAME) == 1
    assert garment.claimed("Gift Paper") == 2


def test_a_brand_has_its_page(people_of, garment_site, picture):
    people = people_of(garment_site.url)
    page = people.visitor()
    page.goto(f"{garment_site.url}/shop")
    page.locator(".oe_product_cart a", has_text=NAME).first.click()
    page.locator(".o_md_brand_link").click()
    expect(page).to_have_url(re.compile("/shop/brand/northwind-"))
    expect(page.locator("h1")).to_have_text("Northwind")
    expect(page.get_by_text("Coats for cold days.")).to_be_visible()
    expect(page.locator(".oe_product_cart")).to_have_count(1)
    picture(page, "shop-brand")
