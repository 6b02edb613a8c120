from odoo.tests import tagged

from .common import DataImportCase

LONG_AGO = "2000-01-01 00:00:00"


@tagged("post_install", "-at_install")
class TestDataImportRepeat(DataImportCase):
    """The same import twice, and imports broken off at every possible place."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.only_core_steps()

    def assert_complete(self):
        """The whole plan is there, once."""
        self.assertEqual(len(self.store()), 1)
        skus = self.products().mapped("default_code")
        self.assertEqual(sorted(skus), sorted(item.sku for item in self.world.items))
        self.assertEqual(self.quantities(), self.planned_stock())
        self.assertEqual(
            self.env["stock.move"].search_count(
                [("product_id", "in", self.products().ids)]
            ),
            25,
        )

    def test_second_run_writes_nothing(self):
        job = self.make_import()
        self.drive(job)
        self.assert_complete()
        before = self.row_counts()
        changed_tables = ("product_template", "stock_quant", "product_category")
        for table in changed_tables:
            self.env.cr.execute(f"UPDATE {table} SET write_date = %s", [LONG_AGO])  # noqa: S608 - our names
        self.env.invalidate_all()
        job.state = "paused"
        self.drive(job)
        self.assertEqual(job.state, "done")
        self.assertEqual(self.row_counts(), before)
        for table in changed_tables:
            self.env.cr.execute(
                f"SELECT COUNT(*) FROM {table} WHERE write_date <> %s",  # noqa: S608 - our names
                [LONG_AGO],
            )
            self.assertEqual(self.env.cr.fetchone(), (0,), table)

    def test_second_run_keeps_what_a_user_changed(self):
        job = self.make_import()
        self.drive(job)
        product = self.products()[0]
        product.write({"name": "Renamed", "list_price": 1234})
        self.store().name = "My store"
        job.state = "paused"
        self.drive(job)
        self.assertEqual((product.name, product.list_price), ("Renamed", 1234))
        self.assertEqual(self.store().name, "My store")

    def test_restart_within_every_step(self):
        for pieces in (1, 2, 3, 5, 7):
            with self.subTest(pieces=pieces):
                savepoint = self.env.cr.savepoint()
                job = self.make_import()
                self.drive(job, pieces)
                self.assertEqual(job.state, "running")
                self.drive(self.env["md.data.import"].browse(job.id))
                self.assertEqual(job.state, "done")
                self.assert_complete()
                savepoint.rollback()
                savepoint.close()

    def test_crash_within_a_piece_leaves_nothing_of_it(self):
        crashes = [
            ("stock.warehouse", "create"),
            ("product.category", "create"),
            ("product.template", "create"),
            ("stock.quant", "action_apply_inventory"),
        ]
        job = self.make_import()
        for model, method in crashes:
            with self.subTest(model=model), self.breaks_after(model, method):
                # the pieces before the broken one end well
                while True:
                    before = self.row_counts()
                    self.drive(job, 1)
                    if job.state == "failed":
                        break
                self.assertEqual(job.message, f"{model} broke")
                self.assertEqual(self.row_counts(), before)
        self.drive(job)
        self.assertEqual(job.state, "done")
        self.assertFalse(job.message)
        self.assert_complete()

    def test_stock_of_a_product_that_was_sold_out_is_not_filled_again(self):
        job = self.make_import()
        self.drive(job)
        quant = self.env["stock.quant"].search(
            [
                ("product_id", "=", self.products()[0].id),
                ("location_id", "=", self.store().lot_stock_id.id),
            ]
        )
        quant.with_context(inventory_mode=True).inventory_quantity = 0
        quant.action_apply_inventory()
        job.state = "paused"
        self.drive(job)
        self.assertEqual(quant.quantity, 0)
