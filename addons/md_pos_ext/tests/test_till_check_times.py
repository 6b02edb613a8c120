from datetime import UTC, datetime, timedelta

from odoo.tests import tagged

from .check_common import CheckCase, clock, goods


@tagged("post_install", "-at_install")
class TestTillCheckTimes(CheckCase):
    """Receipts of tills that were offline, with other clocks, or know other things."""

    def setUp(self):
        super().setUp()
        self.open()

    def moment(self, **before):
        return (datetime.now(UTC) - timedelta(**before)).strftime("%Y-%m-%dT%H:%M:%SZ")

    def test_made_offline_before_the_promotion_ended(self):
        told = self.told(self.thing)
        data = self.payload((self.thing, 3), told=told, at=self.moment(hours=5))
        self.end(self.offer, hours=4)
        self.assertFalse(self.take(data))

    def test_made_offline_after_the_promotion_ended(self):
        told = self.told(self.thing)
        self.end(self.offer, hours=4)
        data = self.payload((self.thing, 3), told=told, at=self.moment(hours=3))
        [found] = self.take(data)
        self.assertEqual((found.reason, found.amount), ("ended", -10))
        self.assertIn("Third for nothing", found.explanation)
        [row] = found.details["lines"]
        self.assertEqual(row["by"], ["Third for nothing"])
        self.assertEqual(float(row["found_promo"]), 0)

    def test_paused_meanwhile_and_on_again(self):
        told = self.told(self.thing)
        life = self.env["md.promotion.life"]
        for hours, step in ((4, life._pause), (2, life._go_on)):
            with clock(hours=hours):
                step(self.offer)
                self.env.cr.flush()
        before, during, after = (
            self.payload((self.thing, 3), told=told, at=self.moment(hours=hours))
            for hours in (5, 3, 1)
        )
        [found] = self.take(before, during, after)
        self.assertEqual(found.reason, "ended")
        self.assertEqual(found.order_id.uuid, during["uuid"])

    def test_another_revision_than_held(self):
        told = self.told(self.thing)
        with clock(hours=4):
            self.env["md.promotion.life"]._back(self.offer)
            self.offer.percent = 50
            self.env["md.promotion.life"]._approved(self.offer, self.env.user)
            self.env.cr.flush()
        data = self.payload((self.thing, 3), told=told, at=self.moment(hours=3))
        [found] = self.take(data)
        self.assertEqual((found.reason, found.amount), ("revision", -5))

    def test_revision_that_there_is_not(self):
        data = self.payload((self.thing, 3))
        data["md_promo_revisions"] = [[self.offer.code, "77"]]
        data["lines"][0][2]["md_promo_shares"][0]["rev"] = "77"
        [found] = self.take(data)
        self.assertEqual((found.reason, found.amount), ("unknown", -10))
        self.assertIn("revision 77", found.explanation)

    def test_promotion_that_there_is_not(self):
        data = self.payload((self.other, 1))
        data["md_promo_revisions"] += [["MADE-UP", "1"]]
        [found] = self.take(data)
        self.assertEqual((found.reason, found.amount), ("unknown", 0))

    def test_promotion_that_the_till_did_not_know(self):
        told = self.told(self.other)
        self.promote("News", percent=10, goods_ids=[goods(self.other)])
        [found] = self.take(self.payload((self.other, 2), told=told))
        self.assertEqual((found.reason, found.amount), ("missed", 2))
        self.assertIn("News", found.explanation)

    def test_promotion_that_has_just_begun_is_nobodys_fault(self):
        told = self.told(self.other)
        values = {"percent": 10, "goods_ids": [goods(self.other)]}
        self.promote("News", days=0, **values)
        self.assertFalse(self.take(self.payload((self.other, 2), told=told)))

    def test_promotion_of_another_store_is_not_missed(self):
        stores = self.env["stock.warehouse"].create({"name": "Far", "code": "FAR"})
        told = self.told(self.other)
        values = {"percent": 10, "goods_ids": [goods(self.other)]}
        self.promote("Far", warehouse_ids=[(6, 0, stores.ids)], **values)
        self.assertFalse(self.take(self.payload((self.other, 2), told=told)))

    def test_clock_in_doubt_counts_where_time_does(self):
        data = self.payload((self.thing, 3))
        data["md_clock_suspect"] = True
        self.assertFalse(self.take(data))
        values = {"percent": 10, "goods_ids": [goods(self.other)]}
        self.promote("Hours", date_to="2099-01-01 00:00:00", **values)
        data = self.payload((self.other, 1))
        data["md_clock_suspect"] = True
        [found] = self.take(data)
        self.assertEqual((found.reason, found.amount), ("clock", 0))

    def test_scanned_in_the_future(self):
        data = self.payload((self.thing, 3), at=self.moment(hours=-3))
        [found] = self.take(data)
        self.assertEqual((found.reason, found.amount), ("clock", 0))
        self.assertIn("had not come yet", found.explanation)

    def test_goods_whose_groups_the_till_did_not_know(self):
        values = {"category_ids": [(6, 0, self.other.categ_id.ids)]}
        row = (0, 0, {"role": "goods", "qty": 1, **values})
        self.promote("Category", percent=10, goods_ids=[row])
        told = self.told(self.other)
        fact = told["facts"][self.other.id]
        fact["tags"] = [tag for tag in fact["tags"] if not tag.startswith("cat:")]
        [found] = self.take(self.payload((self.other, 1), told=told))
        self.assertEqual((found.reason, found.amount), ("facts", 1))

    def test_customer_who_is_no_member(self):
        tag = self.env["res.partner.category"].create({"name": "Members"})
        values = {"percent": 10, "goods_ids": [goods(self.other)]}
        self.promote("Members", partner_tag_ids=[(6, 0, tag.ids)], **values)
        self.customer.category_id = tag
        honest = self.payload((self.other, 1), customer=self.customer)
        self.assertEqual(honest["md_promo_total"], 1)
        self.assertFalse(self.take(honest))
        data = self.payload((self.other, 1), customer=self.customer)
        self.customer.category_id = False
        [found] = self.take(data)
        self.assertEqual((found.reason, found.amount), ("customer", -1))

    def test_once_for_each_customer_at_two_tills(self):
        self.promote("Once", per_customer=1, percent=10, goods_ids=[goods(self.other)])
        early = self.moment(minutes=20)
        one = self.payload((self.other, 1), customer=self.customer, at=early)
        two = self.payload((self.other, 1), customer=self.customer)
        [found] = self.take(one, two)
        self.assertEqual((found.reason, found.amount), ("customer", -1))
        self.assertEqual(found.order_id.uuid, two["uuid"])
