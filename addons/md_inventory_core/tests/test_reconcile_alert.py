from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .reconcile_common import StepCase

GROUP = "md_inventory_core.group_"


@tagged("post_install", "-at_install")
class TestReconcileAlert(StepCase):
    """Somebody answers for each finding and is told once, until it is gone."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.keeper = cls.person("keeper", "manager")
        cls.second = cls.person("second", "manager")
        cls.warehouse.company_id.md_drift_user_id = cls.keeper

    @classmethod
    def person(cls, login, role, **values):
        return new_test_user(cls.env, login, groups=GROUP + role, **values)

    def told(self, user):
        """Open activities of a user."""
        activities = self.env["mail.activity"]
        return activities.search([("user_id", "=", user.id)])

    def look(self):
        self.steps._whole()
        return self.drift(self.product) | self.drift(self.other)

    def test_one_activity_for_all_findings_until_they_are_gone(self):
        self.spoil(self.product)
        self.spoil(self.other)
        found = self.look()
        self.assertEqual((len(found), found.user_id), (2, self.keeper))
        [activity] = self.told(self.keeper)
        self.assertEqual(activity.summary, "Stock drift: 2 open")
        self.assertEqual(found.activity_id, activity)
        third = self.make_product("Third")
        self.spoil(third)
        self.look()
        self.assertEqual(self.told(self.keeper), activity)
        self.assertEqual(activity.summary, "Stock drift: 3 open")
        for product in (self.product, third):
            self.spoil(product, 0)
        self.look()
        self.assertEqual(activity.summary, "Stock drift: 1 open")
        self.spoil(self.other, 0)
        self.look()
        self.assertFalse(activity.exists())

    def test_who_marked_it_as_done_is_told_of_what_is_new(self):
        self.spoil(self.product)
        self.look()
        self.told(self.keeper).unlink()
        self.look()
        self.assertFalse(self.told(self.keeper), "known")
        self.spoil(self.other)
        self.look()
        self.assertEqual(self.told(self.keeper).summary, "Stock drift: 1 open")

    def test_a_message_once_in_each_pass(self):
        self.spoil(self.product)
        self.spoil(self.other)
        self.steps._ask(self.env.user)
        self.steps._step()
        row = self.last()
        self.assertEqual(row.sudo().told, [self.keeper.id])

    def test_passing_it_on(self):
        self.spoil(self.product)
        self.spoil(self.other)
        found = self.look()
        mine = self.drift(self.product)
        mine.with_user(self.keeper).user_id = self.second
        self.assertEqual(self.told(self.keeper).summary, "Stock drift: 1 open")
        self.assertEqual(self.told(self.second).summary, "Stock drift: 1 open")
        self.look()
        self.assertEqual(mine.user_id, self.second, "it stays")
        found.with_user(self.keeper).write({"user_id": self.second.id})
        self.assertFalse(self.told(self.keeper))
        self.assertEqual(self.told(self.second).summary, "Stock drift: 2 open")
        found.with_user(self.second).user_id = False
        self.assertFalse(self.told(self.second))
        self.assertFalse(found.activity_id)

    def test_only_to_who_may_see_it(self):
        self.spoil(self.product)
        self.look()
        mine = self.drift(self.product).with_user(self.keeper)
        store = self.env["stock.warehouse"].create({"name": "Far", "code": "FAR"})
        for user in (
            self.person("till", "cashier"),
            self.person("far", "warehouse", md_store_ids=[(6, 0, store.ids)]),
        ):
            with self.assertRaisesRegex(UserError, f"{user.login} .* cannot answer"):
                mine.user_id = user
        mine.user_id = self.person("near", "warehouse")
        with self.assertRaisesRegex(AccessError, "Only who answers"):
            mine.write({"resolved_at": "2026-01-01 00:00:00"})
        with self.assertRaises(AccessError):
            mine.with_user(mine.user_id).user_id = self.keeper

    def test_who_answers_when_nobody_is_named(self):
        alert, store = self.env["md.claim.alert"], self.warehouse

        def owner():
            number = alert._owners({store.id})[store.id]
            return self.env["res.users"].browse(number)

        self.assertEqual(owner(), self.keeper)
        own = self.person("own", "manager", md_store_ids=[(6, 0, store.ids)])
        self.assertEqual(owner(), self.keeper)
        store.company_id.md_drift_user_id = False
        self.assertEqual(owner(), own, "the store's")
        own.active = False
        first = owner()
        self.assertTrue(first.has_group(f"{GROUP}manager"))
        everybody = self.env["res.users"].search(
            [("all_group_ids", "in", self.env.ref(f"{GROUP}manager").id)]
        )
        self.assertEqual(first, min(everybody, key=lambda user: user.id))
        everybody.active = False
        self.assertTrue(owner().has_group(f"{GROUP}admin"))
        [none] = alert._owners({None}).values()
        self.assertEqual(none, owner().id, "of no store")

    def test_a_warning_has_an_owner_and_no_activity(self):
        self.order(8).action_confirm()
        self.sql(
            "UPDATE stock_quant SET quantity = 5, reserved_quantity = 5 "
            "WHERE product_id = %s AND quantity > 0",
            self.product.id,
        )
        [shortage] = self.kept(kind="shortage")
        self.assertEqual(shortage.user_id, self.keeper)
        self.assertFalse(self.told(self.keeper))
