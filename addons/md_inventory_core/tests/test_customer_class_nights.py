from odoo.tests import tagged

from .promotion_common import PromotionCase, at

NOON = at(2026, 11, 24, 6)


@tagged("post_install", "-at_install")
class TestCustomerClassNights(PromotionCase):
    """What the night does with members whom somebody else has touched."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["md.customer.class"].search([]).active = False
        cls.silver = cls.env["md.customer.class"].create(
            {"name": "Silver of nights", "least_spend": 1000}
        )
        cls.rahima, cls.karim = cls.env["res.partner"].create(
            [{"name": "Rahima"}, {"name": "Karim"}]
        )
        cls.members = cls.env["md.customer.membership"]
        cls.service = cls.env["md.customer.classes"]
        cls.now = NOON
        cls.classPatch(type(cls.env["md.clock"]), "_now", lambda _self: cls.now)

    def spend(self, *partners):
        """Each of them has reached the class."""
        for partner in partners:
            line = {"product_id": self.tea.id, "product_uom_qty": 20}
            order = self.env["sale.order"].create(
                {"partner_id": partner.id, "order_line": [(0, 0, line)]}
            )
            order.action_confirm()
            order.date_order = self.now

    def rows(self, partner):
        return self.members.search([("partner_id", "=", partner.id)])

    def test_who_was_named_today_stops_nobody(self):
        """By hand on the day on which he reaches it, too: the others begin."""
        self.spend(self.rahima, self.karim)
        mine = self.members.create(
            {
                "partner_id": self.rahima.id,
                "class_id": self.silver.id,
                "date_from": "2026-11-24",
                "date_to": "2026-11-30",
            }
        )
        self.service._renew(self.env.company)
        self.assertEqual(self.rows(self.karim).class_id, self.silver)
        self.assertEqual(self.rows(self.rahima), mine)
        self.assertEqual(str(mine.date_to), "2026-11-30", "what was said stays")
        type(self).now = at(2026, 11, 25, 6)
        self.service._renew(self.env.company)
        type(self).now = NOON
        self.assertEqual(self.rows(self.rahima).mapped("by_hand"), [False, True])

    def test_a_class_that_is_reached_no_more_by_anybody(self):
        """Without an amount members are named by hand only: the others end."""
        self.spend(self.rahima)
        self.service._renew(self.env.company)
        self.assertTrue(self.rows(self.rahima))
        self.silver.least_spend = 0
        type(self).now = at(2026, 11, 26, 6)
        self.service._cron_renew()
        self.assertEqual(str(self.rows(self.rahima).date_to), "2026-11-25")
        type(self).now = NOON

    def test_contacts_that_were_merged(self):
        """Two memberships by spending become one; none is left for ever."""
        self.members.create(
            [
                {
                    "partner_id": self.rahima.id,
                    "class_id": self.silver.id,
                    "date_from": day,
                    "by_hand": False,
                }
                for day in ("2026-10-01", "2026-11-01")
            ]
        )
        self.service._renew(self.env.company)
        found = self.service._of(self.rahima)[self.rahima.id]
        self.assertFalse(found, "he has spent nothing")

    def test_the_day_of_the_country(self):
        """A company of Bangladesh has the days of Dhaka though nobody said so."""
        company = self.env.company
        company.partner_id.tz = False
        company.country_id = self.env.ref("base.bd")
        type(self).now = at(2026, 11, 24, 19)
        row = self.members.create(
            {"partner_id": self.rahima.id, "class_id": self.silver.id}
        )
        self.assertEqual(str(row.date_from), "2026-11-25")
        self.assertTrue(self.service._of(self.rahima)[self.rahima.id])
        company.country_id = self.env.ref("base.us")
        self.assertEqual(str(self.service._today(company)), "2026-11-24")
        type(self).now = NOON

    def test_an_archived_price_list_holds_no_more(self):
        lists = self.env.ref("product.group_product_pricelist")
        self.env.ref("base.group_user").implied_ids += lists
        usual, prices = self.env["product.pricelist"].create(
            [{"name": "Usual", "sequence": -1}, {"name": "Wholesale", "sequence": 99}]
        )
        self.silver.pricelist_id = prices
        self.members.create(
            {
                "partner_id": self.rahima.id,
                "class_id": self.silver.id,
                "date_from": "2026-11-01",
            }
        )
        self.assertEqual(self.rahima.property_product_pricelist, prices)
        prices.active = False
        self.env.invalidate_all()
        self.assertEqual(self.rahima.property_product_pricelist, usual)
