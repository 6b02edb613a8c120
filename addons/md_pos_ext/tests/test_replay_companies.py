from odoo.tests import tagged

from odoo.addons.md_inventory_core.tests.common import TINY, DataImportCase


@tagged("post_install", "-at_install")
class TestReplayCompanies(DataImportCase):
    """The same data in two companies: each has its own receipts, stock and costs."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.first = cls.env.company
        cls.second = cls.env["res.company"].create(
            {
                "name": "Second Retail",
                "country_id": cls.env.ref("base.bd").id,
                "currency_id": cls.env.ref("base.BDT").id,
            }
        )
        cls.env["account.chart.template"].try_loading("bd", company=cls.second)
        cls.env.ref("base.user_admin").company_ids = [(4, cls.second.id)]
        cls.jobs = {}
        for company in (cls.first, cls.second):
            job = cls.env["md.data.import"].create({**TINY, "company_id": company.id})
            cls.drive(job)
            cls.jobs[company] = job

    def test_both_are_done(self):
        for company, job in self.jobs.items():
            self.assertEqual((company.name, job.state), (company.name, "done"))

    def test_each_company_has_every_receipt_once(self):
        for company in self.jobs:
            orders = self.env["pos.order"].search([("company_id", "=", company.id)])
            self.assertEqual(len(orders), len(self.world.baskets))
            self.assertEqual(
                round(sum(orders.mapped("amount_total")) * 100),
                sum(basket.amount_cents for basket in self.world.baskets),
            )

    def test_each_company_has_its_stock_and_costs(self):
        skus = [item.sku for item in self.world.items]
        for company in self.jobs:
            products = (
                self.env["product.product"]
                .with_company(company)
                .search([("default_code", "in", skus)])
            )
            self.assertEqual(len(products), len(skus))
            self.assertTrue(all(product.standard_price for product in products))
            quants = self.env["stock.quant"].search(
                [
                    ("company_id", "=", company.id),
                    ("location_id.usage", "=", "internal"),
                    ("product_id", "in", products.ids),
                ]
            )
            sold = sum(
                line.quantity for basket in self.world.baskets for line in basket.lines
            )
            self.assertEqual(
                sum(quants.mapped("quantity")), sum(self.world.stock.values()) - sold
            )


@tagged("post_install", "-at_install")
class TestReplayBesideACashier(DataImportCase):
    """A cashier who opened the till first keeps the session for himself."""

    def test_open_register_stops_the_replay_with_a_reason(self):
        job = self.make_import()
        while job.step != "Tills":
            self.drive(job, 1)
        loader = self.env["md.dataset.loader"]
        while len(loader._tills()) < 1:
            self.drive(job, 1)
        till = next(iter(loader._tills().values()))
        till.with_user(loader._cashier()).open_ui()
        session = till.current_session_id
        session.set_opening_control(0, "")
        self.drive(job)
        self.assertEqual(job.state, "failed")
        self.assertIn(f"Somebody sells at {till.name}", job.message)
        self.assertFalse(session.order_ids)
