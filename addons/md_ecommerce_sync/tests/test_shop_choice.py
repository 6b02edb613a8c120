import json
import random
import re
from html import unescape

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.md_inventory_core.tests.modifier_common import ModifierMixin
from odoo.addons.md_inventory_core.tests.product_common import ProductCase

from .web_common import WebCase

CHOICE = re.compile(r'data-md-choice="([^"]*)"')
OUT = re.compile(r'data-md-out="([^"]*)"')


@tagged("post_install", "-at_install")
class TestShopChoice(HttpCase, ModifierMixin, ProductCase, WebCase):
    """A visitor is offered what exists, and can put nothing else into a cart."""

    def shirts(self, **values):
        """Red S and blue M, ten of the first."""
        red, blue, _green = self.colours
        small, medium, _large = self.sizes
        style = self.style(is_published=True, list_price=20, taxes_id=False, **values)
        wishes = [self.wish(red, small), self.wish(blue, medium)]
        made = self.maker._ensure(style, wishes)
        self.put(made[0], 10)
        return style, made

    def page(self, style):
        answer = self.url_open(style.website_url)
        self.assertEqual(answer.status_code, 200)
        return answer.text

    def put_in_cart(self, product, **values):
        """What a browser, or somebody else, sends to put one into the cart."""
        call = {
            "product_template_id": product.product_tmpl_id.id,
            "product_id": product.id,
            "quantity": 1,
            **values,
        }
        body = {"jsonrpc": "2.0", "method": "call", "params": call}
        return self.url_open("/shop/cart/add", json=body).json()

    def lines(self, style):
        products = style.with_context(active_test=False).product_variant_ids
        return self.env["sale.order.line"].search([("product_id", "in", products.ids)])

    def test_the_page_has_what_exists(self):
        style, made = self.shirts()
        [found] = CHOICE.findall(self.page(style))
        data = json.loads(unescape(found))
        self.assertEqual(len(data["combos"]), len(made))
        self.assertEqual([dim["asked"] for dim in data["dims"]], [True, True])

    def test_twenty_dimensions_open_quickly(self):
        names = [f"Web {number}" for number in range(10)]
        values = [list(self.add(code, *names)) for code in self.dimensions]
        chance = random.Random(20)
        wishes = [
            self.wish(*(chance.choice(mine) for mine in values)) for _n in range(500)
        ]
        style = self.style(is_published=True, taxes_id=False)
        self.maker._ensure(style, wishes)
        self.assertLess(len(self.page(style)), 350_000)

    def test_price_and_stock_are_the_variants(self):
        style, made = self.shirts()
        red = made[0].product_template_attribute_value_ids
        red[0].price_extra = 3
        asked = {
            "product_template_id": style.id,
            "product_id": made[1].id,
            "combination": red.ids,
            "add_qty": 1,
        }
        found = self.make_jsonrpc_request("/website_sale/get_combination_info", asked)
        self.assertEqual(
            (found["product_id"], found["price"], found["free_qty"]),
            (made[0].id, 23, 10),
        )
        asked["combination"] = made[1].product_template_attribute_value_ids.ids
        found = self.make_jsonrpc_request("/website_sale/get_combination_info", asked)
        self.assertEqual(
            (found["product_id"], found["price"], found["free_qty"]),
            (made[1].id, 20, 0),
        )

    def test_what_does_not_exist_is_not_made_on_demand(self):
        style, made = self.shirts()
        own = style.attribute_line_ids.product_template_value_ids
        cross = own.filtered(
            lambda v: v.product_attribute_value_id in self.colours[0] | self.sizes[1]
        )
        with mute_logger("odoo.addons.product.models.product_template"):
            answer = self.make_jsonrpc_request(
                "/sale/create_product_variant",
                {
                    "product_template_id": style.id,
                    "product_template_attribute_value_ids": cross.ids,
                },
            )
        self.assertEqual(answer, 0)
        self.assertEqual(style.product_variant_ids, made)

    def test_what_ended_cannot_be_bought_by_a_forged_request(self):
        style, made = self.shirts()
        made[0].action_archive()
        with mute_logger("odoo.http"):
            answer = self.put_in_cart(made[0])
        self.assertIn("does not exist", answer["error"]["data"]["message"])
        self.assertFalse(self.lines(style))
        self.assertFalse(made[0].active)

    def test_the_brand_has_a_page_and_limits_the_shop(self):
        style, _made = self.shirts(md_brand_id=self.brand.id, name="Branded Shirt")
        self.product.is_published = True
        self.brand.description = "<p>Made by hand.</p>"
        slug = self.env["ir.http"]._slug(self.brand)
        page = self.url_open(f"/shop/brand/{slug}").text
        self.assertIn("<title>Test Aarong | Web</title>", re.sub(r"\s+", " ", page))
        self.assertIn('content="Made by hand."', page)
        self.assertIn(style.name, page)
        self.assertNotIn(">Claimed<", page)
        limited = self.url_open(f"/shop?brand={slug}").text
        self.assertIn(style.name, limited)
        self.assertNotIn(">Claimed<", limited)
        self.assertIn(f'href="/shop/brand/{slug}"', self.page(style))
        self.assertIn(f"/shop/brand/{slug}</loc>", self.url_open("/sitemap.xml").text)
        self.brand.active = False
        with mute_logger("odoo.http"):
            gone = self.url_open(f"/shop/brand/{slug}")
        self.assertEqual(gone.status_code, 404)

    def test_an_option_is_sold_as_long_as_there_is_what_it_takes(self):
        style, made = self.shirts()
        paper = self.make_product("Paper", 3, taxes_id=False)
        plain, gift = self.make_option(made[0], paper)
        self.assertEqual(json.loads(OUT.findall(self.page(style))[0]), [])
        options = {"no_variant_attribute_value_ids": gift.ids}
        answer = self.put_in_cart(made[0], quantity=5, **options)
        self.assertEqual(answer["result"]["quantity"], 1)
        line = self.lines(style)
        self.assertEqual((line.product_uom_qty, line.price_unit), (1, 25))
        again = self.put_in_cart(made[0], **options)["result"]
        self.assertEqual(again["quantity"], 1)
        self.put_in_cart(made[0], no_variant_attribute_value_ids=plain.ids)
        self.assertEqual(len(self.lines(style)), 2)
        self.put(paper, -2)
        self.assertEqual(json.loads(OUT.findall(self.page(style))[0]), gift.ids)
