from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from odoo.addons.website_sale.tests.common import MockRequest


@tagged("post_install", "-at_install")
class TestShopTogether(HttpCase):
    """The shop shows what is often bought together."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.website = cls.env["website"].search([], limit=1)
        company = cls.website.company_id
        cls.tea, cls.milk, cls.soap, cls.hidden = cls.env["product.template"].create(
            [
                {
                    "name": f"Together {name}",
                    "type": "consu",
                    "list_price": 10,
                    "is_published": name != "Hidden",
                }
                for name in ("Tea", "Milk", "Soap", "Hidden")
            ]
        )
        cls.env["md.product.companion"].create(
            [
                {
                    "company_id": company.id,
                    "product_tmpl_id": cls.tea.id,
                    "companion_id": other.id,
                    "rank": rank,
                    "score": 100 - rank,
                }
                for rank, other in enumerate((cls.hidden, cls.milk, cls.soap), 1)
            ]
        )
        cls.cart = cls.env["sale.order"].create(
            {
                "partner_id": cls.env["res.partner"].create({"name": "Shopper"}).id,
                "website_id": cls.website.id,
                "company_id": company.id,
                "order_line": [
                    Command.create({"product_id": cls.tea.product_variant_id.id})
                ],
            }
        )

    def accessories(self):
        here = {"website_id": self.website.id}
        cart = self.cart.with_user(self.website.user_id).sudo().with_context(**here)
        with MockRequest(cart.env, website=self.website):
            found = cart._cart_accessories()
        return [product.product_tmpl_id.name for product in found]

    def test_product_page(self):
        page = self.url_open(self.tea.website_url).text
        self.assertIn("Often bought together", page)
        self.assertIn("Together Milk", page)
        self.assertNotIn("Together Hidden", page)
        self.assertNotIn("o_md_together", self.url_open(self.soap.website_url).text)

    def test_cart(self):
        self.assertEqual(self.accessories(), ["Together Milk", "Together Soap"])
        self.tea.accessory_product_ids = self.soap.product_variant_id
        self.assertEqual(self.accessories(), ["Together Soap", "Together Milk"])

    def test_switched_off(self):
        settings = self.env["md.recommendation"].search(
            [("company_id", "=", self.website.company_id.id)]
        )
        settings.enabled = False
        self.assertEqual(self.accessories(), [])
        page = self.url_open(self.tea.website_url)
        self.assertEqual(page.status_code, 200)
        self.assertNotIn("o_md_together", page.text)
