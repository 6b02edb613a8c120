from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .till_common import TillCase


@tagged("post_install", "-at_install")
class TestTillSuggestions(TillCase):
    """What tills give to recommendations, and get of them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tea, cls.milk, cls.salt = (
            cls.make_thing(name, 50) for name in ("Tea", "Milk", "Salt")
        )
        cls.settings = (
            cls.env["md.recommendation"]
            .search([("company_id", "=", cls.config.company_id.id)])
            .sudo()
        )
        cls.settings.least = 2

    def compute(self):
        known = {}
        self.env["md.basket.counter"]._drop()
        self.settings._begin()
        while self.settings.state == "running":
            self.settings._piece(known)
        self.assertEqual(self.settings.state, "idle", self.settings.message)

    def sell_some(self):
        """Tea with milk three times, for a customer, ten days between; and salt."""
        self.open()
        for age in (20, 10, 0):
            order = self.sell((self.tea, 1), (self.milk, 1), customer=self.customer)
            day = fields.Datetime.now() - timedelta(days=age)
            order.write({"date_order": day})
            self.sell((self.salt, 1))
        self.env.flush_all()
        self.compute()

    def test_receipts_count_and_tills_get_companions(self):
        self.sell_some()
        tea, milk = self.tea.product_tmpl_id, self.milk.product_tmpl_id
        table = self.config._md_companions()
        [[other, score]] = table[tea.id]
        self.assertEqual(other, milk.id)
        self.assertEqual(score, 2_000_000)  # always, and twice as often as by chance
        [loaded] = self.env["pos.config"]._load_pos_data_read(self.config, self.config)
        self.assertEqual(loaded["_md_companions"], table)
        milk.available_in_pos = False
        self.assertFalse(self.config._md_companions().get(tea.id))
        milk.available_in_pos = True
        self.config.md_show_suggestions = False
        self.assertEqual(self.config._md_companions(), {})

    def test_usually_buys(self):
        self.sell_some()
        cashier = new_test_user(
            self.env, "sug_cashier", groups="md_inventory_core.group_cashier"
        )
        till = self.config.with_user(cashier)
        found = till.md_usually_buys(self.customer.id)
        self.assertEqual(
            {(one["product_id"], one["interval"]) for one in found},
            {(self.tea.id, 10), (self.milk.id, 10)},
        )
        self.assertEqual(till.md_usually_buys(0), [])
        self.customer.md_no_suggestions = True
        self.assertEqual(till.md_usually_buys(self.customer.id), [])
        worker = new_test_user(
            self.env, "sug_worker", groups="md_inventory_core.group_warehouse"
        )
        with self.assertRaises(AccessError):
            self.config.with_user(worker).md_usually_buys(self.customer.id)
