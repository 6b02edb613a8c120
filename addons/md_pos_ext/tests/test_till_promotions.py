from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from odoo.addons.md_pos_ext.models.pos_order import PosOrder

from .promotion_common import PromotionCase, goods, promote


@tagged("post_install", "-at_install")
class TestTillPromotions(PromotionCase):
    """What a till is told of promotions, and what its receipts keep of them."""

    def news(self, **asked):
        cashier = new_test_user(
            self.env,
            f"promo cashier {self.env['res.users'].search_count([])}",
            groups="md_inventory_core.group_cashier",
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )
        return self.config.with_user(cashier).md_promotions(**asked)

    def offered(self):
        return [one["id"] for one in self.news()["promotions"]]

    def test_cashier_hears_of_promotions_goods_and_customers(self):
        news = self.news(goods=self.thing.ids, customer=self.customer.id)
        [contract] = news["promotions"]
        self.assertEqual(
            (contract["id"], contract["rev"], contract["name"]),
            (self.offer.code, str(self.offer.rev), "Buy 2 get 1"),
        )
        place = {"channel": str(self.channel.id), "store": str(self.store.id)}
        self.assertEqual(news["place"], {**place, "price_list": None})
        self.assertEqual(news["facts"][self.thing.id]["sku"], str(self.thing.id))
        self.assertEqual(news["customer"]["id"], str(self.customer.id))
        clock = self.env["md.clock"]._now()
        self.assertAlmostEqual(news["now"] / 1000, clock.timestamp(), delta=86400)

    def test_what_starts_soon_is_there_what_is_over_is_not(self):
        soon = promote(
            self.env,
            "Tomorrow",
            date_from="2099-01-01 00:00:00",
            goods_ids=[goods(self.thing)],
        )
        self.assertEqual(self.offered(), [self.offer.code])
        self.env["md.promotion.life"]._end(self.offer, "test")
        self.assertEqual(self.offered(), [])
        self.assertEqual(soon.state, "approved")

    def test_a_return_is_no_purchase(self):
        """Who only brought something back has not bought before."""
        facts, customer = self.env["md.promotion.facts"], self.customer
        self.assertFalse(facts._bought(customer))
        self.open()
        self.sell((self.thing, -1), customer=customer)
        self.assertFalse(facts._bought(customer))
        self.sell((self.thing, 1), customer=customer)
        self.assertEqual(facts._bought(customer), {customer.id})

    def test_who_sells_at_no_till_hears_nothing(self):
        nobody = new_test_user(self.env, "promo nobody", groups="base.group_user")
        with self.assertRaises(AccessError):
            self.config.with_user(nobody).md_promotions()

    def test_unknown_goods_and_revisions(self):
        self.assertEqual(self.news(goods=[2**31 - 1], offered=False)["facts"], {})
        code = self.offer.code
        pinned = self.news(pairs=[[code, str(self.offer.rev)]])["pinned"]
        self.assertEqual([one["id"] for one in pinned], [code])
        with self.assertRaisesRegex(UserError, f"{code} 77"):
            self.news(pairs=[[code, "77"]])

    def test_receipt_keeps_what_the_till_found(self):
        self.open()
        order = self.send(self.promoted(md_clock_suspect=True))
        self.assertEqual(order.amount_total, 20)
        self.assertEqual(order.md_promo_total, 10)
        self.assertEqual(order.lines.price_subtotal_incl, 20)
        self.assertEqual(order.lines.md_promo_shares[0]["name"], "Buy 2 get 1")
        self.assertTrue(order.md_clock_suspect)

    def test_use_is_written_once_with_the_receipt(self):
        self.open()
        data = self.promoted()
        order = self.send(data)
        self.assertEqual(self.uses(), [(1, 10)])
        self.send(data)
        self.env["md.till.promotions"]._record(order)
        self.assertEqual(self.uses(), [(1, 10)])

    def test_draft_uses_nothing_until_it_is_paid(self):
        self.open()
        data = self.promoted(state="draft")
        payments = data.pop("payment_ids")
        order = self.send({**data, "payment_ids": [], "amount_paid": 0})
        self.assertEqual((order.state, self.uses()), ("draft", []))
        again = self.promoted(uuid=order.uuid, payment_ids=payments)
        token = {"access_token": order.access_token}
        paid = {**again, **token, "id": order.id, "lines": [], "state": "paid"}
        self.env["pos.order"].sync_from_ui([paid])
        self.assertEqual((order.state, self.uses()), ("paid", [(1, 10)]))

    def test_receipt_that_is_not_written_uses_nothing(self):
        self.open()
        broken = patch.object(
            PosOrder, "_create_order_picking", side_effect=UserError("no")
        )
        with broken, self.assertRaises(UserError), self.env.cr.savepoint():
            self.send(self.promoted())
        self.assertEqual(self.uses(), [])

    def test_promotion_that_ended_or_went_meanwhile_stays_sold(self):
        self.open()
        data = self.promoted()
        self.env["md.promotion.life"]._end(self.offer, "test")
        order = self.send(data)
        self.assertEqual((order.state, order.amount_total), ("paid", 20))
        unknown = self.promoted()
        unknown["md_promo_revisions"] = [["GONE", "1"]]
        unknown["md_promo_deals"][0]["promotion"] = "GONE"
        order = self.send(unknown)
        self.assertEqual((order.state, order.amount_total), ("paid", 20))
        self.assertEqual(self.uses(), [(1, 10)])

    def test_who_bought_at_a_till_has_bought(self):
        facts, now = self.env["md.promotion.facts"], self.env["md.clock"]._now()
        groups = facts._customer(self.customer, now)["groups"]
        self.assertIn("first_order", groups)
        self.open()
        self.send(self.sync((self.thing, 1), customer=self.customer))
        groups = facts._customer(self.customer, now)["groups"]
        self.assertNotIn("first_order", groups)

    def test_ways_to_pay_are_known_by_their_names(self):
        journal = self.env["account.journal"].create(
            {"name": "Wallets", "type": "bank", "code": "WAL"}
        )
        methods = self.env["pos.payment.method"].create(
            [
                {"name": name, "journal_id": journal.id}
                for name in ("bKash", "Credit Card", "Barter")
            ]
        )
        self.assertEqual(methods.mapped("md_tender"), ["bkash", "card", False])
        self.assertEqual(self.cash_pm1.md_tender, "cash")
