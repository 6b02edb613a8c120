from odoo.fields import Command
from odoo.tests import tagged

from . import test_promotion_tours
from .promotion_common import goods, promote


@tagged("post_install", "-at_install")
class TestPromotionEdges(test_promotion_tours.TestPromotionTours):
    """Weighed goods, a case, a combo and a way to pay in one basket, invoiced."""

    test_sale_with_promotions_and_a_refund = None
    test_happy_hour_starts_and_ends_while_the_till_is_open = None

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        vat = cls.env["account.tax"].create(
            {
                "name": "15 % included",
                "amount": 15,
                "type_tax_use": "sale",
                "price_include_override": "tax_included",
            }
        )
        taxes = {"taxes_id": [Command.set(vat.ids)]}
        kilo = {"uom_id": cls.env.ref("uom.product_uom_kgm").id}
        cls.rice = cls.make("Md Rice", 120, "9900000000202", **taxes, **kilo)
        cls.cola = cls.make("Md Cola", 57.5, "9900000000219", **taxes)
        cls.env["product.uom"].create(
            {
                "product_id": cls.cola.id,
                "uom_id": cls.env.ref("uom.product_uom_dozen").id,
                "barcode": "9900000000226",
            }
        )
        cls.burger = cls.make("Md Burger", 150, "9900000000240", **taxes)
        wrap = cls.make("Md Wrap", 140, "9900000000257")
        items = [Command.create({"product_id": one.id}) for one in cls.burger | wrap]
        choice = cls.env["product.combo"].create(
            {"name": "Main", "combo_item_ids": items}
        )
        parts = {"type": "combo", "combo_ids": [Command.set(choice.ids)]}
        cls.lunch = cls.make("Md Lunch", 200, "9900000000233", **parts)
        cls.env["res.partner"].create({"name": "Md Rahima"})

    def test_one_basket_of_all_kinds_and_its_invoice(self):
        env = self.env
        promote(env, "Rice week", percent=10, goods_ids=[goods(self.rice)])
        promote(env, "Burger week", percent=50, goods_ids=[goods(self.burger)])
        dozen = [Command.create({"least": 12, "how": "percent", "value": 5})]
        promote(
            env,
            "By the dozen",
            kind="tiers",
            tier_ids=dozen,
            goods_ids=[goods(self.cola)],
        )
        everything = Command.create({"role": "goods", "all_goods": True})
        bkash = env["md.tender"].search([("code", "=", "bkash")])
        promote(
            env,
            "bKash saves",
            kind="tender",
            layer=2,
            percent=5,
            tender_id=bkash.id,
            goods_ids=[everything],
        )
        [sale] = self.run_tour("md_promotion_edges_tour")
        self.assertAlmostEqual(sale.amount_total, 950.97)
        self.assertAlmostEqual(sale.md_promo_total, 15 + 34.5 + 39.53)
        self.assertAlmostEqual(sum(sale.lines.mapped("price_subtotal_incl")), 950.97)
        invoice = sale.account_move
        self.assertEqual(invoice.state, "posted")
        self.assertAlmostEqual(invoice.amount_total, sale.amount_total)
        self.assertAlmostEqual(invoice.amount_tax, sale.amount_tax)
        totals = {line.product_id: line.price_subtotal_incl for line in sale.lines}
        for line in invoice.invoice_line_ids.filtered("product_id"):
            if line.product_id in (self.rice, self.cola):
                self.assertAlmostEqual(line.price_total, totals[line.product_id])
        self.assertFalse(self.checked(sale).mapped("explanation"))
