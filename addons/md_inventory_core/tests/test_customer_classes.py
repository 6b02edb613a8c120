from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import new_test_user, tagged

from .promotion_common import PromotionCase, at

NOON = at(2026, 11, 24, 6)


@tagged("post_install", "-at_install")
class TestCustomerClasses(PromotionCase):
    """Members pay less, from one day to another, by hand or by what they spend."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        (cls.tea | cls.cola).taxes_id = False
        cls.env["md.customer.class"].search([]).active = False
        cls.silver, cls.gold = cls.env["md.customer.class"].create(
            [
                {"name": "Silver", "sequence": 2, "least_spend": 1000},
                {"name": "Gold", "sequence": 1, "least_spend": 5000, "keeps": 12},
            ]
        )
        cls.rahima = cls.env["res.partner"].create({"name": "Rahima"})
        cls.members = cls.env["md.customer.membership"]
        cls.service = cls.env["md.customer.classes"]
        cls.now = NOON
        cls.classPatch(type(cls.env["md.clock"]), "_now", lambda _self: cls.now)

    def member(self, one, since="2026-11-01", until=False, partner=None):
        partner = partner or self.rahima
        days = {"date_from": since, "date_to": until}
        values = {"partner_id": partner.id, "class_id": one.id, **days}
        return self.members.create(values)

    def order(self, partner=None, quantity=1):
        line = {"product_id": self.tea.id, "product_uom_qty": quantity}
        values = {"partner_id": (partner or self.rahima).id}
        order = self.env["sale.order"].create(
            {**values, "order_line": [Command.create(line)]}
        )
        order.date_order = self.now
        return order

    def discount(self, one, percent, **vals):
        return self.on_sale(
            self.make(goods=None, percent=percent, class_ids=[(6, 0, one.ids)], **vals)
        )

    def test_members_pay_less_and_others_do_not(self):
        self.discount(self.gold, 10)
        self.member(self.gold)
        self.assertEqual(self.order().amount_total, 90)
        other = self.env["res.partner"].create({"name": "Karim"})
        self.assertEqual(self.order(other).amount_total, 100)
        firm = self.env["res.partner"].create({"name": "Firm", "is_company": True})
        buyer = self.env["res.partner"].create({"name": "B", "parent_id": firm.id})
        self.member(self.gold, partner=firm)
        self.assertEqual(self.order(buyer).amount_total, 90)

    def test_stacked_or_not(self):
        self.on_sale(self.make(goods=self.tea, percent=20))
        self.member(self.gold)
        best = self.discount(self.gold, 10)
        self.assertEqual(self.order().amount_total, 80)
        self.life._end(best, "test")
        self.discount(self.gold, 10, layer=2)
        self.assertEqual(self.order().amount_total, 72)

    def test_the_days_of_the_company(self):
        """In Dhaka the 25th begins at 18:00 of the 24th in UTC."""
        self.env.company.partner_id.tz = "Asia/Dhaka"
        row = self.member(self.gold, "2026-11-10", "2026-11-24")
        of = self.service._of
        for moment, has in (
            (at(2026, 11, 24, 17, 59), True),
            (at(2026, 11, 24, 18), False),
            (at(2026, 11, 9, 17, 59), False),
            (at(2026, 11, 9, 18), True),
        ):
            self.assertEqual(bool(of(self.rahima, moment)[self.rahima.id]), has)
        row.date_to = False
        self.assertTrue(of(self.rahima, at(2030, 1, 1))[self.rahima.id])

    def test_the_first_of_several(self):
        self.member(self.silver)
        self.member(self.gold)
        found = self.service._of(self.rahima)[self.rahima.id]
        self.assertEqual(found, self.gold)
        self.assertEqual(self.rahima.md_class_ids, self.gold)

    def test_price_list_of_the_class(self):
        lists = self.env.ref("product.group_product_pricelist")
        self.env.ref("base.group_user").implied_ids += lists
        rule = {"compute_price": "fixed", "fixed_price": 70}
        self.env["product.pricelist"].create({"name": "Everybody's", "sequence": -1})
        prices = self.env["product.pricelist"].create(
            {"name": "Wholesale", "sequence": 99, "item_ids": [Command.create(rule)]}
        )
        self.gold.pricelist_id = prices
        self.assertEqual(self.order().amount_total, 100)
        self.member(self.gold)
        self.env.invalidate_all()
        self.assertEqual(self.rahima.property_product_pricelist, prices)
        self.assertEqual(self.order().amount_total, 70)
        own = self.env["product.pricelist"].create({"name": "Own"})
        self.rahima.specific_property_product_pricelist = own
        self.env.invalidate_all()
        self.assertEqual(self.rahima.property_product_pricelist, own)

    def test_by_spending(self):
        company = self.env.company
        self.order(quantity=12).action_confirm()
        self.service._renew(company)
        row = self.members.search([("partner_id", "=", self.rahima.id)])
        self.assertEqual((row.class_id, row.by_hand), (self.silver, False))
        self.assertFalse(row.date_to)
        before = self.members.search_count([])
        self.service._renew(company)
        self.assertEqual(self.members.search_count([]), before)
        self.order(quantity=60).action_confirm()
        type(self).now = at(2026, 11, 30, 6)
        self.service._renew(company)
        rows = self.members.search([("partner_id", "=", self.rahima.id)])
        self.assertEqual(rows.class_id, self.gold | self.silver)
        gold = rows.filtered(lambda one: one.class_id == self.gold)
        self.assertEqual(str(gold.date_to), "2027-11-30")
        self.assertEqual(str((rows - gold).date_to), "2026-11-29")
        # a year and a day later nothing counts any more; what is kept has ended
        type(self).now = at(2027, 12, 2, 6)
        self.service._renew(company)
        self.assertFalse(self.service._of(self.rahima)[self.rahima.id])
        type(self).now = NOON

    def test_cancelled_orders_do_not_count(self):
        order = self.order(quantity=12)
        order.action_confirm()
        order._action_cancel()
        self.service._renew(self.env.company)
        self.assertFalse(self.members.search([("partner_id", "=", self.rahima.id)]))

    def test_bad_input(self):
        with self.assertRaisesRegex(ValidationError, "Silver and Bronze|Bronze and"):
            self.silver.create({"name": "Bronze", "least_spend": 1000})
        with self.assertRaisesRegex(ValidationError, "less than nothing"):
            self.silver.least_spend = -1
        with self.assertRaisesRegex(ValidationError, "Rahima in Gold"):
            self.member(self.gold, "2026-11-10", "2026-11-09")

    def test_who_may(self):
        manager = new_test_user(
            self.env, "class manager", groups="md_inventory_core.group_manager"
        )
        self.member(self.silver)
        mine = self.members.with_user(manager).create(
            {"partner_id": self.rahima.id, "class_id": self.gold.id, "by_hand": False}
        )
        self.assertTrue(mine.by_hand)
        action = self.gold.with_user(manager).action_discount()
        form = self.env["md.promotion"].with_user(manager)
        made = form.with_context(**action["context"]).create({"percent": 5})
        self.assertEqual(made.class_ids, self.gold)
        cashier = new_test_user(
            self.env, "class cashier", groups="md_inventory_core.group_cashier"
        )
        with self.assertRaises(AccessError):
            self.members.with_user(cashier).search([])
        told = self.gold.with_user(cashier).web_read({"name": {}})
        self.assertEqual(told[0]["name"], "Gold")
        self.assertNotIn("member_count", self.gold.with_user(cashier).fields_get())
