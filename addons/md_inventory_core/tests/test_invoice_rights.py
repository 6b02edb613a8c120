from odoo.tests import TransactionCase, new_test_user, tagged


@tagged("post_install", "-at_install")
class TestInvoiceRights(TransactionCase):
    """Who makes an invoice can open it."""

    def test_a_manager_opens_an_invoice(self):
        manager = new_test_user(
            self.env, "invoice manager", groups="md_inventory_core.group_manager"
        )
        goods = self.env["product.product"].create(
            {"name": "Pan", "list_price": 10, "invoice_policy": "order"}
        )
        values = {
            "partner_id": self.env["res.partner"].create({"name": "Rahima"}).id,
            "order_line": [(0, 0, {"product_id": goods.id})],
        }
        order = self.env["sale.order"].with_user(manager).create(values)
        order.action_confirm()
        invoice = order._create_invoices()
        view = invoice.get_views([(False, "form")])
        names = view["models"]["account.move"]["fields"]
        self.assertIn("payment_count", names)
        self.env.invalidate_all()
        [read] = invoice.web_read(dict.fromkeys(names, {}))
        self.assertEqual(read["payment_count"], 0)
        self.assertEqual(invoice.create_uid, manager)
