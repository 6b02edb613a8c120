from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .governance_common import GovernanceCase


@tagged("post_install", "-at_install")
class TestDuplicate(GovernanceCase):
    """What is there twice is found, decided about once, and made one."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.twin = cls.env["product.template"].create(
            {
                "name": "BASMATI, 5kg",
                "default_code": "bas -5",
                "list_price": 101,
                "is_storable": True,
            }
        )
        cls.product.is_storable = True

    def pair(self):
        """What the finder says about the two."""
        self.env["md.duplicate.finder"]._find()
        a, b = sorted((self.product.id, self.twin.id))
        found = self.env["md.duplicate.pair"].search(
            [("product_a_id", "=", a), ("product_b_id", "=", b)]
        )
        return found.with_user(self.manager)

    def merge(self, **vals):
        action = self.pair().action_merge()
        wizard = self.env["md.product.merge.wizard"].with_user(self.manager)
        wizard = wizard.browse(action["res_id"])
        wizard.write({"reason": "entered twice", "keep": "a", **vals})
        wizard.action_merge()
        return self.env["md.product.merge"].search(
            [("loser_id", "=", self.twin.id)], limit=1
        )

    def test_found_with_the_strongest_reason(self):
        pair = self.pair()
        self.assertEqual((pair.reason, pair.said), ("sku", "bas-5"))
        self.twin.default_code = False
        self.assertEqual(self.pair().reason, "name")
        # from before barcodes had one owner
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE product_product SET barcode = '04006381333931' WHERE id = %s",
            [self.twin.product_variant_id.id],
        )
        self.env.invalidate_all()
        pair = self.pair()
        self.assertEqual((pair.reason, pair.said), ("barcode", "04006381333931"))
        self.assertEqual(pair.score, 1)

    def test_other_sizes_are_no_duplicates(self):
        self.twin.write({"default_code": False, "name": "Basmati 10 kg"})
        self.assertFalse(self.pair())

    def test_decided_once(self):
        pair = self.pair()
        pair.action_different()
        self.assertEqual(pair.decided_by_id, self.manager)
        self.assertEqual(self.pair().state, "different")
        self.twin.write({"default_code": "OTHER", "name": "Salt"})
        self.assertEqual(self.pair().state, "different")  # remembered

    def test_what_is_none_any_more_is_forgotten(self):
        self.assertTrue(self.pair())
        self.twin.write({"default_code": "OTHER", "name": "Salt"})
        self.assertFalse(self.pair())

    def test_merge_moves_what_is_for_the_future(self):
        partner = self.env["res.partner"].create({"name": "Mills"})
        vendor = self.env["product.supplierinfo"].create(
            {"partner_id": partner.id, "product_tmpl_id": self.twin.id, "price": 1}
        )
        other = self.env["product.template"].create(
            {
                "name": "Lentils",
                "optional_product_ids": [Command.set(self.twin.ids)],
            }
        )
        rule = self.env["stock.warehouse.orderpoint"].create(
            {"product_id": self.twin.product_variant_id.id}
        )
        self.product.barcode = False
        self.twin.barcode = "B-TWIN"
        merge = self.merge()
        self.assertEqual(vendor.product_tmpl_id, self.product)
        self.assertEqual(other.optional_product_ids, self.product)
        self.assertEqual(rule.product_id, self.product.product_variant_id)
        self.assertEqual(self.product.barcode, "B-TWIN")
        self.assertEqual(
            (self.twin.active, self.twin.md_merged_into_id), (False, self.product)
        )
        self.assertEqual(self.pair().state, "merged")
        self.assertIn("entered twice", self.product.message_ids[0].body)
        self.assertEqual(len(self.recorded(action="product.merged")), 1)
        self.assertIn("Mills", merge.told)

        merge.with_user(self.manager).action_undo()
        self.assertEqual(vendor.product_tmpl_id, self.twin)
        self.assertEqual(other.optional_product_ids, self.twin)
        self.assertEqual(rule.product_id, self.twin.product_variant_id)
        self.assertEqual((self.twin.barcode, self.product.barcode), ("B-TWIN", False))
        self.assertTrue(self.twin.active)
        with self.refused(UserError, "undone already"):
            merge.with_user(self.manager).action_undo()

    def test_all_labels_are_the_survivors(self):
        self.twin.barcode = "B-TWIN"
        further = self.env["md.product.barcode"].create(
            {"code": "B-MORE", "product_id": self.twin.product_variant_id.id}
        )
        merge = self.merge()
        mine = self.product.product_variant_id
        self.assertEqual(self.product.barcode, "4006381333931")
        self.assertFalse(self.twin.barcode)
        self.assertEqual(set(mine.md_barcode_ids.mapped("code")), {"B-TWIN", "B-MORE"})
        self.assertIn("Further Barcode: B-TWIN", merge.told)

        merge.with_user(self.manager).action_undo()
        self.assertEqual(self.twin.barcode, "B-TWIN")
        self.assertEqual(further.product_id, self.twin.product_variant_id)
        self.assertFalse(mine.md_barcode_ids)

    def test_near_names_of_other_brands_are_no_duplicates(self):
        self.twin.default_code = False
        self.assertEqual(self.pair().reason, "name")
        self.twin.md_brand_id = self.env["md.brand"].create({"name": "Mill"})
        self.assertFalse(self.pair())

    def test_undo_leaves_what_changed_since(self):
        self.product.barcode = False
        self.twin.barcode = "B-TWIN"
        merge = self.merge()
        self.product.barcode = "B-NEW"
        merge.with_user(self.manager).action_undo()
        self.assertEqual((self.product.barcode, self.twin.barcode), ("B-NEW", "B-TWIN"))
        self.assertIn("changed since", self.product.message_ids[0].body)

    def test_refused_for_what_is_open(self):
        order = self.env["sale.order"].create(
            {
                "partner_id": self.env["res.partner"].create({"name": "Buyer"}).id,
                "order_line": [
                    Command.create({"product_id": self.twin.product_variant_id.id})
                ],
            }
        )
        with self.refused(UserError, f"Open sales orders: {order.name}"):
            self.merge()
        self.assertTrue(self.twin.active)

    def test_stock_is_named_or_moved(self):
        place = self.north.lot_stock_id
        variant = self.twin.product_variant_id
        quants = self.env["stock.quant"]
        quants._update_available_quantity(variant, place, 7)
        quants._update_available_quantity(self.product.product_variant_id, place, 2)
        with self.refused(UserError, "has stock: 7 "):
            self.merge()
        merge = self.merge(move_stock=True)
        self.assertEqual(self.product.product_variant_id.qty_available, 9)
        self.assertEqual(variant.with_context(active_test=False).qty_available, 0)
        self.assertIn("7 ", merge.moved)

    def test_variants_are_not_merged(self):
        attribute = self.env["product.attribute"].create(
            {
                "name": "Size",
                "value_ids": [Command.create({"name": n}) for n in ("S", "M")],
            }
        )
        self.twin.attribute_line_ids = [
            Command.create(
                {
                    "attribute_id": attribute.id,
                    "value_ids": [Command.set(attribute.value_ids.ids)],
                }
            )
        ]
        with self.refused(UserError, "only products of one variant"):
            self.env["md.product.merger"]._merge(self.product, self.twin, "why")

    def test_who_decides(self):
        pair = self.pair()
        for user in (self.auditor, self.keeper):
            with self.subTest(user.login), self.assertRaises(AccessError):
                pair.with_user(user).action_different()
