from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .promotion_common import PromotionCase


@tagged("post_install", "-at_install")
class TestOrderPromotionWizard(PromotionCase):
    """A code by phone; a promotion that the customer does not want."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tea.taxes_id = cls.cola.taxes_id = False
        cls.manager = new_test_user(
            cls.env, "desk manager", groups="md_inventory_core.group_manager"
        )
        partner = cls.env["res.partner"].create({"name": "Rahima"})
        lines = [(0, 0, {"product_id": one.id}) for one in (cls.tea, cls.cola)]
        values = {"partner_id": partner.id, "order_line": lines}
        cls.order = cls.env["sale.order"].create(values)
        cls.env.cr.flush()

    def dialog(self):
        action = self.order.with_user(self.manager).md_action_promotions()
        wizard = self.env[action["res_model"]].with_user(self.manager)
        return wizard.with_context(**action["context"]).create({})

    def offers(self):
        drinks = self.make(goods=self.drinks, percent=10, name="Drinks")
        coupon = self.make(goods=self.tea, percent=20, name="Tea", coupon="TEA20")
        self.on_sale(drinks | coupon)
        self.order.order_line[0].product_uom_qty = 1
        self.env["md.promotion.order"]._apply(self.order)

    def test_a_code_and_back(self):
        self.offers()
        self.assertEqual(self.order.amount_total, 144)
        dialog = self.dialog()
        self.assertEqual(dialog.line_ids.mapped("amount"), [16])
        dialog.codes = "TEA20"
        dialog.action_apply()
        self.assertEqual(self.order.amount_total, 80 + 54)
        dialog = self.dialog()
        self.assertEqual(dialog.codes, "TEA20")
        dialog.codes = ""
        dialog.action_apply()
        self.assertEqual(self.order.amount_total, 144)
        self.assertFalse(self.order.md_coupons)

    def test_an_unknown_code_changes_nothing(self):
        self.offers()
        dialog = self.dialog()
        dialog.codes = "TEA20, NOPE"
        with self.assertRaisesRegex(UserError, "NOPE"):
            dialog.action_apply()
        self.assertFalse(self.order.md_coupons)

    def test_taken_out_with_a_reason_and_put_back(self):
        self.offers()
        dialog = self.dialog()
        row = dialog.line_ids
        row.out = True
        with self.assertRaisesRegex(UserError, "Drinks: say why"):
            dialog.action_apply()
        row.reason = "Pays the full price"
        dialog.action_apply()
        self.assertEqual(self.order.amount_total, 160)
        [kept] = self.order.md_promo_removed
        self.assertEqual(kept["reason"], "Pays the full price")
        self.assertEqual(kept["user"], self.manager.name)
        dialog = self.dialog()
        self.assertEqual(dialog.line_ids.mapped("name"), ["Drinks"])
        dialog.line_ids.out = False
        dialog.action_apply()
        self.assertEqual(self.order.amount_total, 144)

    def test_a_confirmed_order_keeps_its_price(self):
        self.offers()
        dialog = self.dialog()
        self.order.action_confirm()
        with self.assertRaisesRegex(UserError, "confirmed"):
            dialog.action_apply()

    def test_who_may_not_write_orders(self):
        support = new_test_user(
            self.env, "desk support", groups="md_inventory_core.group_support"
        )
        with self.assertRaises(AccessError):
            self.order.with_user(support).md_action_promotions()
