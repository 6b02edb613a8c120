from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from odoo.addons.point_of_sale.tests.common import TestPoSCommon


@tagged("post_install", "-at_install")
class TestTillRoles(TestPoSCommon):
    """Cashiers and managers at the tills: of their stores, and what they may there."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.config = cls.basic_config
        cls.store = cls.config.picking_type_id.warehouse_id
        vals = {"name": "South", "code": "SO", "company_id": cls.company.id}
        cls.south = cls.env["stock.warehouse"].create(vals)
        cls.other_till = cls.config.copy(
            {
                "name": "Other till",
                "picking_type_id": cls.south.pos_type_id.id,
                "payment_method_ids": [Command.set(cls.bank_pm1.ids)],
            }
        )
        cls.thing = cls.create_product("Thing", cls.categ_basic, 10.0, 5.0)
        cls.cashier = cls.user_with("cashier", cls.store)
        cls.manager = cls.user_with("manager", cls.store)

    @classmethod
    def user_with(cls, role, store):
        return new_test_user(
            cls.env,
            f"till_{role}_{store.code}",
            groups=f"md_inventory_core.group_{role}",
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
            md_store_ids=[Command.set(store.ids)],
        )

    def sell(self, config, user):
        """A day at a till: open, sell one thing for cash, close."""
        till = config.with_user(user)
        till.open_ui()
        session = till.current_session_id
        session.set_opening_control(0, "")
        self.pos_session = session
        order = self.create_ui_order_data(
            [(self.thing, 1)], payments=[(self.bank_pm1, 10.0)]
        )
        saved = self.env["pos.order"].with_user(user).sync_from_ui([order])
        if config.cash_control:
            session.post_closing_cash_details(0)
        answer = session.close_session_from_ui()
        return self.env["pos.order"].browse(saved["pos.order"][0]["id"]), answer

    def test_cashier_of_one_store_opens_sells_and_closes_there(self):
        order, answer = self.sell(self.config, self.cashier)
        self.assertTrue(answer["successful"])
        session = order.session_id
        self.assertEqual((session.state, order.state), ("closed", "done"))
        self.assertEqual(order.picking_ids.move_ids.mapped("state"), ["done"])
        self.assertEqual(order.picking_ids.location_id, self.store.lot_stock_id)
        self.assertEqual(order.create_uid, self.cashier)

    def test_tills_of_other_stores_are_hidden(self):
        order, _answer = self.sell(
            self.other_till, self.user_with("cashier", self.south)
        )
        records = {
            "pos.config": self.other_till,
            "pos.session": order.session_id,
            "pos.order": order,
            "pos.order.line": order.lines,
            "pos.payment": order.payment_ids,
        }
        self.env.flush_all()
        report = self.env["report.pos.order"].search([("order_id", "=", order.id)])
        records["report.pos.order"] = report
        self.manager.md_store_ids = self.store + self.south
        for model, found in records.items():
            self.assertTrue(found, model)
            domain = [("id", "in", found.ids)]
            self.assertFalse(self.env[model].with_user(self.cashier).search(domain))
            mine = self.env[model].with_user(self.manager).search(domain)
            self.assertEqual(mine, found, model)
        with self.assertRaises(AccessError):
            self.other_till.with_user(self.cashier).open_ui()

    def test_who_sells_sets_up_no_till_and_moves_no_stock(self):
        stock = self.store.lot_stock_id
        move = {
            "product_id": self.thing.id,
            "product_uom_qty": 1,
            "location_id": stock.id,
            "location_dest_id": self.south.lot_stock_id.id,
        }
        with self.assertRaises(AccessError):
            self.config.with_user(self.cashier).write({"name": "Mine"})
        with self.assertRaises(AccessError):
            self.env["stock.move"].with_user(self.cashier).create(move)
        with self.assertRaises(AccessError):
            self.config.with_user(self.manager).write({"name": "Mine"})

    def test_manager_is_one_at_the_till_and_cashier_is_not(self):
        for user, is_manager in ((self.manager, True), (self.cashier, False)):
            till = self.config.with_user(user)
            till.open_ui()
            session = till.current_session_id
            data = session.get_closing_control_data()
            self.assertEqual(bool(data["is_manager"]), is_manager)
            users = self.env["res.users"].with_user(user)
            read = users._load_pos_data_read(user.with_user(user), till)
            self.assertEqual(read[0]["role"], "manager" if is_manager else "cashier")
