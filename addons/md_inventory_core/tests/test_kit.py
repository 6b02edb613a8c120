from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import Form, new_test_user, tagged

from .kit_common import KitCase


@tagged("post_install", "-at_install")
class TestKit(KitCase):
    """How a kit is made, and how many there are."""

    def test_as_many_as_the_scarcest_part_allows(self):
        self.assertEqual(self.frees(), (10, 6, 2))
        self.put(self.other, 100)
        self.assertEqual(self.frees(), (10, 106, 5))

    def test_the_list_is_the_bill_of_materials(self):
        [bom] = self.kit.bom_ids
        self.assertEqual((bom.type, bom.company_id.ids), ("phantom", []))
        self.assertEqual(bom.bom_line_ids, self.kit.product_tmpl_id.md_kit_line_ids)
        template = self.kit.product_tmpl_id
        template.md_kit_line_ids = [
            self.line(self.make_product("Bow", 1), 1),
            Command.delete(bom.bom_line_ids[0].id),
        ]
        self.assertEqual(len(bom.bom_line_ids), 2)
        self.assertEqual(self.frees(), (10, 6, 1))

    def test_no_kit_any_more_and_a_kit_again(self):
        template = self.kit.product_tmpl_id
        template.md_kit = "no"
        self.assertFalse(template.md_kit_line_ids)
        self.assertEqual(self.frees()[2], 0)
        self.put(self.kit, 7)
        self.assertEqual(self.frees()[2], 7)
        with self.assertRaisesRegex(ValidationError, "Box has 7 in stock"):
            template.md_kit = "parts"
        template.md_kit = "stock"
        self.assertEqual(template.md_kit_line_ids.mapped("product_qty"), [2, 3])
        self.assertEqual(self.frees()[2], 7)

    def test_a_manager_without_manufacturing_makes_one(self):
        manager = new_test_user(
            self.env, "maker", groups="md_inventory_core.group_manager"
        )
        self.assertFalse(manager.has_group("mrp.group_mrp_user"))
        with Form(self.env["product.template"].with_user(manager)) as form:
            form.name = "Bundle"
            form.md_kit = "parts"
            with form.md_kit_line_ids.new() as line:
                line.product_id = self.product
                line.product_qty = 4
        self.assertEqual(self.free(product=form.record.product_variant_id), 2)

    def test_what_the_form_says(self):
        self.product.write({"list_price": 30, "standard_price": 12})
        self.other.write({"list_price": 20, "standard_price": 5})
        template = self.kit.product_tmpl_id
        template.list_price = 90
        self.assertIn("2, fewest: Other", template.md_kit_now)
        self.assertEqual((template.md_kit_parts_price, template.md_kit_cost), (120, 39))
        self.assertRegex(template.md_kit_saving, r"30.*25%")
        self.assertRegex(template.md_kit_margin, r"51.*57%")

    def test_units_of_components(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        eggs = self.make_product("Eggs", 30)
        tray = self.make_kit("Tray", (eggs, 1, dozen))
        self.assertEqual(self.free(product=tray), 2)

    def test_a_kit_that_is_counted_by_the_dozen(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        dozens = self.make_kit("Dozens", (self.product, 2), uom_id=dozen.id)
        self.assertEqual(self.free(product=dozens), 5)

    def test_kits_in_kits_and_those_who_share_a_part(self):
        hamper = self.make_kit("Hamper", (self.kit, 1), (self.product, 4))
        self.assertEqual(self.free(product=hamper), 1)
        found = self.env["md.kit"]._recipes(hamper.ids, self.env.company)
        self.assertEqual(found, {hamper.id: {self.product.id: 6, self.other.id: 3}})

    def test_what_is_not_counted_limits_nothing(self):
        wrap = self.env["product.product"].create({"name": "Wrap", "type": "consu"})
        work = self.env["product.product"].create({"name": "Work", "type": "service"})
        gift = self.make_kit("Gift", (self.product, 3), (wrap, 1), (work, 1))
        self.assertEqual(self.free(product=gift), 3)
        hello = self.make_kit("Hello", (wrap, 1), (work, 1))
        self.assertFalse(hello.is_storable)

    def test_components_of_some_variants(self):
        colour = self.env["product.attribute"].create(
            {
                "name": "Colour",
                "value_ids": [Command.create({"name": n}) for n in ("Red", "Blue")],
            }
        )
        line = {
            "attribute_id": colour.id,
            "value_ids": [Command.set(colour.value_ids.ids)],
        }
        template = self.env["product.template"].create(
            {"name": "Set", "attribute_line_ids": [Command.create(line)]}
        )
        red, blue = template.product_variant_ids
        only = red.product_template_attribute_value_ids
        template.write(
            {
                "md_kit": "parts",
                "md_kit_line_ids": [
                    self.line(self.product, 1),
                    self.line(
                        self.other,
                        3,
                        bom_product_template_attribute_value_ids=[
                            Command.set(only.ids)
                        ],
                    ),
                ],
            }
        )
        self.assertEqual((self.free(product=red), self.free(product=blue)), (2, 10))
        self.assertRegex(template.md_kit_now, "Red: 2, .*Blue: 10")

    def test_stores_do_not_share_a_kit(self):
        far = self.env["stock.warehouse"].create({"name": "Far", "code": "FAR"})
        self.put(self.other, -6)
        self.env["stock.quant"]._update_available_quantity(
            self.other, far.lot_stock_id, 6
        )
        self.assertEqual(self.frees(), (10, 6, 0))

    def test_pools_and_buffers_of_components_count(self):
        self.give(self.pool, 8)
        self.assertEqual(self.frees()[2], 1)
        self.assertEqual(self.free(self.daraz, self.kit), 2)
        self.daraz.buffer_units = 4
        self.assertEqual(self.free(self.daraz, self.kit), 0)

    def test_the_same_as_core_takes_apart(self):
        """The flat recipe and what core makes moves of, box in a box of six."""
        dozen = self.env.ref("uom.product_uom_dozen")
        inner = self.make_kit("Inner", (self.product, 1, dozen), (self.other, 0.5))
        inner.bom_ids.product_qty = 6
        outer = self.make_kit("Outer", (inner, 3), (self.other, 1))
        flat = self.env["md.kit"]._recipes(outer.ids, self.env.company)[outer.id]
        for kits in (1, 2, 4, 12):
            parts = self.env["md.kit"]._parts(outer, kits)
            for part, quantity in parts.items():
                self.assertAlmostEqual(quantity, float(flat[part.id] * kits), 2)

    def test_bad_input_is_told_in_one_sentence(self):
        litre = self.env.ref("uom.product_uom_litre")
        lot = self.make_product("Lot", tracking="lot")
        bad = [
            ("Bad is a kit and has no components", [], {}),
            ("Bad: 0 is no quantity of Claimed", [(self.product, 0)], {}),
            (
                "Bad: Claimed is not counted in L, but in Units",
                [(self.product, 1, litre)],
                {},
            ),
            ("Bad is no kit: only goods", [(self.product, 1)], {"type": "service"}),
            ("Bad is counted by lots", [(self.product, 1)], {"tracking": "lot"}),
        ]
        for words, parts, values in bad:
            with self.assertRaisesRegex(ValidationError, words), self.cr.savepoint():
                self.make_kit("Bad", *parts, **values)
        self.assertFalse(self.env["product.template"].search([("name", "=", "Bad")]))
        self.make_kit("Good", (lot, 1))

    def test_a_circle_is_refused(self):
        outer = self.make_kit("Outer", (self.kit, 1))
        template = self.kit.product_tmpl_id
        for part in (self.kit, outer):
            with self.assertRaisesRegex(ValidationError, "cycle"), self.cr.savepoint():
                template.md_kit_line_ids = [self.line(part, 1)]
        self.assertEqual(self.free(product=outer), 2)

    def test_what_is_promised_itself_becomes_no_kit(self):
        self.orders((self.other, 1)).action_confirm()
        self.put(self.other, -6)
        with self.assertRaisesRegex(ValidationError, "not done"):
            self.other.product_tmpl_id.write(
                {"md_kit": "parts", "md_kit_line_ids": [self.line(self.product, 1)]}
            )

    def test_kits_are_found(self):
        stock = self.make_kit("Ready", (self.product, 1), kind="stock")
        found = {}
        for kind in ("no", "parts", "stock"):
            found[kind] = self.env["product.template"].search([("md_kit", "=", kind)])
        self.assertIn(self.kit.product_tmpl_id, found["parts"])
        self.assertIn(stock.product_tmpl_id, found["stock"])
        self.assertIn(self.product.product_tmpl_id, found["no"])
        self.assertFalse(found["parts"] & found["stock"] | found["no"] & found["parts"])

    def test_what_changes_a_part_is_published_of_its_kits(self):
        feed = self.env["md.availability.feed"]
        changes = self.env["md.availability.change"]
        hamper = self.make_kit("Hamper", (self.kit, 1))
        feed._publish()
        _all, mark, _more = changes._since(self.channel)
        self.orders((self.other, 1)).action_confirm()
        feed._publish()
        told, mark, _more = changes._since(self.channel, mark)
        self.assertEqual(told, {self.other.id: 5, self.kit.id: 1, hamper.id: 1})
        self.kit.product_tmpl_id.md_kit_line_ids[1].product_qty = 1
        feed._publish()
        told, mark, _more = changes._since(self.channel, mark)
        self.assertEqual(told, {self.kit.id: 5, hamper.id: 5})
