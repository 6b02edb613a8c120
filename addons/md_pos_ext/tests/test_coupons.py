from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .promotion_common import PromotionCase, goods, promote


@tagged("post_install", "-at_install")
class TestCoupons(PromotionCase):
    """Codes that tills do not read, and coupons of which each is used once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.offer = promote(
            cls.env,
            "Ten off",
            how="amount",
            amount=10,
            layer=2,
            coupon_single=True,
            goods_ids=[goods(cls.thing)],
        )

    def person(self, role):
        return new_test_user(
            self.env,
            f"coupon {role}",
            groups=f"md_inventory_core.group_{role}",
            company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
        )

    def batch(self, **values):
        batch = self.env["md.coupon.batch"].create(
            {"name": "Letter", "promotion_id": self.offer.id, "count": 2, **values}
        )
        batch.action_issue()
        return batch

    def with_coupon(self, coupon, **rest):
        return self.promoted(md_promo_coupons=[coupon.code], **rest)

    def findings(self, order):
        domain = [("uuid", "=", order.uuid), ("reason", "=", "coupon")]
        return self.env["md.till.finding"].search(domain)

    def news(self, till=None, **asked):
        found = (till or self.config).md_promotions(offered=False, coupons=asked)
        return found["coupons"]

    # Codes

    def test_a_cashier_reads_no_codes(self):
        secret = promote(
            self.env, "Secret", coupon="Hid-den 1O", goods_ids=[goods(self.thing)]
        )
        cashier = self.person("cashier")
        news = self.config.with_user(cashier).md_promotions()
        self.assertNotIn("HIDDEN", str(news).upper().replace("-", ""))
        [row] = news["codes"]["rows"]
        self.assertEqual(
            (row["id"], row["state"], row["here"]), (secret.code, "", True)
        )
        own = next(c for c in news["promotions"] if c["id"] == secret.code)
        self.assertEqual(own["where"]["coupon"], row["mark"])
        theirs = secret.with_user(cashier)
        self.assertIn("with a code", theirs.summary)
        theirs.read(["name"])
        with self.assertRaises(AccessError):
            theirs.read(["coupon"])
        revisions = self.env["md.promotion.revision"].with_user(cashier)
        with self.assertRaises(AccessError):
            revisions.search([("code", "=", secret.code)]).read(["contract"])

    def test_what_is_said_of_codes_that_open_nothing(self):
        over = promote(self.env, "Over", coupon="OVER", goods_ids=[goods(self.thing)])
        self.env["md.promotion.life"]._end(over, "test")
        promote(
            self.env,
            "Soon",
            coupon="SOON",
            date_from="2099-01-01 00:00:00",
            goods_ids=[goods(self.thing)],
        )
        rows = {r["id"]: r for r in self.config.md_promotions()["codes"]["rows"]}
        self.assertEqual(rows[over.code]["state"], "ended")
        [soon] = [row for row in rows.values() if row["name"] == "Soon"]
        self.assertEqual((soon["state"], soon["from"]), ("", 4070908800000.0))

    def test_a_receipt_with_a_code_written_otherwise_is_no_difference(self):
        code = promote(
            self.env,
            "Code",
            how="amount",
            amount=10,
            layer=2,
            coupon="SAVE10",
            goods_ids=[goods(self.thing)],
        )
        receipts = self.env["md.till.coupons"]
        self.open()
        order = self.send(self.promoted(md_promo_coupons=["save 1o", "@" + code.code]))
        self.assertEqual(
            receipts._words(order), ["SAVE10", code.code.replace("O", "0")]
        )

    # Coupons

    def test_who_is_first_wins_and_the_other_is_flagged(self):
        one, two = self.batch().coupon_ids
        self.open()
        first = self.send(self.with_coupon(one))
        self.assertEqual((one.state, one.order_uuid), ("used", first.uuid))
        self.assertFalse(self.findings(first))
        second = self.send(self.with_coupon(one))
        self.assertEqual((second.state, one.order_uuid), ("paid", first.uuid))
        found = self.findings(second)
        self.assertEqual((found.amount, found.order_id), (10, second))
        self.assertIn(first.pos_reference, found.explanation)
        self.assertEqual(two.state, "issued")

    def test_the_same_receipt_again_is_no_second_use(self):
        one = self.batch(count=1).coupon_ids
        self.open()
        data = self.with_coupon(one)
        order = self.send(data)
        self.send(data)
        self.env["md.till.coupons"]._record(order)
        self.assertFalse(self.findings(order))
        self.assertEqual(one.order_uuid, order.uuid)

    def test_what_did_nothing_is_not_used(self):
        one = self.batch(count=1).coupon_ids
        self.open()
        data = self.sync((self.thing, 1))
        self.send({**data, "md_promo_coupons": [one.code]})
        self.assertEqual(one.state, "issued")

    def test_forged_ones_open_nothing(self):
        one = self.batch(count=1).coupon_ids
        last = "0" if one.code[-1] != "0" else "1"
        self.open()
        order = self.send(self.promoted(md_promo_coupons=[one.code[:-1] + last]))
        self.assertEqual(self.env["md.till.coupons"]._words(order), [])
        self.assertEqual(one.state, "issued")

    def test_a_blocked_one_is_flagged(self):
        one = self.batch(count=1).coupon_ids
        one.with_user(self.person("manager")).action_block()
        self.open()
        order = self.send(self.with_coupon(one))
        self.assertIn("is blocked", self.findings(order).explanation)

    def test_it_comes_back_with_all_that_was_bought(self):
        kept, back = self.batch(returns=False, count=1), self.batch(count=1)
        self.open()
        for batch, state in ((kept, "used"), (back, "issued")):
            sale = self.send(self.with_coupon(batch.coupon_ids))
            self.refund(sale, 2)
            self.assertEqual(batch.coupon_ids.state, "used", "not all is back")
            self.refund(sale, 1)
            self.assertEqual(batch.coupon_ids.state, state)

    def refund(self, sale, quantity):
        data = self.sync((self.thing, -quantity))
        data["lines"][0][2]["refunded_orderline_id"] = sale.lines.id
        return self.send(data)

    # What tills hear

    def test_tills_hear_of_what_changed(self):
        one, two = self.batch().coupon_ids
        first = self.news(look=[one.id, two.id, 2**40 - 1])
        self.assertEqual(first["state"], {one.id: "issued", two.id: "issued"})
        self.assertEqual(first["promotions"][self.offer.id][0], self.offer.code)
        self.assertEqual(first["gone"], "")
        self.open()
        self.send(self.with_coupon(two))
        later = self.news(since=first["since"])
        self.assertEqual(int(later["gone"], 36), two.id)
        self.assertEqual(self.news(since="x", look="no")["gone"], later["gone"])

    def test_the_key_reads_what_was_issued(self):
        batch = self.batch(
            partner_ids=[Command.set(self.customer.ids)],
            expires_on="2030-02-01",
            online_only=True,
        )
        told = self.env["md.coupons"]._read(batch.coupon_ids[0].code)
        self.assertEqual(told.number, batch.coupon_ids[0].id)
        self.assertEqual(told.promotion, self.offer.id)
        self.assertEqual(told.customer, self.customer.id)
        self.assertEqual((str(told.until), told.online), ("2030-02-01", True))

    # Who may

    def test_what_is_issued_stays(self):
        batch = self.batch()
        with self.assertRaisesRegex(UserError, "what they say stays"):
            batch.expires_on = "2031-01-01"
        batch.note = "Sent"
        with self.assertRaisesRegex(UserError, "are issued"):
            batch.action_issue()
        with self.assertRaisesRegex(UserError, "block them"):
            batch.unlink()
        with self.assertRaises(AccessError):
            batch.coupon_ids.with_user(self.person("manager")).write({"state": "used"})
        self.open()
        self.send(self.with_coupon(batch.coupon_ids[0]))
        with self.assertRaisesRegex(UserError, "was used with"):
            batch.coupon_ids.action_block()

    def test_who_reads_codes(self):
        one = self.batch(count=1).coupon_ids
        with self.assertRaises(AccessError):
            one.with_user(self.person("support")).read(["code"])
        with self.assertRaises(AccessError):
            one.with_user(self.person("cashier")).read(["state"])
        self.assertTrue(one.with_user(self.person("manager")).read(["code"])[0]["code"])

    def test_a_promotion_without_coupons(self):
        other = promote(self.env, "Plain", goods_ids=[goods(self.thing)])
        with self.assertRaisesRegex(UserError, "not set to coupons"):
            self.batch(promotion_id=other.id)

    def test_the_sheet(self):
        batch = self.batch(count=4)
        report = self.env["ir.actions.report"].with_context(force_report_rendering=True)
        page, _kind = report._render_qweb_html(
            "md_inventory_core.md_coupon_report", batch.ids
        )
        self.assertEqual(page.count(b"data:image/png;base64,"), 4)
        self.assertIn(b"Ten off", page)
