from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .shortage_common import ShortageCase


@tagged("post_install", "-at_install")
class TestShortageMore(ShortageCase):
    """Carts, companies, names and steps: found by a review."""

    def test_goods_in_output_are_not_reserved_beyond_the_claim(self):
        self.warehouse.delivery_steps = "pick_ship"
        paid, half = self.promised(4), self.promised(6)
        self.pay(paid)
        step = half.picking_ids.filtered(
            lambda p: p.picking_type_id == self.warehouse.pick_type_id
        )
        step.move_ids.quantity = 3
        step.move_ids.picked = True
        step.with_context(skip_backorder=True).button_validate()
        self.settle(half)
        self.feed._publish()
        self.count_to(2)  # and 3 in the output zone
        for _n in range(2):
            self.review(half)
        self.assertEqual(self.lost(), {half: 3, paid: 2})
        self.assertEqual(len(self.shortages()), 2)
        self.assertNoDrift()

    def test_an_abandoned_cart_is_no_news(self):
        order = self.order(4)
        order._md_hold()
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE md_stock_claim SET expires_at = expires_at - interval '2 hours' "
            " WHERE key = %s",
            [order._md_claim_key()],
        )
        self.count_to(2)
        self.assertFalse(self.shortages())

    def test_cancelled_when_all_was_lost(self):
        order = self.promised(4)
        self.count_to(0)
        order._action_cancel()
        self.settle(order)
        self.feed._publish()
        self.assertEqual(self.shortages().state, "closed")

    def test_another_company(self):
        company = self.env["res.company"].create({"name": "Second"})
        env = self.env(context={"allowed_company_ids": company.ids})
        house = env["stock.warehouse"].search([("company_id", "=", company.id)])
        theirs = {"company_id": company.id, "company_ids": [Command.set(company.ids)]}
        group = "md_inventory_core.group_manager"
        boss = new_test_user(self.env, "second-boss", groups=group, **theirs)
        quants = env["stock.quant"]
        quants._update_available_quantity(self.product, house.lot_stock_id, 5)
        theirs = {"company_id": company.id, "warehouse_id": house.id}
        customer = self.env["res.partner"].create({"name": "Customer"})
        order = self.order(5, partner_id=customer.id, **theirs)
        order.user_id = False
        order.action_confirm()
        self.settle(order)
        quant = quants.search(
            [
                ("product_id", "=", self.product.id),
                ("location_id", "=", house.lot_stock_id.id),
            ]
        )
        quant.inventory_quantity = 3
        quant.action_apply_inventory()
        self.feed._publish()
        rows = self.shortages()
        self.assertEqual((rows.user_id, rows.left), (boss, 2))
        self.assertFalse(rows.with_user(self.seller).search([("id", "=", rows.id)]))

    def test_a_manager_of_the_store_tries_again(self):
        self.promised(10)
        self.count_to(8)
        self.put(self.product, 2)
        limited = new_test_user(
            self.env,
            "store-manager",
            groups="md_inventory_core.group_manager",
            md_store_ids=[Command.set(self.warehouse.ids)],
        )
        self.shortages().with_user(limited).action_try_again()
        self.assertEqual(self.shortages().state, "refilled")

    def test_many_who_wait_cost_little(self):
        self.put(self.product, 30)
        self.feed._publish()
        for _n in range(40):
            self.promised(1)
        before = self.env.cr.sql_log_count
        self.count_to(0)
        self.assertEqual(len(self.shortages()), 40)
        # each loser its own, not all others' too
        self.assertLess(self.env.cr.sql_log_count - before, 40 * 100)
        pair = self.product.id, self.warehouse.id
        self.env["md.availability.feed"]._touched({pair})
        before = self.env.cr.sql_log_count
        self.feed._publish()
        # nothing came back: nobody is tried
        self.assertLess(self.env.cr.sql_log_count - before, 300)

    def test_no_link_of_a_name_in_the_note(self):
        self.product.name = "Cable <a href='https://evil.example'>click</a>"
        order = self.promised(10)
        self.count_to(8)
        self.assertIn("&lt;a href", order.activity_ids.note)
        self.assertNotIn("<a ", order.activity_ids.note)

    def test_who_gets_goods_back_is_as_old_as_before(self):
        old, young = self.promised(5), self.promised(5)
        young.picking_ids.move_ids.picked = True
        self.count_to(5)
        self.assertEqual(self.lost(), {old: 5})
        self.receive(5)
        young.picking_ids.move_ids.picked = False
        self.count_to(5)
        self.assertEqual(self.lost(), {young: 5})

    def test_nobody_settles_what_is_not_told_yet(self):
        self.promised(6)
        self.promised(4)
        with patch.object(type(self.env["md.shortage.relief"]), "_follow_up"):
            self.count_to(7)
        wizard = self.env["md.shortage.dismiss.wizard"].with_user(self.seller)
        with self.assertRaisesRegex(UserError, "Try again in a moment"):
            wizard.create(
                {"shortage_ids": self.shortages().ids, "reason": "x"}
            ).action_dismiss()
        self.shortage_watch._cron_watch()
        self.assertEqual(self.shortages().state, "open")
