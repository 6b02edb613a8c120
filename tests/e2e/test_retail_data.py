"""Real data from the menu: start, pause, go on, and watch it without reloading."""

import re

import figures
import pytest
import served
from backoffice import BackOffice, RetailData
from playwright.sync_api import expect
from tools.stack import postgres

pytestmark = pytest.mark.e2e

IMPORT_DB = "md_e2e_import"
SIZES = {"store_count": 1, "item_count": 30, "day_count": 7}
# Every text that the progress bar and the step show, in order, without repeats.
RECORD = """
() => {
    const shown = (window.mdShown = []);
    const look = () => {
        const cell = (name) => document.querySelector(`div[name="${name}"]`);
        const text = (name) => cell(name)?.innerText.replace(/\\s/g, "");
        const now = [text("step"), text("progress")].join(" | ");
        if (shown.at(-1) !== now) {
            shown.push(now);
        }
    };
    new MutationObserver(look).observe(document.body, {
        childList: true, subtree: true, characterData: true, attributes: true,
    });
}
"""


@pytest.fixture(scope="module")
def empty_site(warm):
    """A shop into which nothing was loaded yet."""
    served.make_database(IMPORT_DB)
    with served.plain(IMPORT_DB) as site:
        yield site
    postgres.drop(IMPORT_DB)


def expect_done(retail):
    """The form says that all is there."""
    expect(retail.state()).to_have_text("Done", timeout=180_000)
    expect(retail.progress()).to_contain_text("100")


def test_finished_import_shows_100_percent(people, site):
    retail = RetailData(people.login("admin"), site.url)
    retail.open()
    expect(retail.rows()).to_have_count(1)
    expect(retail.cell("progress")).to_contain_text("100")
    retail.cell("name").click()
    expect_done(retail)
    assert not retail.page.locator("button[name=action_start]").is_visible()


def test_import_from_the_menu_moves_on_screen(people_of, empty_site, picture):
    site = empty_site
    products = "SELECT COUNT(*) FROM product_product WHERE default_code LIKE 'CJ-%'"
    assert site.number(products) == 0
    people = people_of(site.url)
    retail = RetailData(people.login("admin"), site.url)
    retail.open()
    expect(retail.rows()).to_have_count(0)
    retail.new(**SIZES)
    retail.page.evaluate(RECORD)

    retail.press("action_start")
    retail.press("action_pause")
    expect(retail.state()).to_have_text("Paused", timeout=60_000)
    assert site.sql("SELECT state FROM md_data_import") == "paused"
    # Done at this pause are whole pieces; the receipts, which come last, are not there.
    assert site.number("SELECT COUNT(*) FROM pos_order") == 0

    retail.press("action_start")
    expect(retail.state()).to_have_text("Running")
    halfway = re.compile(r"\b[1-9]\d?\s*%")
    expect(retail.progress()).to_have_text(halfway, timeout=120_000)
    picture(retail.page, "retail-data-import")
    expect_done(retail)
    shown = retail.page.evaluate("window.mdShown")
    figures.note(f"Shown while importing: {', '.join(shown)}")
    steps = {text.split(" | ")[0] for text in shown}
    assert "Receipts" in steps
    assert len(steps) >= 3
    assert any(halfway.search(text) for text in shown)

    assert site.number(products) == SIZES["item_count"]
    warehouse = BackOffice(people.login("warehouse"), site.url)  # lands on Live Stock
    expect(warehouse.rows()).to_have_count(SIZES["item_count"])
    stock = site.number(
        "SELECT SUM(q.quantity) FROM stock_quant q JOIN stock_location l"
        " ON l.id = q.location_id WHERE l.usage = 'internal'"
    )
    total = warehouse.page.locator("tfoot td.o_list_number").first
    expect(total).to_have_text(f"{stock:,.2f}")
