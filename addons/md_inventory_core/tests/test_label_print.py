from datetime import date

from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command, Datetime
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .label_common import LabelCase


@tagged("post_install", "-at_install")
class TestLabelPrint(LabelCase):
    """From products, receipts, counts and prices to a file."""

    def refused(self, words, wizard):
        before = wizard.file
        with self.assertRaisesRegex(UserError, words), self.cr.savepoint():
            wizard.action_print()
        self.assertEqual(wizard.file, before)

    def test_from_a_product_to_a_sheet(self):
        wizard = self.of_products(self.doi, lang=self.bengali)
        self.assertEqual(wizard.layout_id, self.layouts["shelf"])
        self.assertEqual((wizard.total, wizard.sheet_id), (1, self.sheets["3x8"]))
        self.assertEqual(self.codes_on(wizard.preview), ["2000000000015"])
        wizard.line_ids.quantity = 30
        wizard.start = 20
        pages = self.texts(wizard)
        self.assertEqual([page.count("মিষ্টি দই") for page in pages], [5, 24, 1])
        self.assertEqual(wizard.file_name, "Shelf Label 70 x 36 30.pdf")

    def action_of_list(self, record, user):
        """What Print Labels of a list's actions opens."""
        names = {"product.template": "template_", "product.product": ""}
        name = f"product.action_product_{names[record._name]}print_labels"
        action = self.env.ref(name).with_user(user)
        chosen = {"active_model": record._name, "active_ids": record.ids}
        return action.with_context(**chosen, active_id=record.id).run()

    def test_action_of_the_list_needs_no_right_to_change_products(self):
        self.assertFalse(self.doi.with_user(self.worker).has_access("write"))
        for record in (self.doi, self.doi.product_tmpl_id):
            for role in ("cashier", "warehouse", "manager"):
                user = self.users[role]
                with self.subTest(model=record._name, role=role):
                    wizard = self.wizard(self.action_of_list(record, user))
                    wizard = wizard.with_user(user)
                    self.assertEqual(wizard.line_ids.product_id, self.doi)
                    self.assertEqual(len(self.texts(wizard)), 1)
            for role in ("support", "auditor"):
                with self.assertRaises(AccessError):
                    self.action_of_list(record, self.users[role])

    def test_roll_and_printer(self):
        wizard = self.of_products(self.doi, format="roll")
        wizard.line_ids.quantity = 3
        self.assertEqual(len(self.texts(wizard)), 3)
        for kind in ("zpl", "zpl_packed"):
            wizard.format = kind
            made = self.printed(wizard).decode("ascii")
            self.assertEqual(made.count("^XA"), 1)
            self.assertIn("^PQ3,", made)
            self.assertEqual(":Z64:" in made, kind == "zpl_packed")
            self.assertTrue(wizard.file_name.endswith(".zpl"))

    def test_download_is_the_file(self):
        wizard = self.of_products(self.doi)
        action = wizard.action_print()
        self.assertEqual(action["type"], "ir.actions.act_url")
        self.assertIn(f"id={wizard.id}&field=file", action["url"])

    def receipt(self, quantity, unit=None):
        store = self.env["stock.warehouse"].search(
            [("company_id", "=", self.company.id)], limit=1
        )
        vendors = self.env.ref("stock.stock_location_suppliers")
        picking = self.env["stock.picking"].create(
            {
                "picking_type_id": store.in_type_id.id,
                "location_id": vendors.id,
                "location_dest_id": store.lot_stock_id.id,
                "move_ids": [
                    Command.create(
                        {
                            "product_id": self.doi.id,
                            "product_uom_qty": quantity,
                            "product_uom": (unit or self.doi.uom_id).id,
                            "location_id": vendors.id,
                            "location_dest_id": store.lot_stock_id.id,
                        }
                    )
                ],
            }
        )
        picking.action_confirm()
        return picking

    def test_as_many_as_were_received(self):
        self.give_carton_code()
        picking = self.receipt(40)
        picking.move_ids.quantity = 30
        picking.move_ids.picked = True
        picking.with_context(skip_backorder=True).button_validate()
        self.assertEqual(picking.state, "done")
        action = picking.with_user(self.worker).action_open_label_layout()
        wizard = self.wizard(action).with_user(self.worker)
        self.assertEqual(wizard.total, 30)
        with Form(wizard) as form:
            form.layout_id = self.layouts["carton"]
        # two full cartons of twelve; the third one is not full
        self.assertEqual(wizard.total, 2)
        self.assertEqual(self.codes_on(wizard.preview), ["10012345678902"])

    def test_units_of_the_receipt_are_counted_in_pieces(self):
        picking = self.receipt(2, self.dozen)
        action = picking.with_user(self.worker).action_open_label_layout()
        self.assertEqual(self.wizard(action).total, 24)

    def test_as_many_as_were_counted(self):
        store = self.env["stock.warehouse"].search(
            [("company_id", "=", self.company.id)], limit=1
        )
        stock = self.env["stock.quant"]
        stock._update_available_quantity(self.doi, store.lot_stock_id, 7)
        quant = stock._gather(self.doi, store.lot_stock_id)
        wizard = self.wizard(quant.with_user(self.worker).action_md_labels())
        self.assertEqual(wizard.total, 7)
        quant.inventory_quantity = 9
        wizard = self.wizard(quant.with_user(self.worker).action_md_labels())
        self.assertEqual(wizard.total, 9)

    def test_carton_with_lot_and_day(self):
        self.give_carton_code()
        wizard = self.of_products(
            self.doi, layout_id=self.layouts["carton"].id, format="roll"
        )
        wizard.line_ids.write({"lot": "A-77", "expiry": date(2027, 1, 31)})
        expected = "(01)10012345678902(17)270131(10)A-77"
        self.assertEqual(self.codes_on(wizard.preview), [expected])
        [text] = self.texts(wizard)
        self.assertIn("12 Units", text)
        self.assertIn("Lot: A-77", text)
        wizard.line_ids.lot = "দই"
        self.refused("lot দই does not go into a GS1-128", wizard)

    def test_carton_without_a_code_names_the_product(self):
        wizard = self.of_products(self.doi, layout_id=self.layouts["carton"].id)
        self.assertIn("Mishti Doi has no packaging", wizard.problem)
        self.refused("Mishti Doi has no packaging with a barcode", wizard)

    def test_label_without_a_code_says_so(self):
        wizard = self.of_products(self.plain)
        self.assertIn("No Code has no barcode", wizard.problem)
        self.assertTrue(wizard.preview)
        self.printed(wizard)
        self.assertIn("No Code has no barcode", wizard.notes)

    def test_numbers_that_are_not_sane(self):
        wizard = self.of_products(self.doi + self.plain)
        first, second = wizard.line_ids
        for quantities, words in (
            ((0, 0), "nothing to print"),
            ((-1, 1), "Mishti Doi: -1 labels cannot"),
            ((1, 100_000), "No Code: 100000 labels cannot"),
            ((6_000, 4_001), "10001 labels are too many for one file: at most 10000"),
        ):
            first.quantity, second.quantity = quantities
            self.refused(words, wizard)
        first.quantity, second.quantity = 0, 2
        self.assertEqual(len(self.texts(wizard)), 1)

    def test_places_that_are_not_on_the_sheet(self):
        wizard = self.of_products(self.doi, start=25)
        self.refused("places 1 to 24, not 25", wizard)
        wizard.write({"start": 1, "sheet_id": self.sheets["5x13"].id})
        self.refused("larger than those of the sheet", wizard)

    def test_name_of_300_letters(self):
        self.plain.name = "মিষ্টি দই " * 30
        wizard = self.of_products(self.plain)
        self.assertIn("is too long and is cut", wizard.problem)
        [text] = self.texts(wizard)
        self.assertIn("…", text)

    def test_layout_smaller_than_its_code(self):
        small = self.layouts["shelf"].copy(
            {"name": "Tiny", "width": 24, "height": 20, "sheet_id": False}
        )
        wizard = self.of_products(self.doi, layout_id=small.id)
        words = r"Tiny, .*Mishti Doi: the barcode 2000000000015 \(EAN-13\) needs"
        self.assertRegex(wizard.problem, words)
        self.refused(words, wizard)

    def test_layout_that_is_not_sane(self):
        shelf = self.layouts["shelf"]
        for values, words in (
            ({"width": 500}, "width must be between 20 and 210 mm"),
            ({"margin": -1}, "margin must be between"),
            ({"width": 90}, "the labels of this sheet have 70 x 36"),
        ):
            with self.assertRaisesRegex(ValidationError, words), self.cr.savepoint():
                shelf.write(values)
        self.assertTrue(shelf.preview)
        self.assertEqual(self.codes_on(shelf.preview), ["2000000000015"])

    def test_sheet_of_the_own(self):
        own = self.sheets["3x8"].copy({"name": "2 x 2", "columns": 2, "rows": 2})
        own.write({"left": 20, "top": 50, "gap_x": 10, "gap_y": 10})
        wizard = self.of_products(self.doi, sheet_id=own.id)
        wizard.line_ids.quantity = 5
        self.assertEqual(len(self.texts(wizard)), 2)
        for values, name in (
            ({"columns": 3}, "on_page"),
            ({"rows": 0}, "numbers"),
            ({"gap_x": -1}, "sizes"),
        ):
            with (
                self.assertRaisesRegex(CheckViolation, f"md_label_sheet_{name}"),
                mute_logger("odoo.sql_db"),
                self.cr.savepoint(),
            ):
                own.write(values)
                own.flush_recordset()

    def test_every_shipped_layout_shows_itself(self):
        for record in self.env["md.label.layout"].search([]):
            self.assertFalse(record.problem, record.name)
            self.assertEqual(len(self.codes_on(record.preview)), 1, record.name)

    def test_new_prices(self):
        since = Datetime.now()
        self.doi.list_price = 90
        self.plain.list_price = 9
        self.plain.list_price = 8  # as it was
        self.env.cr.flush()
        wizard = self.env["md.label.wizard"].with_user(self.worker)._action_new()
        wizard = self.wizard(wizard).with_user(self.worker)
        wizard.changed_since = since
        wizard.action_add_changed()
        self.assertEqual(wizard.line_ids.product_id, self.doi)
        self.assertEqual(wizard.line_ids.old_price, 100)
        wizard.layout_id = self.layouts["price_tag"]
        [text] = self.texts(wizard)
        self.assertIn("115.00", text)
        self.assertIn("103.50", text)
        self.refused_again(wizard)

    def refused_again(self, wizard):
        with self.assertRaisesRegex(UserError, "No price has changed"):
            wizard.action_add_changed()

    def test_manager_changes_a_price_and_prints(self):
        manager = self.users["manager"]
        dialog = self.env["md.price.change.wizard"].with_user(manager)
        dialog = dialog.create(
            {"product_id": self.doi.product_tmpl_id.id, "price": 80, "reason": "Eid"}
        )
        wizard = self.wizard(dialog.action_change_and_print())
        self.assertEqual(self.doi.list_price, 80)
        self.assertEqual(wizard.kind, "price_tag")
        self.assertEqual(wizard.line_ids.old_price, 100)

    def test_who_prints(self):
        for role in ("support", "auditor"):
            user = self.users[role]
            with self.subTest(role):
                with self.assertRaises(AccessError):
                    self.env["md.label.wizard"].with_user(user)._action_new()
                action = self.doi.with_user(user).action_open_label_layout()
                self.assertEqual(action["res_model"], "product.label.layout")
        with self.assertRaises(AccessError):
            self.layouts["shelf"].with_user(self.worker).width = 60
        other = self.env["res.company"].create({"name": "Else"})
        foreign = self.layouts["shelf"].copy({"company_id": other.id})
        with self.assertRaises(AccessError):
            foreign.with_user(self.worker).read(["name"])
