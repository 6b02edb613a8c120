from odoo import Command, http
from odoo.tests import HttpCase, tagged


@tagged("post_install", "-at_install")
class TestCartPromotions(HttpCase):
    """A cart shows what promotions take off, hints, and takes codes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tea = cls.env["product.product"].create(
            {
                "name": "Promotion Tea",
                "list_price": 100.0,
                "taxes_id": False,
                "is_published": True,
                "type": "service",
            }
        )
        cls.promotion = cls.env["md.promotion"].create(
            {
                "name": "Third cup free",
                "kind": "nth",
                "every": 3,
                "percent": 100,
                "goods_ids": [Command.create({"product_ids": cls.tea.ids})],
            }
        )
        cls.env["md.promotion.life"]._approved(cls.promotion, cls.env.user)

    def add(self, quantity):
        """Put tea into the visitor's cart."""
        return self.make_jsonrpc_request(
            "/shop/cart/add",
            {
                "product_template_id": self.tea.product_tmpl_id.id,
                "product_id": self.tea.id,
                "quantity": quantity,
            },
        )

    def test_cart_shows_the_saving(self):
        """Three cups: one is free; two: a hint says so."""
        self.authenticate(None, None)
        self.add(2)
        page = self.url_open("/shop/cart").text
        self.assertIn("Add 1 of Promotion Tea and save", page)
        self.add(1)
        page = self.url_open("/shop/cart").text
        self.assertIn("Third cup free", page)
        self.assertIn("You save", page)
        line = self.env["sale.order.line"].search([("product_id", "=", self.tea.id)])
        self.assertEqual(line.md_discount_amount, 100)
        self.assertEqual(line.price_total, 200)

    def test_codes(self):
        """A known code opens its promotion; another one is refused with a word."""
        self.env["md.promotion.life"]._end(self.promotion, "test")
        coupon = self.env["md.promotion"].create(
            {
                "name": "Code",
                "percent": 10,
                "coupon": "TEA10",
                "goods_ids": [Command.create({"product_ids": self.tea.ids})],
            }
        )
        self.env["md.promotion.life"]._approved(coupon, self.env.user)
        self.authenticate(None, None)
        self.add(1)
        strange = "N\0OPE"  # what no database takes is no server error
        told_of = {"NOPE": "is not known", strange: "is not known", "TEA10": "You save"}
        for code, told in told_of.items():
            page = self.url_open(
                "/shop/pricelist",
                data={"promo": code, "csrf_token": http.Request.csrf_token(self)},
            ).text
            self.assertIn(told, page)
        self.env["md.promotion.life"]._end(coupon, "test")
        self.url_open(
            "/shop/cart/code/clear", data={"csrf_token": http.Request.csrf_token(self)}
        )
        page = self.url_open(
            "/shop/pricelist",
            data={"promo": "TEA10", "csrf_token": http.Request.csrf_token(self)},
        ).text
        self.assertIn("has expired", page)

    def test_codes_of_price_lists_work_as_before(self):
        """A code that is no promotion's may be a price list's; many tries wait."""
        self.env["md.promotion.life"]._end(self.promotion, "test")
        lists = self.env.ref("product.group_product_pricelist")
        for name in ("user", "public", "portal"):
            self.env.ref(f"base.group_{name}").implied_ids += lists
        rule = {"compute_price": "fixed", "fixed_price": 70}
        self.env["product.pricelist"].create(
            {
                "name": "Club",
                "code": "CLUB",
                "item_ids": [Command.create(rule)],
            }
        )
        self.authenticate(None, None)
        self.add(1)
        self.url_open(
            "/shop/pricelist",
            data={"promo": "CLUB", "csrf_token": http.Request.csrf_token(self)},
        )
        line = self.env["sale.order.line"].search([("product_id", "=", self.tea.id)])
        self.assertEqual(line.price_total, 70)
