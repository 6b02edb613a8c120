"""A manager makes a kit, sees how many there are, and sells it to the last."""

import re

import pytest
from backoffice import BackOffice
from playwright.sync_api import expect

pytestmark = pytest.mark.e2e

KIT = "Bath Gift Box"
PARTS = (("Rose Soap Kit Part", 10, 2, 60), ("Cotton Towel Kit Part", 6, 3, 240))
CLAIMED = """
SELECT t.name->>'en_US', sum(c.granted - c.gone)::int FROM md_stock_claim c
  JOIN product_product p ON p.id = c.product_id
  JOIN product_template t ON t.id = p.product_tmpl_id
 WHERE t.name->>'en_US' LIKE '%Kit Part' AND c.state = 'confirmed'
 GROUP BY 1 ORDER BY 1
"""


def ask(office, model, method, *args, **kwargs):
    answer = office.call(model, method, *args, **kwargs)
    assert "error" not in answer, answer
    return answer.get("result")


def make_parts(office, warehouse):
    """Two products with stock; their ids."""
    location = ask(office, "stock.warehouse", "read", [warehouse], ["lot_stock_id"])
    place, made = location[0]["lot_stock_id"][0], []
    for name, units, _each, price in PARTS:
        values = {"name": name, "is_storable": True, "list_price": price}
        made.append(ask(office, "product.product", "create", values))
        quant = {"product_id": made[-1], "location_id": place}
        quant = ask(
            office, "stock.quant", "create", quant | {"inventory_quantity": units}
        )
        ask(office, "stock.quant", "action_apply_inventory", [quant])
    return made


def make_kit(page, url):
    """On the product form."""
    page.goto(f"{url}/odoo/action-md_inventory_core.product_template_action_retail/new")
    page.locator("h1 div[name=name]").locator("input, textarea").fill(KIT)
    page.locator("div[name=list_price] input").fill("700")
    page.get_by_role("tab", name="Kit").click()
    page.locator("div[name=md_kit]").get_by_text("Sold from components").click()
    lines = page.locator("div[name=md_kit_line_ids]")
    for number, (name, _units, each, _price) in enumerate(PARTS):
        expect(lines.locator(".o_data_row")).to_have_count(number)
        lines.locator(".o_field_x2many_list_row_add a").click()
        row = lines.locator(".o_data_row").nth(number)
        row.locator("[name=product_id] input").press_sequentially(name)
        page.locator(".o-autocomplete--dropdown-item", has_text=name).first.click()
        row.locator("[name=product_qty] input").fill(str(each))
    page.locator(".o_form_button_save").click()
    expect(page.locator("div[name=md_kit_now]")).to_have_text(
        "2, fewest: Cotton Towel Kit Part"
    )


def order(office, warehouse, product, units):
    """An order that is refused when not all is there; what confirming it says."""
    [partner] = ask(office, "res.partner", "search", [], limit=1)
    line = {"product_id": product, "product_uom_qty": units}
    values = {
        "partner_id": partner,
        "warehouse_id": warehouse,
        "md_on_shortage": "refuse",
        "order_line": [[0, 0, line]],
    }
    number = ask(office, "sale.order", "create", values)
    return office.call("sale.order", "action_confirm", [number])


def test_a_kit_is_sold_to_the_last(people, site, picture):
    manager = BackOffice(people.login("manager"), site.url)
    page = manager.page
    manager.open_app("Retail")
    [warehouse] = ask(manager, "stock.warehouse", "search", [], limit=1)
    _soap, towel = make_parts(manager, warehouse)
    make_kit(page, site.url)
    form = page.locator(".o_form_view")
    expect(form.locator("div[name=md_kit_parts_price]")).to_contain_text("840.00")
    expect(form.locator("div[name=md_kit_saving]")).to_contain_text("140.00")
    expect(form.locator("div[name=md_kit_saving]")).to_contain_text("(17%)")
    picture(page, "kit")

    [kit] = ask(manager, "product.product", "search", [["name", "=", KIT]])
    assert "error" not in order(manager, warehouse, kit, 1)
    assert "error" not in order(manager, warehouse, towel, 3)
    page.reload()
    page.get_by_role("tab", name="Kit").click()
    expect(page.locator("div[name=md_kit_now]")).to_have_text(
        "0, fewest: Cotton Towel Kit Part"
    )
    refused = order(manager, warehouse, kit, 1)["error"]["data"]["message"]
    assert "Cotton Towel Kit Part" in refused and "3 wanted, 0 free" in refused
    assert [(name, int(units)) for name, units in site.rows(CLAIMED)] == [
        ("Cotton Towel Kit Part", 6),
        ("Rose Soap Kit Part", 2),
    ]

    visitor = people.visitor()
    template = ask(manager, "product.product", "read", [kit], ["product_tmpl_id"])
    template = template[0]["product_tmpl_id"][0]
    ask(manager, "product.template", "write", [template], {"is_published": True})
    visitor.goto(f"{site.url}/shop/{template}")
    expect(visitor.locator("#product_detail")).to_contain_text(
        re.compile("out of stock", re.IGNORECASE)
    )

    # who ordered it gets components: it becomes no other kind of kit meanwhile
    page.locator("div[name=md_kit]").get_by_text("Preassembled").click()
    page.locator(".o_form_button_save").click()
    told = page.locator(".modal", has_text="sale order lines that must be delivered")
    expect(told).to_contain_text(KIT)
    told.get_by_role("button", name="Close").first.click()
    page.locator(".o_form_button_cancel").click()
    expect(page.locator("div[name=md_kit] input:checked")).to_have_count(1)
