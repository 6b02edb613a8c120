from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.point_of_sale.tests.test_frontend import TestPointOfSaleHttpCommon

from .promotion_common import goods, promote


@tagged("post_install", "-at_install")
class TestPromotionTours(TestPointOfSaleHttpCommon):
    """A cashier sells, explains, changes and takes back promotions."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.user.group_ids += cls.env.ref("md_inventory_core.group_admin")
        store = cls.main_pos_config.picking_type_id.warehouse_id
        role = cls.env.ref("md_inventory_core.group_cashier")
        cls.pos_user.write(
            {
                "group_ids": [Command.set(role.ids)],
                "md_store_ids": [Command.set(store.ids)],
            }
        )
        journal = cls.env["account.journal"].create(
            {"name": "Mobile", "type": "bank", "code": "MOB"}
        )
        cls.main_pos_config.payment_method_ids += cls.env["pos.payment.method"].create(
            {"name": "bKash", "journal_id": journal.id}
        )
        cls.coffee = cls.make("Md Coffee", 250, "9900000000011")
        cls.tea = cls.make("Md Tea", 100, "9900000000028")
        cls.milk = cls.make("Md Milk", 100, "9900000000035")
        cls.pan = cls.make("Md Pan", 300, "9900000000103")
        cls.pot = cls.make("Md Pot", 200, "9900000000110")
        cls.lid = cls.make("Md Lid", 150, "9900000000127")

    @classmethod
    def make(cls, name, price, barcode, **values):
        return cls.env["product.product"].create(
            {
                "name": name,
                "list_price": price,
                "barcode": barcode,
                "available_in_pos": True,
                "taxes_id": False,
                **values,
            }
        )

    def run_tour(self, name):
        self.main_pos_config.with_user(self.pos_user).open_ui()
        self.start_pos_tour(name)
        till = [("config_id", "=", self.main_pos_config.id)]
        return self.env["pos.order"].search(till, order="id")

    def test_sale_with_promotions_and_a_refund(self):
        tea = {"overlap": True, "percent": 100}
        tea["buy_ids"] = [goods(self.tea, "buy", 2)]
        tea["get_ids"] = [goods(self.tea, "get")]
        promote(self.env, "Buy 2 get 1", kind="buy_get", **tea)
        parts = [goods(one, "slots") for one in (self.pan, self.pot, self.lid)]
        promote(
            self.env,
            "Kitchen set",
            kind="bundle",
            how="price",
            amount=500,
            slot_ids=parts,
        )
        promote(self.env, "Milk week", percent=20, goods_ids=[goods(self.milk)])
        promote(
            self.env,
            "Pot coupon",
            layer=2,
            coupon="POT10",
            how="amount",
            amount=10,
            goods_ids=[goods(self.pot)],
        )
        sale, back = self.run_tour("md_promotion_tour")
        self.assertEqual(sale.state, "paid")
        self.assertAlmostEqual(sale.amount_total, 762)
        self.assertAlmostEqual(sale.md_promo_total, 280)
        self.assertEqual(sale.md_promo_coupons, ["POT10"])
        self.assertFalse(sale.md_promo_removed)
        self.assertFalse(sale.md_clock_suspect)
        nets = {line.product_id: line.price_subtotal_incl for line in sale.lines}
        nets = {product.name: round(net, 2) for product, net in nets.items()}
        self.assertEqual(
            nets,
            {
                "Md Tea": 200,
                "Md Pan": 230.77,
                "Md Pot": 143.85,
                "Md Lid": 115.38,
                "Md Milk": 72,
            },
        )
        uses = self.env["md.promotion.use"].search(
            [("key", "=", f"pos.order:{sale.uuid}")]
        )
        self.assertEqual(len(uses), 4)
        self.assertAlmostEqual(sum(uses.mapped("amount")), 280)
        self.assertAlmostEqual(back.amount_total, -66.67)
        self.assertEqual(back.lines.refunded_orderline_id.product_id, self.tea)
        # what is left of them comes back to the last unit
        rest = sale.lines.filtered(lambda line: line.product_id == self.tea)
        self.assertAlmostEqual(rest.price_subtotal_incl + back.amount_total, 133.33)
        self.assertFalse(self.checked(sale | back).mapped("explanation"))

    def checked(self, orders):
        """What the server finds of receipts that a real till sent."""
        self.assertEqual(set(orders.mapped("md_to_check")), {True})
        self.env["md.promotion.check"]._cron_check()
        found = self.env["md.promotion.difference"]
        return found.search([("order_id", "in", orders.ids)])

    def test_happy_hour_starts_and_ends_while_the_till_is_open(self):
        hours = [Command.create({"hour_from": 17, "hour_to": 18})]
        happy = {"percent": 20, "goods_ids": [goods(self.coffee)]}
        promote(self.env, "Happy hour", window_ids=hours, **happy)
        [sale] = self.run_tour("md_happy_hour_tour")
        self.assertAlmostEqual(sale.amount_total, 1150)
        self.assertTrue(sale.md_clock_suspect)
        rows = sale.lines.sorted("md_promo_at")
        self.assertEqual(
            [(line.qty, line.md_discount_amount) for line in rows],
            [(3, 0), (2, 100)],
        )
        found = self.checked(sale)
        # the tour sets the till's clock ahead of the server's
        self.assertEqual((found.reason, found.amount), ("clock", -100))
