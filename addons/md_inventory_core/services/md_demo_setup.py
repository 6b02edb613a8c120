from base64 import b64encode

from odoo import Command, api, models
from odoo.tools import file_open

NAME_OF_NEW_COMPANY = "My Company"
TIMEZONE = "Asia/Dhaka"


class MdDemoSetup(models.AbstractModel):
    """The demo company that `make run` shows: company, logins, tills, web shop.

    Each addon extends it with what it owns. Every step finds what is already there by
    login or name, so running it again changes nothing that a user has edited since.
    """

    _name = "md.demo.setup"
    _description = "Demo Company Setup"

    @api.model
    @api.private
    def setup_company(self):
        """Make the running database's main company the demo company.

        For a fresh database only; called by the installer, not over RPC by users.
        """
        self._setup_company_record()
        for login, name in self._demo_people():
            self._setup_user(login, name)

    @api.model
    @api.private
    def give_roles(self):
        """Give demo logins that are as they were made, and have no role, their role.

        For shops made before there were roles; a renamed login is somebody's own.
        """
        privilege = self.env.ref("md_inventory_core.privilege_retail")
        for login, name in self._demo_people():
            user = self.env["res.users"].search(
                [("login", "=", login), ("name", "=", name)]
            )
            if user and privilege not in user.all_group_ids.privilege_id:
                user.write(self._role_values(login))

    @api.private
    def _role_values(self, login):
        """What makes a demo login what it is named after."""
        groups = [self.env.ref(group).id for group in self._role_groups(login)]
        return {
            "action_id": self.env.ref(self._home(login)).id,
            "group_ids": [Command.set(groups)],
        }

    @api.private
    def _demo_people(self):
        """[(login, name)] of the demo logins besides ``admin``."""
        return [
            ("manager", "Mita Rahman (manager)"),
            ("cashier", "Kamal Hossain (cashier)"),
            ("warehouse", "Wasim Akter (warehouse)"),
            ("support", "Shirin Sultana (support)"),
            ("auditor", "Anwar Karim (auditor)"),
        ]

    @api.private
    def _role_groups(self, login):
        """XML ids of the groups that a demo login has: the role it is named after."""
        return [f"md_inventory_core.group_{login}"]

    @api.private
    def _home(self, login):
        """XML id of the screen that a demo login sees first."""
        return {
            "support": "md_inventory_core.sale_order_action_orders",
            "auditor": "md_inventory_core.md_audit_event_action",
        }.get(login, "md_inventory_core.product_product_action_live")

    @api.private
    def _setup_company_record(self):
        """Name and address; country, currency and chart came with the installation."""
        company = self.env.company
        if company.name == NAME_OF_NEW_COMPANY:
            company.name = "Micro Datasoft Demo Retail"
            # a shop that shows what governed products are
            company.md_products_governed = True
        if company.uses_default_logo:
            company.logo = self._logo()
        self._fill(
            company,
            {
                "street": "House 12, Road 5, Dhanmondi",
                "city": "Dhaka",
                "zip": "1205",
                "phone": "+880 2 5555 0100",
                "email": "hello@demo.example",
            },
        )
        self._fill(self.env.ref("base.user_admin"), {"tz": TIMEZONE})
        company.md_strict_barcodes = True
        self._setup_barcode_range(company)

    @api.private
    def _setup_barcode_range(self, company):
        """Numbers for goods without a maker's barcode."""
        ranges = self.env["md.barcode.range"].with_context(active_test=False)
        if not ranges.search_count([("company_id", "=", company.id)], limit=1):
            ranges.create({"name": "Own articles", "prefix": "2001"})

    @api.private
    def _logo(self):
        """The demo company's logo, as image fields take it."""
        with file_open("md_inventory_core/static/img/demo_logo.png", "rb") as stream:
            return b64encode(stream.read())

    @api.private
    def _fill(self, record, vals):
        """Write those of ``vals`` whose field is empty: what a user wrote stays."""
        record.write({name: vals[name] for name in vals if not record[name]})

    @api.private
    def _setup_user(self, login, name):
        """Create a demo login (password = login); an existing one is left alone."""
        users = self.env["res.users"].with_context(
            active_test=False, no_reset_password=True
        )
        if users.search_count([("login", "=", login)], limit=1):
            return
        users.create(
            {
                "login": login,
                "name": name,
                "password": login,
                "tz": TIMEZONE,
                **self._role_values(login),
            }
        )
