from odoo import Command, fields

from .test_levies import LeviesCase

BIN = "000123456-0101"


class ChallanCase(LeviesCase):
    """A registered company of Bangladesh that sells by invoice and at a till."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write({"street": "Road 5", "city": "Dhaka"})
        cls.company.partner_id.md_bin = BIN
        cls.store = cls.env["stock.warehouse"].search(
            [("company_id", "=", cls.company.id)], limit=1
        )
        cls.till = cls.make_till()

    @classmethod
    def make_till(cls):
        journal = cls.env["account.journal"].create(
            {
                "name": "Cash",
                "type": "cash",
                "code": "TILLC",
                "company_id": cls.company.id,
            }
        )
        cash = cls.env["pos.payment.method"].create(
            {"name": "Cash", "journal_id": journal.id, "company_id": cls.company.id}
        )
        till = cls.env["pos.config"].create(
            {
                "name": "Dhaka 1",
                "company_id": cls.company.id,
                "payment_method_ids": [Command.set(cash.ids)],
            }
        )
        till.open_ui()
        till.current_session_id.set_opening_control(0, None)
        return till

    def sell(self, *lines, partner=None, state="paid"):
        """A paid receipt of [(taxes, price, quantity, discount)]."""
        order = self.env["pos.order"].create(
            {
                "company_id": self.company.id,
                "session_id": self.till.current_session_id.id,
                "partner_id": partner and partner.id,
                "lines": [Command.create(self.line(*line)) for line in lines],
                **dict.fromkeys(
                    ("amount_tax", "amount_total", "amount_paid", "amount_return"), 0
                ),
            }
        )
        order._compute_prices()
        if state == "paid":
            self.pay(order)
        return order

    def pay(self, order):
        order.add_payment(
            {
                "pos_order_id": order.id,
                "amount": order.amount_total,
                "payment_date": fields.Datetime.now(),
                "payment_method_id": self.till.payment_method_ids.id,
            }
        )
        order.action_pos_order_paid()

    def line(self, taxes, price, quantity, discount=0, name="Perfume"):
        product = self.product(taxes, name)
        return {
            "product_id": product.id,
            "full_product_name": name,
            "price_unit": price,
            "qty": quantity,
            "discount": discount,
            "tax_ids": [Command.set(taxes.ids)],
            "price_subtotal": 0,
            "price_subtotal_incl": 0,
        }

    def challan(self, source):
        return self.env["md.challan"].browse(source.md_action_challan()["res_id"])

    def user(self, role, **values):
        return self.env["res.users"].create(
            {
                "name": role,
                "login": f"challan_{role}",
                "company_id": self.company.id,
                "company_ids": [Command.set(self.company.ids)],
                "group_ids": [
                    Command.set(self.env.ref(f"md_inventory_core.group_{role}").ids)
                ],
                **values,
            }
        )

    def adds_up(self, challan, total):
        """On each line, on the challan, and with the document."""
        for line in challan.line_ids:
            parts = line.base + line.sd + line.vat
            self.assertEqual(round(parts, 2), line.total, line.name)
        for name in ("gross", "base", "sd", "vat", "total"):
            found = round(sum(challan.line_ids.mapped(name)), 2)
            self.assertEqual(found, challan[name], name)
        self.assertEqual(challan.total, total)
