from odoo import api, models


class MdDemoSetup(models.AbstractModel):
    """The demo company that `make run` shows: company, logins, tills, web shop.

    Each addon extends it with what it owns. Every step finds what is already there by
    login or name, so running it again changes nothing that a user has edited since.
    """

    _name = "md.demo.setup"
    _description = "Demo Company Setup"

    @api.model
    def setup_company(self):
        """Make the running database's main company the demo company.

        For a fresh database only; called by the installer, not over RPC by users.
        """
        self._setup_company_record()
        for login, name in self._demo_people():
            self._setup_user(login, name)

    @api.private
    def _demo_people(self):
        """[(login, name)] of the demo logins besides ``admin``."""
        return [
            ("manager", "Mita Rahman (manager)"),
            ("cashier", "Kamal Hossain (cashier)"),
            ("warehouse", "Wasim Akter (warehouse)"),
        ]

    @api.private
    def _role_groups(self, login):
        """XML ids of the groups that a demo login has; addons add their own."""
        return {
            "manager": [
                "base.group_user",
                "base.group_partner_manager",
                "sales_team.group_sale_manager",
                "stock.group_stock_manager",
                "purchase.group_purchase_manager",
                "product.group_product_manager",
            ],
            "cashier": ["base.group_user"],
            "warehouse": [
                "base.group_user",
                "stock.group_stock_user",
                "purchase.group_purchase_user",
            ],
        }[login]

    @api.private
    def _setup_company_record(self):
        """Name, address and time zone; country and chart came with the installation."""
        company = self.env.company
        company.write(
            {
                "name": "Micro Datasoft Demo Retail",
                "street": "House 12, Road 5, Dhanmondi",
                "city": "Dhaka",
                "zip": "1205",
                "country_id": self.env.ref("base.bd").id,
                "currency_id": self.env.ref("base.BDT").id,
                "phone": "+880 2 5555 0100",
                "email": "hello@demo.example",
            }
        )
        self.env.ref("base.user_admin").tz = "Asia/Dhaka"

    @api.private
    def _setup_user(self, login, name):
        """Create a demo login (password = login) unless it exists."""
        users = self.env["res.users"].with_context(no_reset_password=True)
        user = users.search([("login", "=", login)], limit=1)
        if not user:
            user = users.create({"login": login, "name": name, "password": login})
        user.write(
            {
                "tz": "Asia/Dhaka",
                "group_ids": [
                    (6, 0, [self.env.ref(g).id for g in self._role_groups(login)])
                ],
            }
        )
        return user
