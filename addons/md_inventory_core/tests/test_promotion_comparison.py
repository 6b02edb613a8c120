from statistics import fmean

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from odoo.addons.md_inventory_core.lib.promotion_terms import gets

from .promotion_common import PromotionCase, at


@tagged("post_install", "-at_install")
class TestPromotionComparison(PromotionCase):
    """What a promotion for half of the baskets brought."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        everything = cls.cola | cls.tea | cls.burger | cls.fries
        everything.taxes_id = False
        partners = [{"name": f"Customer {n}"} for n in range(80)]
        cls.customers = cls.env["res.partner"].create(partners)
        cls.manager = new_test_user(
            cls.env, "compare manager", groups="md_inventory_core.group_manager"
        )

    def sell(self, customers, *goods):
        values = [
            {
                "partner_id": customer.id,
                "order_line": [(0, 0, {"product_id": one.id}) for one in goods],
            }
            for customer in customers
        ]
        orders = self.env["sale.order"].create(values)
        orders.action_confirm()
        return orders

    def half(self, by):
        return self.on_sale(
            self.make(goods=self.tea, percent=50, share=50, share_by=by)
        )

    def found(self, promotion):
        return self.env["md.promotion.experiment"]._compare(promotion)

    def test_by_basket(self):
        before = self.sell(self.customers[:5], self.tea)
        before.date_order = at(2026, 1, 1)
        offer = self.half("basket")
        with_tea = self.sell(self.customers, self.tea, self.burger)
        without = self.sell(self.customers[:40], self.burger)
        self.sell(self.customers[:1], self.tea).action_cancel()
        found = self.found(offer)
        [contract] = self.catalogue._contract(offer)
        groups = {True: [], False: []}
        for order in with_tea | without:
            got = gets(contract, order.name, None)
            groups[got].append(order)
            if order in with_tea:
                self.assertEqual(order.amount_total, 200 if got else 250)
        self.assertEqual(found["counts"], (len(groups[True]), len(groups[False])))
        self.assertFalse(found["odd"])
        uptake, turnover, goods = found["differences"]
        for group, value in ((True, "got"), (False, "rest")):
            totals = [order.amount_untaxed for order in groups[group]]
            self.assertAlmostEqual(getattr(turnover, value), fmean(totals), 6)
            teas = [order in with_tea for order in groups[group]]
            self.assertAlmostEqual(getattr(uptake, value), fmean(teas), 6)
            price = 50 if group else 100
            self.assertAlmostEqual(getattr(goods, value), price * fmean(teas), 6)
        self.assertEqual(goods.verdict, "less")

    def test_by_customer_all_that_each_bought(self):
        offer = self.half("customer")
        for _time in range(2):
            self.sell(self.customers, self.tea)
        found = self.found(offer)
        self.assertEqual(sum(found["counts"]), 80)
        goods = found["differences"][2]
        self.assertEqual((goods.got, goods.rest), (100, 200))
        self.assertEqual((goods.low, goods.high), (-100, -100))

    def test_other_stores_do_not_count(self):
        offer = self.half("basket")
        other = self.env["stock.warehouse"].create({"name": "Far", "code": "FAR9"})
        orders = self.sell(self.customers[:4], self.tea)
        self.assertEqual(sum(self.found(offer)["counts"]), 4)
        far = self.manager
        far.md_store_ids = other
        seen = self.env["md.promotion.experiment"].with_user(far)
        found = seen._compare(offer.with_user(far))
        self.assertEqual(sum(found["counts"]), 0)
        self.assertTrue(orders)

    def test_manager_reads_it_and_nobody_else(self):
        offer = self.half("basket")
        self.sell(self.customers, self.tea)
        action = offer.with_user(self.manager).action_compare()
        shown = self.env[action["res_model"]].with_user(self.manager)
        shown = shown.browse(action["res_id"])
        self.assertEqual(shown.got_count + shown.rest_count, 80)
        row = shown.row_ids[2]
        self.assertEqual((row.name, row.verdict), ("goods", "less"))
        self.assertIn("−", row.difference)
        packer = new_test_user(
            self.env, "compare packer", groups="md_inventory_core.group_warehouse"
        )
        with self.assertRaises(AccessError):
            offer.with_user(packer).action_compare()

    def test_nothing_to_compare_is_said(self):
        offer = self.on_sale(self.make(goods=self.tea, percent=50))
        with self.assertRaisesRegex(UserError, "Promotion.*two groups"):
            offer.action_compare()
        draft = self.make(goods=self.tea, percent=50, share=50)
        with self.assertRaisesRegex(UserError, "has been on sale"):
            draft.action_compare()
