from datetime import date, timedelta
from itertools import count

from odoo.fields import Command
from odoo.tests import TransactionCase

from odoo.addons.md_inventory_core.lib.baskets import Terms

_line = count(10**7)
TODAY = date(2026, 3, 1)


class RecommendCase(TransactionCase):
    """A company of its own with nothing sold yet."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env["res.company"].create({"name": "Recommend"})
        cls.env = cls.env(
            context=dict(cls.env.context, allowed_company_ids=cls.company.ids)
        )
        cls.settings = cls.env["md.recommendation"].search(
            [("company_id", "=", cls.company.id)]
        )
        cls.settings.sudo().least = 2
        cls.category = cls.env["product.category"].create({"name": "Goods"})
        cls.tea, cls.milk, cls.salt, cls.soap = cls.env["product.product"].create(
            [
                {"name": name, "type": "consu", "list_price": 10}
                for name in ("Tea", "Milk", "Salt", "Soap")
            ]
        )
        cls.customer = cls.env["res.partner"].create({"name": "Rahima"})

    def compute(self):
        """A whole run: the pieces that the cron does, without its commits."""
        known = {}
        self.env["md.basket.counter"]._drop()
        self.settings._begin()
        while self.settings.state == "running":
            self.settings._piece(known)
        self.assertEqual(self.settings.state, "idle", self.settings.message)

    def sell(self, *products, customer=None, age=0):
        """A confirmed order of ``age`` days ago."""
        day = TODAY - timedelta(days=age)
        order = self.env["sale.order"].create(
            {
                "partner_id": (customer or self.customer).id,
                "order_line": [
                    Command.create({"product_id": product.id, "product_uom_qty": 1})
                    for product in products
                ],
            }
        )
        order.write({"state": "sale", "date_order": f"{day} 12:00:00"})
        return order

    def history(self, *products, age=0, basket=None):
        """A receipt of another system."""
        day = TODAY - timedelta(days=age)
        number = next(_line)
        self.env["md.sale.history"].create(
            [
                {
                    "company_id": self.company.id,
                    "line_no": next(_line),
                    "sold_at": f"{day} 12:00:00",
                    "day": day,
                    "store_ref": "1",
                    "basket_ref": basket or str(number),
                    "item_ref": product.id,
                    "product_id": product.id,
                    "categ_id": self.category.id,
                    "quantity": 1,
                }
                for product in products
            ]
        )

    def pairs(self):
        """{(product, companion): record}."""
        found = self.env["md.product.companion"].search(
            [("company_id", "=", self.company.id)]
        )
        return {(one.product_tmpl_id.name, one.companion_id.name): one for one in found}

    def habits(self):
        """{(customer, product): record}."""
        found = self.env["md.customer.habit"].search(
            [("company_id", "=", self.company.id)]
        )
        return {(one.partner_id.name, one.product_id.name): one for one in found}

    def terms(self):
        one = self.settings
        return Terms(one.window, one.half_life, one.least, one.top)
