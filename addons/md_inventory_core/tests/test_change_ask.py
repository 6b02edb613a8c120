from odoo.tests import tagged

from .governance_common import GovernanceCase


@tagged("post_install", "-at_install")
class TestChangeAsk(GovernanceCase):
    """The dialog shows what is, and asks for what was edited."""

    def test_dialog(self):
        action = self.product.with_user(self.manager).md_action_ask_change()
        dialog = (
            self.env["md.change.ask"].with_user(self.manager).browse(action["res_id"])
        )
        self.assertEqual((dialog.list_price, dialog.barcode), (100, "4006381333931"))
        self.assertEqual(dialog.standard_price, 60)
        dialog.write({"list_price": 90, "standard_price": 62, "reason": "dearer"})
        request = self.env["md.change.request"].browse(dialog.action_ask()["res_id"])
        self.assertEqual(
            {line.field: (line.old_text, line.new_text) for line in request.line_ids},
            {"list_price": ("100.00", "90.00"), "standard_price": ("60.00", "62.00")},
        )
        cashier = self.product.with_user(self.cashier).md_action_ask_change()
        shown = self.env["md.change.ask"].browse(cashier["res_id"]).shown
        self.assertEqual(shown, " list_price ")
