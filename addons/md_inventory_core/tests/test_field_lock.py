from lxml import etree

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from .governance_common import GovernanceCase


@tagged("post_install", "-at_install")
class TestFieldLock(GovernanceCase):
    """Nobody changes a locked field of an active product, whatever the road."""

    def test_each_locked_field_of_a_manager(self):
        other = self.env["product.category"].create({"name": "Other"})
        unit = self.env.ref("uom.product_uom_dozen")
        tax = self.env["account.tax"].search([("type_tax_use", "=", "sale")], limit=1)
        variant = self.product.product_variant_id
        tries = (
            (self.product, {"name": "Rice"}, "Name of"),
            (self.product, {"list_price": 1}, "Sales Price of"),
            (self.product, {"taxes_id": [Command.link(tax.id)]}, "Sales Taxes of"),
            (self.product, {"uom_id": unit.id}, "Unit of"),
            (self.product, {"categ_id": other.id}, "Product Category of"),
            (self.product, {"default_code": "X"}, "Internal Reference of"),
            (self.product, {"barcode": "X"}, "Barcode of"),
            (self.product, {"standard_price": 1}, "Cost of"),
            (variant, {"list_price": 1}, "Sales Price of"),
            (variant, {"lst_price": 1}, "Sales Price of"),
            (variant, {"barcode": False}, "Barcode of"),
            (variant, {"name": "Rice"}, "Name of"),
        )
        self.product.taxes_id = False
        for record, vals, text in tries:
            with self.subTest(record=record._name, vals=vals):
                with self.assertRaises(UserError) as caught, self.cr.savepoint():
                    self.save(self.manager, record, vals)
                self.assertIn(text, str(caught.exception))
                self.assertIn("Ask for a Change", str(caught.exception))
                self.env.invalidate_all()
        self.assertEqual(self.product.list_price, 100)

    def test_what_is_the_same_is_no_change(self):
        """A file that is imported again sends all columns."""
        vals = {
            "name": self.product.name,
            "list_price": 100.0000001,
            "categ_id": self.product.categ_id.id,
            "taxes_id": [Command.set(self.product.taxes_id.ids)],
            "default_code": "BAS-5",
            "description_sale": "Long grains",
        }
        self.save(self.manager, self.product, vals)
        self.assertEqual(self.product.description_sale, "Long grains")

    def test_import_names_the_row(self):
        result = self.product.with_user(self.manager).load(
            [".id", "list_price"], [[str(self.product.id), "55"]]
        )
        self.assertFalse(result["ids"])
        self.assertIn("Sales Price of", result["messages"][0]["message"])
        self.assertEqual(self.product.list_price, 100)

    def test_who_may_not_write_at_all_hears_that(self):
        for user in (self.cashier, self.auditor, self.keeper):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.save(user, self.product, {"list_price": 1})

    def test_roles_that_change_directly(self):
        self.save(self.admin, self.product, {"name": "Basmati Rice 5 kg"})
        self.assertEqual(self.product.name, "Basmati Rice 5 kg")
        with self.refused(UserError, "a manager can ask"):
            self.save(self.admin, self.product, {"list_price": 1})
        lock = self.env.ref("md_inventory_core.md_field_lock_list_price")
        lock.direct_group_ids = self.env.ref("md_inventory_core.group_admin")
        self.save(self.admin, self.product, {"list_price": 1})
        self.assertEqual(self.product.list_price, 1)

    def test_drafts_are_free_and_do_not_come_back(self):
        draft = self.env["product.template"].create({"name": "New", "md_life": "draft"})
        self.save(self.manager, draft, {"list_price": 5, "barcode": "9"})
        draft.with_user(self.manager).md_action_activate()
        with self.refused(UserError, "Sales Price of"):
            self.save(self.manager, draft, {"list_price": 6})
        with self.refused(UserError, "is active and stays so"):
            self.save(self.manager, draft, {"md_life": "draft"})
        self.assertEqual(draft.list_price, 5)

    def test_company_says_what_new_products_are(self):
        self.company.md_new_products = "draft"
        made = self.env["product.template"].create({"name": "New"})
        self.assertEqual(made.md_life, "draft")

    def test_creation_and_copy_are_free(self):
        made = self.rpc(
            self.manager,
            "product.template",
            "create",
            [{"name": "New", "list_price": 5, "default_code": "N", "barcode": "99"}],
        )
        made = self.env["product.template"].browse(made)
        self.assertEqual((made.default_code, made.barcode), ("N", "99"))
        copied = made.with_user(self.manager).copy()
        self.assertEqual(copied.list_price, 5)

    def test_creation_does_not_smuggle(self):
        """A new product that carries a write to another one is refused."""
        self.cr.execute(
            "UPDATE product_product SET create_date = '2020-01-01' WHERE id = %s",
            [self.product.product_variant_id.id],
        )
        self.env.invalidate_all()
        item = Command.update(self.product.product_variant_id.id, {"barcode": "1"})
        with self.refused(UserError, "Barcode of"):
            self.rpc(
                self.manager,
                "product.template",
                "create",
                [{"name": "New", "product_variant_ids": [item]}],
            )

    def test_company_that_does_not_govern(self):
        self.env["res.company"].search([]).md_products_governed = False
        self.save(self.manager, self.product, {"list_price": 1, "barcode": "1"})
        self.assertEqual((self.product.list_price, self.product.barcode), (1, "1"))

    def test_programs_are_not_concerned(self):
        self.product.with_user(self.manager).sudo().list_price = 70
        self.assertEqual(self.product.list_price, 70)

    def test_refusal_is_on_the_way_to_the_trail(self):
        try:
            self.save(self.manager, self.product, {"list_price": 1})
        except UserError as error:
            self.assertEqual(error.md_refusal.ids, (self.product.id,))

    def test_suppliers(self):
        supplier = self.env["res.partner"].create(
            {"name": "Mills", "is_company": True, "supplier_rank": 1}
        )
        term = self.env.ref("account.account_payment_term_30days")
        bank = self.env["res.partner.bank"].create(
            {"partner_id": supplier.id, "acc_number": "BD001"}
        )
        row = self.env["product.supplierinfo"].create(
            {
                "partner_id": supplier.id,
                "product_tmpl_id": self.product.id,
                "price": 50,
            }
        )
        tries = (
            (supplier, {"property_supplier_payment_term_id": term.id}),
            (bank, {"acc_number": "BD002"}),
            (row, {"price": 40}),
        )
        for record, vals in tries:
            with self.subTest(record._name), self.refused(UserError, "is locked"):
                self.save(self.manager, record, vals)
        self.save(self.manager, row, {"delay": 9})
        self.assertEqual(row.delay, 9)
        customer = self.env["res.partner"].create({"name": "Buyer"})
        self.save(
            self.manager, customer, {"property_supplier_payment_term_id": term.id}
        )
        self.assertEqual(customer.property_supplier_payment_term_id, term)

    def test_pricelist_and_extra_price(self):
        pricelist = self.env["product.pricelist"].create({"name": "VIP"})
        item = self.env["product.pricelist.item"].create(
            {
                "pricelist_id": pricelist.id,
                "product_tmpl_id": self.product.id,
                "applied_on": "1_product",
                "fixed_price": 90,
            }
        )
        with self.refused(UserError, "Fixed Price of"):
            self.save(self.manager, item, {"fixed_price": 10})
        self.save(self.manager, item, {"min_quantity": 3})
        self.assertEqual((item.fixed_price, item.min_quantity), (90, 3))

    def test_form_shows_them_read_only(self):
        form = Form(self.product.with_user(self.manager))
        self.assertIn(" list_price ", form.md_locked)
        with self.assertRaises(AssertionError):
            form.list_price = 1
        with self.assertRaises(AssertionError):
            form.barcode = "1"
        form.description_sale = "Grains"
        form.save()
        self.assertEqual(self.product.description_sale, "Grains")
        new = Form(self.env["product.template"].with_user(self.manager))
        new.name, new.list_price = "New", 7
        self.assertEqual(new.save().list_price, 7)

    def test_list_shows_them_read_only(self):
        view = self.env["product.template"].with_user(self.manager)
        arch = etree.fromstring(view.get_view(view_type="list")["arch"])
        [price] = arch.xpath("//field[@name='list_price']")
        self.assertIn("md_locked", price.get("readonly"))
        [lock] = arch.xpath("//field[@name='md_locked']")
        self.assertEqual(lock.get("column_invisible"), "1")

    def test_lock_of_what_cannot_be_locked(self):
        field = self.env["ir.model.fields"]._get("res.users", "login")
        with self.assertRaises(ValidationError):
            self.env["md.field.lock"].create({"field_id": field.id})
