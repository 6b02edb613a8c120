from odoo.fields import Command
from odoo.tests import new_test_user

from .till_common import TillCase


class TenderCase(TillCase):
    """A till that takes cash, card, bKash, Nagad and Rocket."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.methods = {"cash": cls.cash_pm1}
        for name in ("bKash", "Nagad", "Rocket", "Card"):
            cls.methods[name.lower()] = cls.mobile(name)
        cls.config.payment_method_ids += cls.methods["bkash"] | cls.methods["nagad"]
        cls.config.payment_method_ids += cls.methods["rocket"] | cls.methods["card"]

    @classmethod
    def mobile(cls, name):
        journal = cls.env["account.journal"].create(
            {"name": name, "type": "bank", "code": name[:5].upper()}
        )
        return cls.env["pos.payment.method"].create(
            {
                "name": name,
                "journal_id": journal.id,
                "receivable_account_id": cls.bank_pm1.receivable_account_id.id,
            }
        )

    def paid(self, *rows, quantity=None, **rest):
        """What a till sends of a sale: rows (tender, amount, transaction id, payer)."""
        amounts = [(self.methods[row[0]], row[1]) for row in rows]
        total = sum(row[1] for row in rows)
        data = self.create_ui_order_data(
            [(self.thing, quantity or total / 10)], payments=amounts, **rest
        )
        for command, row in zip(data["payment_ids"], rows, strict=True):
            more = [*row[2:], None, None][:2]
            command[2]["transaction_id"], command[2]["md_payer"] = more
        return data

    def back(self, order, *rows):
        """What a till sends of a refund: rows (tender, amount below 0)."""
        total = sum(row[1] for row in rows)
        data = self.paid(*rows, quantity=total / 10)
        [[_zero, _one, line]] = data["lines"]
        line["refunded_orderline_id"] = order.lines.id
        return {**data, "is_refund": True}

    def findings(self, order):
        return self.env["md.tender.finding"].search([("order_id", "in", order.ids)])

    def person(self, role, **values):
        return new_test_user(
            self.env,
            f"tender_{role}",
            groups=f"md_inventory_core.group_{role}",
            company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
            **values,
        )
