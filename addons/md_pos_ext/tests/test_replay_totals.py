import pandas

from odoo.tests import tagged

from odoo.addons.md_inventory_core.lib.retail_dataset import reader

from .common import ReplayCase


@tagged("post_install", "-at_install")
class TestReplayTotals(ReplayCase):
    """Totals in the database against pandas on the files, to the cent."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # two stores on a day on which both sell: something to tell apart
        cls.job.write({"store_count": 2, "item_count": 40, "day_count": 2})
        cls.drive(cls.job)
        cls.world = cls.loader._world(cls.job)
        folder = reader._package_data()
        lines = pandas.read_parquet(folder / reader.TRANSACTIONS)
        names = pandas.read_parquet(folder / reader.PRODUCTS)
        lines = lines.merge(names[["product_id", "department"]], on="product_id")
        lines["day"] = lines["transaction_timestamp"].dt.date
        lines["cents"] = (lines["sales_value"] * 100).round().astype("int64")
        shelf = lines["sales_value"] + lines["retail_disc"] + lines["coupon_match_disc"]
        cls.recorded = lines[
            lines["store_id"].isin([store.ref for store in cls.world.stores])
            & lines["product_id"].isin([item.ref for item in cls.world.items])
            & lines["day"].between(cls.world.first_day, cls.world.last_day)
            & ((lines["quantity"] > 0) | (shelf > 0.005))
        ]

    def recorded_cents(self, column):
        sums = self.recorded.groupby(column)["cents"].sum()
        return {key: int(cents) for key, cents in sums.items()}

    def database_cents(self, key):
        totals = {}
        lines = self.env["pos.order.line"].search(
            [("order_id.session_id.md_data_import_id", "=", self.job.id)]
        )
        for line in lines:
            group = key(line)
            cents = round(line.price_subtotal_incl * 100)
            totals[group] = totals.get(group, 0) + cents
        return totals

    def test_sample_tells_stores_days_and_categories_apart(self):
        self.assertEqual(self.job.state, "done", self.job.message)
        for column in ("store_id", "day", "department"):
            self.assertGreater(self.recorded[column].nunique(), 1, column)

    def test_totals_by_store(self):
        found = self.database_cents(
            lambda line: int(
                line.order_id.config_id.picking_type_id.warehouse_id.md_store_ref
            )
        )
        self.assertEqual(found, self.recorded_cents("store_id"))

    def test_totals_by_day(self):
        found = self.database_cents(lambda line: line.order_id.date_order.date())
        self.assertEqual(found, self.recorded_cents("day"))

    def test_totals_by_category(self):
        found = self.database_cents(
            lambda line: line.product_id.categ_id.parent_id.parent_id.name.upper()
        )
        self.assertEqual(found, self.recorded_cents("department"))

    def test_totals_of_orders_and_payments(self):
        sessions = self.env["pos.session"].search(
            [("md_data_import_id", "=", self.job.id)]
        )
        total = int(self.recorded["cents"].sum())
        orders = sessions.order_ids
        self.assertEqual(round(sum(orders.mapped("amount_total")) * 100), total)
        paid = sum(orders.payment_ids.mapped("amount"))
        self.assertEqual(round(paid * 100), total)
