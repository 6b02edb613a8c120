from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.payment.tests.http_common import PaymentHttpCommon

from .web_common import WebCase


@tagged("post_install", "-at_install")
class TestWebHold(PaymentHttpCommon, WebCase):
    """Goods are held when payment starts; who comes too late is not charged."""

    def start_paying(self, order, route="/shop/payment/transaction/%s"):
        """What the browser does for it, and what it is answered."""
        params = {
            "access_token": order._portal_ensure_token(),
            "provider_id": self.provider.id,
            "payment_method_id": self.payment_method_id,
            "token_id": None,
            "amount": order.amount_total,
            "flow": "redirect",
            "tokenization_requested": False,
            "landing_route": "/shop/payment/validate",
        }
        call = {"jsonrpc": "2.0", "method": "call", "params": params}
        return self.url_open(route % order.id, json=call).json()

    def pay(self, order):
        """Start to pay; return the transaction."""
        answer = self.start_paying(order)
        self.assertNotIn("error", answer)
        order.invalidate_recordset(["transaction_ids"])
        return order.transaction_ids[:1]

    def assertLoses(self, order, words, **route):
        """Starting to pay fails, in these words, and leaves nothing."""
        before = self.counter()
        with mute_logger("odoo.http"):
            answer = self.start_paying(order, **route)
        self.assertEqual(answer["error"]["data"]["message"], words)
        order.invalidate_recordset()
        self.assertFalse(order.transaction_ids)
        self.assertEqual(self.counter(), before)

    def login_with(self, cart):
        user = self.env["res.users"].create(
            {
                "login": "ann",
                "password": "ann-ann-ann",
                "partner_id": cart.partner_id.id,
                "group_ids": [(6, 0, self.env.ref("base.group_portal").ids)],
            }
        )
        self.authenticate("ann", "ann-ann-ann")
        return user

    def test_a_cart_holds_nothing_until_payment_starts(self):
        cart = self.cart(8)
        self.assertEqual(self.counter(), 0)
        transaction = self.pay(cart)
        self.assertEqual((transaction.state, self.counter()), ("draft", 8))

    def test_who_comes_too_late_reads_what_is_left(self):
        self.pay(self.cart(9))
        self.assertLoses(
            self.cart(2, shopper="Bob"),
            "Only 1 left of Claimed. Your cart was not charged.",
        )
        self.pay(self.cart(1, shopper="Cid"))
        self.assertLoses(
            self.cart(2, shopper="Dan"),
            "Claimed is sold out. Your cart was not charged.",
        )

    def test_trying_again_is_no_second_hold_and_lasts_longer(self):
        cart = self.cart(10)
        self.pay(cart)
        claim = self.env["md.stock.claim"].search([("key", "=", cart._md_claim_key())])
        self.env.cr.execute(
            "UPDATE md_stock_claim SET expires_at = expires_at - interval '9 minutes'"
        )
        claim.invalidate_recordset()
        before = claim.expires_at
        self.pay(cart)
        claim.invalidate_recordset()
        self.assertGreater(claim.expires_at, before)
        self.assertEqual(self.counter(), 10)

    def test_a_hold_ends(self):
        self.pay(self.cart(10))
        self.expire()
        self.assertEqual(self.counter(), 0)
        self.pay(self.cart(10, shopper="Bob"))

    def test_paying_by_a_link_holds_too(self):
        self.pay(self.cart(9))
        late = self.cart(2, shopper="Bob")
        words = "Only 1 left of Claimed. Your cart was not charged."
        self.assertLoses(late, words, route="/my/orders/%s/transaction")

    def test_what_the_shop_sells_without_stock_waits(self):
        self.product.allow_out_of_stock_order = True
        cart = self.cart(12)
        self.pay(cart)
        self.assertEqual(self.counter(), 10)
        cart.action_confirm()
        self.assertEqual((cart.state, self.counter()), ("sale", 10))

    def test_the_shop_does_not_sell_from_elsewhere(self):
        other = self.env["stock.warehouse"].create({"name": "Other", "code": "OTH"})
        cart = self.cart(1)
        cart.warehouse_id = other
        words = "Channel Web does not sell from Other."
        self.assertLoses(cart, f"{words} Your cart was not charged.")
        with self.assertRaisesRegex(UserError, words):
            cart.action_confirm()

    def test_the_payment_page_says_it_before(self):
        cart = self.cart(2)
        self.login_with(cart)
        page = self.url_open("/shop/payment")
        self.assertIn("o_payment_form", page.text)
        self.pay(self.cart(9, shopper="Bob"))
        page = self.url_open("/shop/payment")
        self.assertNotIn("o_payment_form", page.text)
        self.assertRegex(page.text, r"(?s)alert-danger.*Only 1 left of Claimed\.")
        page = self.url_open("/shop/cart")
        self.assertRegex(page.text, r"(?s)alert-warning.*Only 1 left of Claimed\.")

    def test_the_page_of_a_product_shows_what_this_cart_may_have(self):
        self.product.is_published = True
        cart = self.cart(3)
        self.login_with(cart)
        asked = {
            "product_template_id": self.product.product_tmpl_id.id,
            "product_id": self.product.id,
            "combination": [],
            "add_qty": 1,
        }
        route = "/website_sale/get_combination_info"
        self.url_open("/shop/cart")  # the session knows the cart
        cart._md_hold()
        self.assertEqual(self.make_jsonrpc_request(route, asked)["free_qty"], 10)
        self.authenticate(None, None)
        self.assertEqual(self.make_jsonrpc_request(route, asked)["free_qty"], 7)

    def test_what_costs_nothing_is_held_too(self):
        self.product.list_price = 0
        free, late = self.cart(9), self.cart(2, shopper="Bob")
        free._check_cart_is_ready_to_be_paid()
        self.assertEqual(self.counter(), 9)
        self.login_with(late)
        self.url_open("/shop/cart")
        page = self.url_open("/shop/payment/validate")
        self.assertTrue(page.url.endswith("/shop/payment"))
        self.assertIn("Only 1 left of Claimed.", page.text)
        self.assertEqual((late.state, self.counter()), ("draft", 9))
        self.expire()
        self.url_open("/shop/payment/validate")
        late.invalidate_recordset()
        self.assertEqual((late.state, self.counter()), ("sale", 2))
