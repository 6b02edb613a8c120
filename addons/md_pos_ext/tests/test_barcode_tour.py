from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.point_of_sale.tests.test_frontend import TestPointOfSaleHttpCommon


@tagged("post_install", "-at_install")
class TestBarcodeTour(TestPointOfSaleHttpCommon):
    """A cashier scans every kind of code at a till that has loaded next to nothing."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        store = cls.main_pos_config.picking_type_id.warehouse_id
        role = cls.env.ref("md_inventory_core.group_cashier")
        cls.pos_user.write(
            {
                "group_ids": [Command.set(role.ids)],
                "md_store_ids": [Command.set(store.ids)],
            }
        )
        cls.env.user.group_ids += cls.env.ref("md_inventory_core.group_admin")
        parameters = cls.env["ir.config_parameter"]
        parameters.set_param("point_of_sale.limited_product_count", "1")
        cls.company = cls.main_pos_config.company_id
        cls.company.nomenclature_id = cls.env.ref(
            "barcodes.default_barcode_nomenclature"
        )
        cls.kg = cls.env.ref("uom.product_uom_kgm")
        six = cls.env["uom.uom"].create(
            {
                "name": "Md Six",
                "relative_factor": 6,
                "relative_uom_id": cls.env.ref("uom.product_uom_unit").id,
            }
        )
        cls.shirt = cls.make("Md Shirt", 10, "0012345678905")
        cls.shirt.uom_ids = six
        cls.env["product.uom"].create(
            {
                "product_id": cls.shirt.id,
                "uom_id": six.id,
                "barcode": "10012345678902",
            }
        )
        cls.further(cls.shirt, "MD-OLD-LABEL")
        cls.cap = cls.make("Md Cap", 5)
        cls.further(cls.cap, "MD-CARTON", quantity=12)
        cls.cheese = cls.make("Md Cheese", 8, "2112345000008", uom_id=cls.kg.id)
        cls.cheese.to_weight = True
        cls.further(cls.cheese, "2312345000002")
        cls.hat = cls.make("Md Hat", 7, "22-MD-HAT")
        cls.further(cls.hat, "0421234567891")
        cls.milk = cls.make("Md Milk", 3, "9501101530003", tracking="lot")
        cls.rice = cls.make("Md Rice", 2, "8901234567890", uom_id=cls.kg.id)

    @classmethod
    def make(cls, name, price, barcode=False, **values):
        return cls.env["product.product"].create(
            {
                "name": name,
                "barcode": barcode,
                "list_price": price,
                "is_storable": True,
                "available_in_pos": True,
                "taxes_id": [Command.clear()],
                **values,
            }
        )

    @classmethod
    def further(cls, product, code, **values):
        cls.env["md.product.barcode"].create(
            {"product_id": product.id, "code": code, **values}
        )

    def test_scan_all_kinds(self):
        self.main_pos_config.with_user(self.pos_user).open_ui()
        self.start_pos_tour("md_barcode_tour")
        order = self.env["pos.order"].search(
            [("config_id", "=", self.main_pos_config.id)]
        )
        self.assertEqual(order.state, "paid")
        self.assertEqual(
            sorted((line.product_id.name, line.qty) for line in order.lines),
            [
                *(("Md Cap", 12), ("Md Cheese", 1.23), ("Md Cheese", 1.25)),
                *(("Md Hat", 2), ("Md Milk", 1), ("Md Rice", 0.5), ("Md Shirt", 9)),
            ],
        )
        milk = order.lines.filtered(lambda line: line.product_id == self.milk)
        self.assertEqual(milk.pack_lot_ids.mapped("lot_name"), ["LOT7"])
        self.assertAlmostEqual(order.amount_total, 187.83)
