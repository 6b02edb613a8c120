from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .governance_common import GovernanceCase


@tagged("post_install", "-at_install")
class TestChangeHistory(GovernanceCase):
    """The trail, field by field: who changed the price of X in March."""

    def history(self, *domain, user=None):
        self.env.flush_all()
        self.env.cr.flush()
        rows = self.env["md.change.history"].with_user(user or self.manager)
        return rows.search([("event_id", ">", self.start), *domain])

    def test_a_row_for_each_field(self):
        request = self.applied()
        self.product.write({"name": "Rice", "barcode": "B1"})
        mine = ("product_tmpl_id", "=", self.product.id)
        rows = self.history(mine)
        self.assertEqual(
            {(r.field, r.old_text, r.new_text, r.field_label) for r in rows},
            {
                ("list_price", "100.0", "80.0", "Sales Price"),
                ("name", "Basmati 5 kg", "Rice", "Name"),
                ("barcode", "4006381333931", "B1", "Barcode"),
            },
        )
        [price] = self.history(mine, ("field", "=", "list_price"))
        self.assertEqual(price.request_id, request)
        self.assertEqual((price.user_id, price.login), (self.manager, "ap_manager"))
        self.assertEqual(price.reason, f"[{request.name}] new price list")
        self.assertEqual(price.record_label, self.product.display_name)

    def test_who_changed_it_in_that_month(self):
        self.product.with_user(self.manager).sudo().list_price = 90
        self.product.with_user(self.deputy).sudo().list_price = 95
        self.env.cr.flush()
        march = [("at", ">=", "2026-03-01"), ("at", "<", "2026-04-01")]
        price = [
            ("product_tmpl_id", "=", self.product.id),
            ("field", "=", "list_price"),
            ("action", "=", "write"),
        ]
        self.assertFalse(self.history(*price, *march))
        first = self.events.search([("id", ">", self.start)], order="id", limit=1)
        self.force(
            "UPDATE md_audit_event SET at = '2026-03-15' WHERE id = %s", first.id
        )
        found = self.history(*price, *march)
        self.assertEqual(found.login, "ap_manager")
        now = fields.Datetime.now() - timedelta(hours=1)
        found = self.history(*price, ("at", ">=", now))
        self.assertEqual(found.login, "ap_deputy")

    def test_supplier_terms(self):
        supplier = self.env["res.partner"].create(
            {"name": "Mills", "is_company": True, "supplier_rank": 1}
        )
        term = self.env.ref("account.account_payment_term_30days")
        supplier.property_supplier_payment_term_id = term
        [row] = self.history(("model", "=", "res.partner"))
        self.assertEqual((row.new_text, row.record_label), (term.name, "Mills"))

    def test_part_of_a_product(self):
        vendor = self.env["product.supplierinfo"].create(
            {
                "partner_id": self.env.ref("base.main_partner").id,
                "product_tmpl_id": self.product.id,
                "price": 50,
            }
        )
        vendor.price = 45
        mine = ("product_tmpl_id", "=", self.product.id)
        [row] = self.history(mine, ("action", "=", "write"), ("field", "=", "price"))
        self.assertEqual((row.old_text, row.new_text), ("50.0", "45.0"))

    def test_who_may_read(self):
        self.product.list_price = 1
        self.assertTrue(self.history(user=self.auditor))
        for user in (self.cashier, self.keeper):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.history(user=user)
