from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestDemoSetup(TransactionCase):
    """The demo company of a new database, and what a second setup leaves alone."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.setup = cls.env["md.demo.setup"]

    def user(self, login):
        return self.env["res.users"].search([("login", "=", login)])

    def test_demo_company_is_at_home_in_bangladesh(self):
        company = self.env.ref("base.main_company")
        self.setup.setup_company()
        self.assertEqual(company.country_id, self.env.ref("base.bd"))
        self.assertEqual(company.currency_id, self.env.ref("base.BDT"))
        self.assertTrue(company.street)
        self.assertTrue(company.chart_template, "no chart of accounts is installed")

    def test_each_role_has_a_login_that_works(self):
        self.setup.setup_company()
        for login, name in self.setup._demo_people():
            user = self.user(login)
            self.assertEqual(user.name, name)
            self.assertEqual(user.tz, "Asia/Dhaka")
            for group in self.setup._role_groups(login):
                self.assertTrue(user.has_group(group), f"{login} lacks {group}")
            credential = {"type": "password", "login": login, "password": login}
            info = user.with_user(user)._check_credentials(
                credential, {"interactive": True}
            )
            self.assertEqual(info["uid"], user.id)

    def test_cashier_and_warehouse_are_not_managers(self):
        self.setup.setup_company()
        for login in ("cashier", "warehouse"):
            for group in (
                "base.group_system",
                "stock.group_stock_manager",
                "sales_team.group_sale_manager",
            ):
                self.assertFalse(self.user(login).has_group(group), (login, group))

    def test_second_setup_makes_no_second_user(self):
        self.setup.setup_company()
        count = self.env["res.users"].with_context(active_test=False).search_count([])
        self.user("warehouse").active = False
        self.setup.setup_company()
        self.assertEqual(
            self.env["res.users"].with_context(active_test=False).search_count([]),
            count,
        )

    def test_second_setup_keeps_what_was_edited(self):
        self.setup.setup_company()
        company = self.env.company
        company.write({"name": "My Own Shop", "street": "Elsewhere 1", "phone": "1"})
        cashier = self.user("cashier")
        auditor = self.env.ref("base.group_partner_manager")
        cashier.write(
            {"name": "Kim", "tz": "Asia/Tokyo", "group_ids": [(4, auditor.id)]}
        )
        warehouse = self.user("warehouse")
        removed = self.env.ref("purchase.group_purchase_user")
        warehouse.group_ids -= removed
        self.env.ref("base.user_admin").tz = "Europe/Berlin"
        self.setup.setup_company()
        self.assertEqual(
            (company.name, company.street, company.phone),
            ("My Own Shop", "Elsewhere 1", "1"),
        )
        self.assertEqual((cashier.name, cashier.tz), ("Kim", "Asia/Tokyo"))
        self.assertIn(auditor, cashier.group_ids)
        self.assertNotIn(removed, warehouse.group_ids)
        self.assertEqual(self.env.ref("base.user_admin").tz, "Europe/Berlin")

    def test_setup_fills_what_is_empty(self):
        company = self.env.company
        company.write({"name": "My Company", "street": False, "phone": False})
        self.setup.setup_company()
        self.assertEqual(company.name, "Micro Datasoft Demo Retail")
        self.assertEqual(company.street, "House 12, Road 5, Dhanmondi")
        self.assertTrue(company.phone)

    def test_logins_from_before_roles_get_theirs(self):
        self.setup.setup_company()
        till = self.env.ref("point_of_sale.group_pos_user")
        old = self.user("cashier") + self.user("manager") + self.user("support")
        for user in old:
            user.group_ids = self.env.ref("base.group_user") + till
        self.user("manager").name = "Somebody Else"
        warehouse = self.user("warehouse")
        warehouse.group_ids += self.env.ref("base.group_partner_manager")
        before = {u: u.group_ids for u in warehouse + self.user("manager")}
        self.setup.give_roles()
        for login in ("cashier", "support"):
            groups = self.user(login).group_ids
            self.assertEqual(
                groups, self.env.ref(f"md_inventory_core.group_{login}"), login
            )
        for user, groups in before.items():
            self.assertEqual(user.group_ids, groups, user.login)
