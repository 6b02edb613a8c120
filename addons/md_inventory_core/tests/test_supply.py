from odoo import fields
from odoo.tests import Form, TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestSupply(TransactionCase):
    """Orders in whole cases, at least the supplier's smallest order."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.supplier = cls.env["res.partner"].create({"name": "Test Supplier"})
        cls.product = cls.env["product.product"].create(
            {"name": "Test Soap", "is_storable": True}
        )
        cls.supply = cls.env["product.supplierinfo"].create(
            {
                "partner_id": cls.supplier.id,
                "product_tmpl_id": cls.product.product_tmpl_id.id,
                "md_moq": 30,
                "md_case_pack": 12,
                "price": 7,
            }
        )

    def order(self):
        form = Form(self.env["purchase.order"])
        form.partner_id = self.supplier
        return form

    def test_a_line_begins_with_what_is_delivered(self):
        form = self.order()
        with form.order_line.new() as line:
            line.product_id = self.product
            self.assertEqual(line.product_qty, 36)

    def test_told_not_forced(self):
        form = self.order()
        with (
            self.assertLogs("odoo.tests.form.onchange", "WARNING") as logs,
            form.order_line.new() as line,
        ):
            line.product_id = self.product
            line.product_qty = 40
        self.assertIn("order 48 instead of 40", logs.output[0])
        self.assertEqual(form.save().order_line.product_qty, 40)

    def test_another_unit(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        line = self.env["purchase.order.line"].new(
            {
                "order_id": self.order().save().id,
                "product_id": self.product.id,
                "product_uom_id": dozen.id,
            }
        )
        self.assertEqual(line._md_delivered(3.5), 4)
        self.assertEqual(line._md_delivered(1), 3)

    def test_a_variant_has_its_own(self):
        own = self.supply.copy({"product_id": self.product.id, "md_case_pack": 10})
        self.supply.product_id = False
        find = self.env["product.supplierinfo"]._md_of
        today = fields.Date.today()
        self.assertEqual(find(self.product, self.supplier, today), own)
        own.date_end = "2020-01-01"
        self.assertEqual(find(self.product, self.supplier, today), self.supply)

    def test_replenished_in_whole_cases(self):
        warehouse = self.env["stock.warehouse"].search(
            [("company_id", "=", self.env.company.id)], limit=1
        )
        buy = self.env.ref("purchase_stock.route_warehouse0_buy")
        self.product.route_ids = buy
        self.env["stock.warehouse.orderpoint"].create(
            {
                "product_id": self.product.id,
                "warehouse_id": warehouse.id,
                "product_min_qty": 5,
                "product_max_qty": 40,
            }
        ).action_replenish()
        lines = self.env["purchase.order.line"].search(
            [("product_id", "=", self.product.id)]
        )
        self.assertEqual(lines.mapped("product_qty"), [48])
