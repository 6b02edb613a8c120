from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, new_test_user, tagged

from .check_common import CheckCase


@tagged("post_install", "-at_install")
class TestDifference(CheckCase):
    """What the check found: who sees it, who resolves it, that nobody changes it."""

    def setUp(self):
        super().setUp()
        self.open()

    def member(self, role, **values):
        return new_test_user(
            self.env,
            f"difference {role} {self.env['res.users'].search_count([])}",
            groups=f"md_inventory_core.group_{role}",
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
            **values,
        )

    def difference(self, price=4.0):
        """A thing at 10.00 was sold at another price."""
        data = self.payload((self.other, 1))
        line = data["lines"][0][2]
        line |= {"price_unit": price}
        line |= {"price_subtotal": price, "price_subtotal_incl": price}
        data |= {"amount_total": price, "amount_paid": price}
        data["payment_ids"][0][2]["amount"] = price
        return self.take(data)

    def activities(self, found):
        mine = [("res_model", "=", found._name), ("res_id", "in", found.ids)]
        return self.env["mail.activity"].search(mine)

    def test_who_sees_it(self):
        found = self.difference()
        for role in ("manager", "auditor", "admin"):
            mine = found.with_user(self.member(role))
            self.assertEqual(mine.search([("id", "=", found.id)]), mine)
        far = self.env["stock.warehouse"].create({"name": "Far", "code": "FAR"})
        stranger = self.member("manager", md_store_ids=[(6, 0, far.ids)])
        mine = found.with_user(stranger)
        self.assertFalse(mine.search([("id", "=", found.id)]))
        with self.assertRaises(AccessError):
            mine.read(["amount"])
        cashier = found.with_user(self.member("cashier"))
        with self.assertRaises(AccessError):
            cashier.read(["amount"])
        order = self.env["pos.order"].browse(found.order_id.id)
        order.invalidate_recordset()
        with self.assertRaises(AccessError):
            order.with_user(cashier.env.user).read(["md_difference_id"])
        self.assertEqual(order.with_user(self.manager).md_difference_id, found)

    def test_manager_resolves_with_a_note_that_is_recorded(self):
        found = self.difference() | self.difference(5)
        mine = found.with_user(self.manager)
        action = mine.action_resolve()
        wizard = self.env[action["res_model"]].with_user(self.manager)
        with Form(wizard.with_context(**action["context"])) as form:
            form.note = "Damaged, agreed with me"
        form.record.action_resolve()
        found.invalidate_recordset()
        self.assertEqual(set(found.mapped("state")), {"resolved"})
        self.assertEqual(found.resolved_by, self.manager)
        self.assertEqual(set(found.mapped("note")), {"Damaged, agreed with me"})
        self.env.cr.flush()
        events = self.env["md.audit.event"].search(
            [("model", "=", found._name), ("res_id", "in", found.ids)]
        )
        self.assertEqual(set(events.mapped("user_id")), {self.manager})
        self.assertEqual(len(events), 2)
        with self.assertRaisesRegex(UserError, "resolved already"):
            mine.action_resolve()

    def test_others_do_not_resolve(self):
        found = self.difference()
        for role in ("auditor", "cashier"):
            with self.assertRaises(AccessError):
                found.with_user(self.member(role)).action_resolve()
        self.assertEqual(found.state, "open")

    def test_nobody_changes_what_was_found(self):
        found = self.difference()
        for user in (self.manager, self.env.ref("base.user_root")):
            mine = found.with_user(user).sudo(user != self.manager)
            for change in ({"amount": 0}, {"reason": "clock"}):
                with self.assertRaises(AccessError):
                    mine.write(change)
            with self.assertRaises(AccessError):
                mine.unlink()
        with self.assertRaises(AccessError):
            found.with_user(self.manager).write({"state": "resolved"})
        with self.assertRaises(AccessError):
            found.create({"order_id": 1})

    def test_database_refuses_too(self):
        found = self.difference()
        for statement in (
            "UPDATE md_promotion_difference SET amount = 0 WHERE id = %s",
            "DELETE FROM md_promotion_difference WHERE id = %s",
        ):
            with self.assertRaises(Exception) as caught, self.env.cr.savepoint():
                self.env.cr.execute(statement, [found.id])
            self.assertIn("append-only", str(caught.exception))

    def test_managers_are_told_of_large_ones(self):
        self.company.md_difference_alert = 5
        small, large = self.difference(6), self.difference(4)
        self.assertFalse(self.activities(small))
        told = self.activities(large)
        self.assertIn(self.manager, told.user_id)
        self.assertIn(large.reference, told[0].summary)
        large.with_user(self.manager)._resolve("looked at")
        self.assertFalse(self.activities(large))

    def test_zero_tells_nobody(self):
        self.company.md_difference_alert = 0
        self.assertFalse(self.activities(self.difference(1)))
