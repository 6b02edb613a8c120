"""Goods of a promotion come back by the order they were sold with."""

import pytest
from backoffice import BackOffice
from playwright.sync_api import expect
from tools.stack import database

pytestmark = pytest.mark.e2e

# Three goods, the cheapest of them free: 240.00 for 180.00, invoiced.
SOLD = """
from odoo import Command
goods = env["product.product"].create([
    {"name": name, "list_price": price, "type": "service", "invoice_policy": "order",
     "taxes_id": False}
    for name, price in (("Big Jar", 100), ("Jar", 80), ("Small Jar", 60))
])
deal = env["md.promotion"].create({
    "name": "Three jars, one free", "kind": "nth", "every": 3, "percent": 100,
    "goods_ids": [Command.create({"product_ids": goods.ids})],
})
env["md.promotion.life"]._approved(deal, env.user)
order = env["sale.order"].create({
    "partner_id": env["res.partner"].create({"name": "Rahima Khatun"}).id,
    "order_line": [
        Command.create({"product_id": one.id, "product_uom_qty": 1}) for one in goods
    ],
})
order.action_confirm()
order._create_invoices().action_post()
print(order.id)
env.cr.commit()
"""
NOTE = """
SELECT m.state, m.amount_total FROM account_move m
  JOIN account_move_line l ON l.move_id = m.id AND l.name LIKE '%Big Jar%'
 WHERE m.move_type = 'out_refund'
"""


def test_a_manager_takes_goods_back_by_another_rule(people, site, picture):
    order = database.script(site.database, SOLD).split()[-1]
    page = people.login("manager")
    BackOffice(page, site.url)
    page.goto(f"{site.url}/odoo/action-sale.action_orders/{order}")
    page.get_by_role("button", name="Return Goods").click()
    dialog = page.locator(".modal")
    row = dialog.locator(".o_data_row", has_text="Big Jar")
    row.locator("td[name=quantity]").click()
    row.locator("td[name=quantity] input").fill("1")
    row.locator("td[name=quantity] input").press("Tab")
    expect(row.locator("td[name=amount]")).to_contain_text("75.00")
    dialog.get_by_text("less what the rest").click()
    expect(row.locator("td[name=amount]")).to_contain_text("40.00")
    picture(page, "return-goods")
    dialog.locator("[name=reason] input").fill("The set was broken")
    dialog.get_by_role("button", name="Make the Credit Note").click()
    told = page.locator(".o_notification")
    expect(told).to_contain_text("A credit note of")
    expect(dialog).to_have_count(0)
    assert site.rows(NOTE) == [("draft", "40.00")]
