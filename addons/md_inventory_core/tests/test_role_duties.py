from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import TransactionCase, new_test_user, tagged

GROUP = "md_inventory_core.group_{}"


@tagged("post_install", "-at_install")
class TestRoleDuties(TransactionCase):
    """Roles that exclude one another, stores, and no user without company."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = new_test_user(
            cls.env, "duty_manager", groups=GROUP.format("manager"), name="Mita"
        )

    def group(self, role):
        return self.env.ref(GROUP.format(role))

    def user(self, *roles, **vals):
        groups = ",".join(map(GROUP.format, roles))
        login = "duty_" + "_".join(roles)
        return new_test_user(self.env, login, groups=groups, **vals)

    def closed_company(self):
        company = self.env["res.company"].create({"name": "Closed"})
        company.active = False
        return company

    def test_manager_is_cashier_warehouse_and_support(self):
        for role in ("cashier", "warehouse", "support"):
            self.assertTrue(self.manager.has_group(GROUP.format(role)), role)
        for role in ("auditor", "admin"):
            self.assertFalse(self.manager.has_group(GROUP.format(role)), role)

    def test_admin_and_auditor_are_none_of_the_others(self):
        roles = {"cashier", "warehouse", "support", "manager", "auditor", "admin"}
        for role in ("admin", "auditor"):
            user = self.user(role)
            held = {r for r in roles if user.has_group(GROUP.format(r))}
            self.assertEqual(held, {role})

    def test_roles_of_a_shop_can_be_combined(self):
        user = self.user("cashier", "warehouse", "support")
        self.assertTrue(user.has_group(GROUP.format("support")))

    def test_admin_holds_no_role_that_acts(self):
        for role in ("cashier", "warehouse", "support", "manager"):
            with self.assertRaisesRegex(ValidationError, "configures does not approve"):
                self.user("admin", role)

    def test_auditor_stands_alone(self):
        for role in ("cashier", "warehouse", "support", "manager", "admin"):
            with self.assertRaisesRegex(ValidationError, "audits changes nothing"):
                self.user("auditor", role)

    def test_the_line_names_user_and_both_roles(self):
        with self.assertRaises(ValidationError) as caught:
            self.manager.group_ids += self.group("admin")
        self.assertEqual(
            str(caught.exception),
            "Mita cannot be Retail Role / Administrator and Retail Role / Manager at "
            "the same time: who configures does not approve.",
        )

    def test_core_groups_that_configure_count_as_admin(self):
        for group in ("base.group_system", "base.group_erp_manager"):
            with self.assertRaisesRegex(ValidationError, "Mita cannot be"):
                self.manager.group_ids += self.env.ref(group)

    def test_users_added_on_the_group(self):
        with self.assertRaisesRegex(ValidationError, "Mita cannot be"):
            self.group("auditor").user_ids = [Command.link(self.manager.id)]

    def test_a_role_made_to_imply_another(self):
        with self.assertRaisesRegex(ValidationError, "Mita cannot be"):
            self.group("manager").implied_ids += self.env.ref("base.group_system")

    def test_implied_groups_changed_behind_the_users(self):
        team = self.env["res.groups"].create(
            {"name": "Team", "user_ids": [Command.link(self.manager.id)]}
        )
        with self.assertRaisesRegex(ValidationError, "Mita cannot be"):
            team.implied_ids += self.group("auditor")

    def test_an_archived_user_comes_back_with_one_duty_only(self):
        self.manager.active = False
        self.manager.group_ids += self.group("auditor")
        with self.assertRaisesRegex(ValidationError, "Mita cannot be"):
            self.manager.active = True

    def test_the_form_of_a_user_shows_what_excludes_what(self):
        groups = self.env["res.groups"]._get_view_group_hierarchy()["groups"]
        manager, admin = self.group("manager").id, self.group("admin").id
        auditor, cashier = self.group("auditor").id, self.group("cashier").id
        self.assertLessEqual({admin, auditor}, set(groups[manager]["disjoint_ids"]))
        self.assertLessEqual({manager, auditor}, set(groups[admin]["disjoint_ids"]))
        self.assertLessEqual(
            {manager, admin, cashier}, set(groups[auditor]["disjoint_ids"])
        )
        self.assertNotIn(cashier, groups[manager]["disjoint_ids"])

    def test_only_who_administers_users_gives_stores(self):
        warehouse = self.env["stock.warehouse"].search([], limit=1)
        vals = {"md_store_ids": [Command.link(warehouse.id)]}
        with self.assertRaises(AccessError):
            self.manager.with_user(self.manager).write(vals)
        self.manager.with_user(self.user("admin")).write(vals)
        self.assertEqual(self.manager.md_store_ids, warehouse)

    def test_nobody_without_company(self):
        archived = self.closed_company()
        closed = {"company_id": archived.id, "company_ids": [Command.set(archived.ids)]}
        for vals in (
            {"company_id": False},
            {"company_id": False, "company_ids": [Command.clear()]},
            {"company_ids": [Command.clear()]},
            closed,
        ):
            with self.subTest(vals=vals):
                for refused in (
                    lambda vals=vals: self.manager.write(vals),
                    lambda vals=vals: self.user("cashier", name="Kim", **vals),
                ):
                    with self.assertRaises(ValidationError) as caught:
                        refused()
                    message = str(caught.exception)
                    self.assertRegex(message, "needs a company that is in use")
                    self.assertNotIn("\n", message)

    def test_an_archived_user_needs_a_company_to_come_back(self):
        archived = self.closed_company()
        self.manager.active = False
        self.manager.write(
            {"company_id": archived.id, "company_ids": [Command.set(archived.ids)]}
        )
        with self.assertRaisesRegex(ValidationError, "Mita needs a company"):
            self.manager.active = True
