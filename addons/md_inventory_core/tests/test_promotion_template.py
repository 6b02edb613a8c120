from datetime import date

from odoo import Command
from odoo.tests import Form, tagged

from ..lib.promotion_templates import VALUES
from .promotion_common import PromotionCase

HAPPY = "2026-11-24T12:00:00Z"  # Tuesday 18:00 in Dhaka


@tagged("post_install", "-at_install")
class TestPromotionTemplate(PromotionCase):
    """Each card makes a promotion with the total that a hand works out."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer = cls.env["res.partner"].create({"name": "Rahima"})

    def begin(self, key, choose=None, **vals):
        """Use a card as its button does, choose goods, save and start it."""
        card = self.env["md.promotion.template"].search([("key", "=", key)])
        action = card.action_use()
        form = Form(
            self.env["md.promotion"].with_context(
                **action["context"], default_tz="Asia/Dhaka"
            )
        )
        for name, rows in (choose or {}).items():
            for n, records in enumerate(rows):
                with getattr(form, name).edit(n) as row:
                    field = {
                        "product.product": "product_ids",
                        "product.category": "category_ids",
                    }[records._name]
                    for record in records:
                        getattr(row, field).add(record)
        promotion = form.save()
        if vals:
            promotion.write(vals)
        return self.on_sale(promotion)

    def test_every_template_has_a_card_and_a_test(self):
        cards = self.env["md.promotion.template"].search([]).mapped("key")
        self.assertEqual(set(cards), set(VALUES))
        tests = {name for name in dir(self) if name.startswith("test_card_")}
        self.assertEqual(
            {name.removeprefix("test_card_") for name in tests}, set(cards)
        )

    def test_card_buy_get(self):
        mine = self.begin("buy_get", {"buy_ids": [self.burger], "get_ids": [self.cola]})
        # two burgers 300, one cola 60 for nothing, the second cola paid
        self.assertEqual(self.total(mine, [(self.burger, 2), (self.cola, 2)]), "360.00")

    def test_card_three_for_two(self):
        mine = self.begin("three_for_two", {"goods_ids": [self.goods]})
        # 150 + 100 + 60: the 60 is free
        lines = [(self.burger, 1), (self.tea, 1), (self.cola, 1)]
        self.assertEqual(self.total(mine, lines), "250.00")

    def test_card_second_half(self):
        mine = self.begin("second_half", {"goods_ids": [self.drinks]})
        self.assertEqual(self.total(mine, [(self.tea, 3)]), "250.00")

    def test_card_combo(self):
        mine = self.begin("combo", {"slot_ids": [self.burger, self.cola]})
        # 150 + 60 for 160, the second burger 150
        self.assertEqual(self.total(mine, [(self.burger, 2), (self.cola, 1)]), "310.00")

    def test_card_mix_match(self):
        mine = self.begin("mix_match", {"slot_ids": [self.goods]})
        # 150 + 150 + 100 for 250, 80 stays
        lines = [(self.burger, 2), (self.tea, 1), (self.fries, 1)]
        self.assertEqual(self.total(mine, lines), "330.00")

    def test_card_bundle_slots(self):
        slots = [self.burger, self.fries, self.drinks]
        surcharge = {"product_id": self.tea.id, "amount": 20}
        mine = self.begin("bundle_slots", {"slot_ids": slots})
        lines = [(self.burger, 1), (self.fries, 1), (self.cola, 1)]
        self.assertEqual(self.total(mine, lines), "200.00")
        self.life._back(mine)
        mine.surcharge_ids = [Command.create(surcharge)]
        lines[2] = (self.tea, 1)
        # 150 + 80 + 100 = 330 for 200 + 20
        self.assertEqual(self.total(mine, lines), "220.00")

    def test_card_happy_hour(self):
        mine = self.begin("happy_hour", {"goods_ids": [self.drinks]})
        lines = [(self.tea, 1), (self.burger, 1)]
        self.assertEqual(self.total(mine, lines, HAPPY), "230.00")
        for outside in ("2026-11-24T10:59:59Z", "2026-11-24T13:00:00Z"):
            self.assertEqual(self.total(mine, lines, outside), "250.00")

    def test_card_happy_weekday(self):
        mine = self.begin("happy_weekday", {"goods_ids": [self.food]})
        self.assertEqual(self.total(mine, [(self.burger, 1)]), "135.00")
        wednesday = "2026-11-25T06:00:00Z"
        self.assertEqual(self.total(mine, [(self.burger, 1)], wednesday), "150.00")

    def test_card_category_sale(self):
        mine = self.begin("category_sale", {"goods_ids": [self.drinks]})
        # 0.8 * 160 + 150
        lines = [(self.tea, 1), (self.cola, 1), (self.burger, 1)]
        self.assertEqual(self.total(mine, lines), "278.00")

    def test_card_clearance(self):
        mine = self.begin("clearance", {"goods_ids": [self.tea]})
        span = {"date_from": "2026-11-20 18:00:00", "date_to": "2026-11-27 18:00:00"}
        self.life._back(mine)
        mine.write(span)
        after = self.on_sale(mine._next_step())
        self.assertEqual((after.percent, after.date_from), (40, mine.date_to))
        both, lines = mine | after, [(self.tea, 1)]
        self.assertEqual(self.total(both, lines, "2026-11-27T17:59:00Z"), "80.00")
        self.assertEqual(self.total(both, lines, "2026-11-27T18:00:00Z"), "60.00")
        self.assertEqual(self.total(both, lines, "2026-12-04T18:00:00Z"), "100.00")

    def test_card_tier_quantity(self):
        mine = self.begin("tier_quantity", {"goods_ids": [self.drinks]})
        self.assertEqual(self.total(mine, [(self.tea, 2)]), "200.00")
        self.assertEqual(self.total(mine, [(self.tea, 4)]), "360.00")
        self.assertEqual(self.total(mine, [(self.tea, 6)]), "510.00")

    def test_card_wholesale(self):
        mine = self.begin("wholesale")
        # 12 * 60 = 720 less 8 %; 11 teas alone reach nothing
        lines = [(self.cola, 12), (self.tea, 11)]
        self.assertEqual(self.total(mine, lines), "1762.40")

    def test_card_spend_save(self):
        mine = self.begin("spend_save")
        self.assertEqual(self.total(mine, [(self.tea, 9)]), "900.00")
        self.assertEqual(self.total(mine, [(self.tea, 10)]), "900.00")
        self.assertEqual(self.total(mine, [(self.tea, 25)]), "2200.00")

    def test_card_gift(self):
        card = self.env["md.promotion.template"].search([("key", "=", "gift")])
        form = Form(
            self.env["md.promotion"].with_context(**card.action_use()["context"])
        )
        form.gift_id = self.fries
        mine = self.on_sale(form.save())
        self.assertEqual(self.total(mine, [(self.tea, 20), (self.fries, 2)]), "2080.00")
        self.assertEqual(self.total(mine, [(self.tea, 19), (self.fries, 1)]), "1980.00")

    def group(self, key, **vals):
        """(total for the customer, for somebody else) of a tea of 100."""
        mine = self.begin(key, **vals)
        other = self.env["res.partner"].create({"name": "Karim"})
        self.sold_to(other)
        lines = [(self.tea, 1)]
        return tuple(self.total(mine, lines, partner=p) for p in (self.customer, other))

    def sold_to(self, partner):
        order = self.env["sale.order"].create(
            {
                "partner_id": partner.id,
                "order_line": [Command.create({"product_id": self.tea.id})],
            }
        )
        order.state = "sale"

    def test_card_group(self):
        tag = self.env["res.partner.category"].create({"name": "Gold"})
        below = tag.create({"name": "Gold Dhaka", "parent_id": tag.id})
        self.customer.category_id = below
        card = self.env["md.promotion.template"].search([("key", "=", "group")])
        values = {
            **card._defaults(),
            "tz": "Asia/Dhaka",
        }
        with self.assertRaisesRegex(Exception, "Customer Tags"), self.cr.savepoint():
            self.env["md.promotion"].create(values)
        mine = self.on_sale(
            self.env["md.promotion"].create(
                {**values, "partner_tag_ids": [Command.set(tag.ids)]}
            )
        )
        lines = [(self.tea, 1)]
        self.assertEqual(self.total(mine, lines, partner=self.customer), "95.00")
        self.assertEqual(self.total(mine, lines), "100.00")

    def test_card_birthday(self):
        self.customer.md_birth_date = date(1990, 11, 24)
        self.assertEqual(self.group("birthday"), ("90.00", "100.00"))

    def test_card_first_order(self):
        self.assertEqual(self.group("first_order"), ("90.00", "100.00"))
        self.sold_to(self.customer)
        mine = self.env["md.promotion"].search([("template", "=", "first_order")])
        total = self.total(mine, [(self.tea, 1)], partner=self.customer)
        self.assertEqual(total, "100.00")

    def test_card_staff(self):
        mine = self.begin("staff")
        lines, staff = [(self.tea, 1)], self.cashier.partner_id
        self.assertEqual(self.total(mine, lines, partner=staff), "85.00")
        self.assertEqual(self.total(mine, lines, partner=self.customer), "100.00")

    def test_card_tender(self):
        mine = self.begin("tender")
        lines = [(self.tea, 8)]
        bkash = [{"name": "bkash", "amount": None}]
        cash = [{"name": "cash", "amount": None}]
        self.assertEqual(self.total(mine, lines, tenders=bkash), "760.00")
        self.assertEqual(self.total(mine, lines, tenders=cash), "800.00")
        # 190 paid by bKash covers 200, of which 10 are off
        part = [{"name": "bkash", "amount": "190.00"}]
        self.assertEqual(self.total(mine, lines, tenders=part), "790.00")

    def test_card_coupon(self):
        mine = self.begin("coupon")
        lines = [(self.tea, 20)]
        self.assertEqual(self.total(mine, lines), "2000.00")
        # 15 % of 2000 are 300, at most 200
        self.assertEqual(self.total(mine, lines, coupons=["SAVE15"]), "1800.00")
