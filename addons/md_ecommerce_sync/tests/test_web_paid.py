from odoo.tests import tagged

from odoo.addons.payment.tests.common import PaymentCommon

from .web_common import WebCase


@tagged("post_install", "-at_install")
class TestWebPaid(PaymentCommon, WebCase):
    """What is paid is confirmed, and who owns it hears at once that it waits."""

    def paid(self, cart, state="done"):
        """The payment of a cart comes in."""
        transaction = self._create_transaction(
            "redirect",
            reference=f"pay {cart.name}",
            amount=cart.amount_total,
            currency_id=cart.currency_id.id,
            partner_id=cart.partner_id.id,
            sale_order_ids=[(6, 0, cart.ids)],
        )
        if state == "late":
            self.expire()
            self.order(8).action_confirm()
        transaction._set_done()
        transaction._post_process()
        return transaction

    def told(self, cart):
        """(activities, messages that the customer reads) about what is missing."""
        activities = cart.activity_ids.filtered(lambda a: "Missing" in (a.note or ""))
        messages = cart.website_message_ids.filtered(
            lambda m: "paid first, served first" in m.body
        )
        return activities, messages

    def test_what_was_held_is_confirmed_in_silence(self):
        cart = self.cart(10)
        self.paid(cart)
        self.assertEqual((cart.state, self.counter()), ("sale", 10))
        self.assertFalse(any(self.told(cart)))

    def test_what_is_gone_waits_and_its_owner_is_told_once(self):
        owner = self.env.ref("base.user_admin")
        self.website.salesperson_id = owner
        cart = self.cart(5)
        transaction = self.paid(cart, "late")
        self.assertEqual((cart.state, self.counter()), ("sale", 10))
        activities, messages = self.told(cart)
        self.assertEqual(activities.user_id, owner)
        self.assertIn("Missing: 3 × Claimed", activities.note)
        self.assertIn("Missing: 3 × Claimed", messages.body)
        self.assertIn(cart.partner_id, messages.notified_partner_ids)
        self.assertFalse(messages.is_internal)
        transaction._post_process()
        self.assertEqual([len(found) for found in self.told(cart)], [1, 1])

    def test_goods_come_from_where_they_were_held(self):
        other = self.env["stock.warehouse"].create({"name": "Other", "code": "OTH"})
        self.website.warehouse_id = False
        seller = self.env.ref("base.user_admin")
        seller.property_warehouse_id = other
        self.website.salesperson_id = seller
        cart = self.cart(5)
        cart.warehouse_id = self.warehouse
        self.paid(cart)
        self.assertEqual(cart.user_id, seller)
        self.assertEqual(cart.picking_ids.picking_type_id.warehouse_id, self.warehouse)
        self.assertEqual(self.counter(), 5)
        self.assertFalse(any(self.told(cart)))

    def test_without_a_salesperson_managers_are_told(self):
        manager = self.env["res.users"].create(
            {
                "name": "Manager",
                "login": "web-manager",
                "group_ids": [(4, self.env.ref("md_inventory_core.group_manager").id)],
            }
        )
        cart = self.cart(5)
        self.paid(cart, "late")
        activities, _messages = self.told(cart)
        self.assertIn(manager, activities.user_id)

    def test_what_the_shop_sells_without_stock_is_no_news(self):
        self.product.allow_out_of_stock_order = True
        cart = self.cart(12)
        self.paid(cart)
        self.assertEqual(cart.state, "sale")
        self.assertFalse(any(self.told(cart)))

    def test_a_channel_that_changed_refuses_nothing_that_is_paid(self):
        cart = self.cart(5)
        other = self.env["stock.warehouse"].create({"name": "Other", "code": "OTH"})
        cart.warehouse_id = other
        self.channel.warehouse_ids |= other
        transaction = self._create_transaction(
            "redirect",
            reference="moved",
            amount=cart.amount_total,
            currency_id=cart.currency_id.id,
            sale_order_ids=[(6, 0, cart.ids)],
            state="done",
        )
        self.channel.warehouse_ids -= other
        transaction._post_process()
        self.assertEqual(cart.state, "sale")
        self.assertIn("5 × Claimed", self.told(cart)[0].note)
