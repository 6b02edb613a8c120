from unittest.mock import patch

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.md_pos_ext.models.pos_config import PosConfig
from odoo.addons.point_of_sale.tests.test_frontend import TestPointOfSaleHttpCommon

from .promotion_common import goods, promote


@tagged("post_install", "-at_install")
class TestCouponTour(TestPointOfSaleHttpCommon):
    """A cashier without a server takes codes and coupons, and no coupon twice."""

    def test_codes_and_coupons_without_a_server(self):
        self.env.user.group_ids += self.env.ref("md_inventory_core.group_admin")
        till = self.main_pos_config
        role = self.env.ref("md_inventory_core.group_cashier")
        store = till.picking_type_id.warehouse_id
        self.pos_user.write(
            {
                "group_ids": [Command.set(role.ids)],
                "md_store_ids": [Command.set(store.ids)],
            }
        )
        tea = self.env["product.product"].create(
            {
                "name": "Md Tea",
                "list_price": 100,
                "barcode": "9900000000028",
                "available_in_pos": True,
                "taxes_id": False,
            }
        )
        own = {"goods_ids": [goods(tea)], "how": "amount"}
        promote(self.env, "Welcome", amount=5, layer=1, coupon="WELCOME-5", **own)
        over = promote(self.env, "Bygone", amount=5, coupon="BYGONE", **own)
        self.env["md.promotion.life"]._end(over, "test")
        tag = self.env["res.partner.category"].create({"name": "Members"})
        members = {"partner_tag_ids": [Command.set(tag.ids)]}
        promote(self.env, "Club", amount=5, coupon="MEMBERS", **members, **own)
        single = promote(
            self.env, "Letter", amount=10, layer=2, coupon_single=True, **own
        )
        batch = self.env["md.coupon.batch"].create(
            {"name": "Letter", "promotion_id": single.id, "count": 3}
        )
        batch.action_issue()
        till.name = " ".join(["Shop", *batch.coupon_ids.mapped("code")])
        till.with_user(self.pos_user).open_ui()
        coupons = batch.coupon_ids
        with self.elsewhere(coupons[1:]):
            self.start_pos_tour("md_coupon_tour")
        orders = self.env["pos.order"].search(
            [("config_id", "=", till.id), ("state", "=", "paid")], order="id"
        )
        self.assertEqual(orders.mapped("amount_total"), [85, 90])
        self.assertEqual(coupons[0].order_uuid, orders[0].uuid)
        found = self.env["md.till.finding"].search([("reason", "=", "coupon")])
        self.assertEqual((found.order_id, found.amount), (orders[1], 10))
        self.assertIn("Other till", found.explanation)

    def elsewhere(self, coupons):
        """Another till takes them, right after this one has asked."""
        asks, left = PosConfig.md_promotions, [coupons.ids]

        def told(till, *words, **asked):
            answer = asks(till, *words, **asked)
            for number in left.pop() if asked.get("coupons") and left else ():
                service, now = till.env["md.coupons"], fields.Datetime.now()
                service._redeem(number, "other", "Other till", now)
            return answer

        return patch.object(PosConfig, "md_promotions", told)
