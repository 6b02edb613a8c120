from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.point_of_sale.tests.test_frontend import TestPointOfSaleHttpCommon


@tagged("post_install", "-at_install")
class TestTenderTour(TestPointOfSaleHttpCommon):
    """A cashier takes five tenders, asks for ids, and gives back as it was paid."""

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
        for name in ("bKash", "Nagad", "Rocket", "Card"):
            cls.main_pos_config.payment_method_ids += cls.method(name)
        cls.env["product.product"].create(
            {
                "name": "Md Rice",
                "list_price": 100,
                "available_in_pos": True,
                "taxes_id": False,
            }
        )

    @classmethod
    def method(cls, name):
        journal = cls.env["account.journal"].create(
            {"name": name, "type": "bank", "code": name[:5].upper()}
        )
        values = {"name": name, "journal_id": journal.id}
        if name == "bKash":
            values |= {
                "md_qr_shown": True,
                "md_merchant_account": "MERCH001",
                "md_qr_accounts": "26.00 = bd.npsb\n26.01 = {account}",
                "md_qr_name": "Md Shop",
                "md_qr_city": "Dhaka",
                "md_qr_country": "BD",
            }
        return cls.env["pos.payment.method"].create(values)

    def used_before(self, code):
        """An id that another till has taken."""
        till = self.main_pos_config
        till.open_ui()
        order = self.env["pos.order"].create(
            {
                "session_id": till.current_session_id.id,
                "company_id": till.company_id.id,
                "amount_tax": 0,
                "amount_total": 0,
                "amount_paid": 0,
                "amount_return": 0,
                "state": "paid",
                "pos_reference": "ANOTHER-1",
            }
        )
        method = till.payment_method_ids.filtered(lambda one: one.md_tender == "bkash")
        self.env["pos.payment"].create(
            {
                "pos_order_id": order.id,
                "payment_method_id": method.id,
                "amount": 0,
                "transaction_id": code,
            }
        )
        self.env["md.tender.ledger"]._record(order)
        self.assertEqual(order.payment_ids.md_transaction_key, code)
        return order

    def test_five_tenders_and_a_refund_to_each(self):
        known = self.used_before("USEDBEFORE")
        self.main_pos_config.with_user(self.pos_user).open_ui()
        self.start_pos_tour("md_tender_tour")
        till = [("config_id", "=", self.main_pos_config.id), ("id", "!=", known.id)]
        sale, offline, back = self.env["pos.order"].search(till, order="id")
        paid = [("Card", 300), ("Cash", 350), ("Nagad", 200), ("Rocket", 50)]
        paid.append(("bKash", 100))
        self.assertEqual(self.payments(sale), paid)
        self.assertEqual(
            self.payments(back), [(name, -amount) for name, amount in paid]
        )
        keys = sale.payment_ids.sorted("id").mapped("md_transaction_key")
        self.assertEqual(keys[:3], ["9GH4K2LM3P", "71AB2CD3", "123456789"])
        self.assertEqual(sale.payment_ids.sorted("id")[0].md_payer, "017*****456")
        self.assertEqual(offline.payment_ids.md_transaction_key, "0FFLINE001")
        self.assertEqual((sale | offline | back).mapped("state"), ["paid"] * 3)
        found = [("order_id", "in", (sale | offline | back).ids)]
        self.assertFalse(self.env["md.tender.finding"].sudo().search(found))

    def test_a_manager_gives_back_otherwise_with_a_reason(self):
        role = self.env.ref("md_inventory_core.group_manager")
        self.pos_user.group_ids = [Command.set(role.ids)]
        self.main_pos_config.with_user(self.pos_user).open_ui()
        self.start_pos_tour("md_tender_manager_tour")
        till = [("config_id", "=", self.main_pos_config.id)]
        _sale, back = self.env["pos.order"].search(till, order="id")
        self.assertEqual(self.payments(back), [("Cash", -200)])
        self.assertEqual(back.md_refund_reason, "Her card is closed")
        found = (
            self.env["md.tender.finding"].sudo().search([("order_id", "=", back.id)])
        )
        self.assertEqual((found.reason, found.state), ("other", "resolved"))
        self.assertEqual(found.resolved_by, self.pos_user)

    def payments(self, order):
        return sorted((p.payment_method_id.name, p.amount) for p in order.payment_ids)
