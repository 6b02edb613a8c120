from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import TransactionCase, new_test_user, tagged


@tagged("post_install", "-at_install")
class TestRoleAuditor(TransactionCase):
    """An auditor reads all of the own companies but secrets, and writes nothing."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.auditor = new_test_user(
            cls.env, "the_auditor", groups="md_inventory_core.group_auditor"
        )
        cls.partner = cls.env["res.partner"].create({"name": "Somebody"})

    def as_auditor(self, record):
        return record.with_user(self.auditor)

    def test_reads_every_model_but_the_secret_ones(self):
        roles = self.env["md.roles"]
        closed = {
            name
            for name in self.env.registry
            if not self.env[name].with_user(self.auditor).has_access("read")
        }
        self.assertEqual(closed, roles._secret_models() & set(self.env.registry))
        self.assertIn("ir.config_parameter", closed)
        self.assertIn("mail.mail", closed)

    def test_writes_only_what_is_the_own(self):
        own = self.env["md.roles"]._auditor_own_models()
        for name in self.env.registry:
            model = self.env[name].with_user(self.auditor)
            for mode in ("create", "write", "unlink"):
                self.assertEqual(
                    model.has_access(mode), mode in own.get(name, ()), (name, mode)
                )

    def test_no_other_group_lets_an_auditor_write(self):
        product = self.env["product.template"].create({"name": "Thing"})
        self.auditor.group_ids += self.env.ref("product.group_product_manager")
        self.auditor.group_ids += self.env.ref("stock.group_stock_manager")
        with self.assertRaises(AccessError):
            self.as_auditor(product).name = "Other"
        with self.assertRaises(AccessError):
            self.env["stock.warehouse"].with_user(self.auditor).create({"name": "x"})

    def test_rights_follow_the_role_at_once(self):
        order = self.env["purchase.order"].create({"partner_id": self.partner.id})
        self.assertTrue(self.as_auditor(order).has_access("read"))
        auditing = self.env.ref("md_inventory_core.group_auditor")
        self.auditor.group_ids = self.env.ref("base.group_user")
        self.assertFalse(self.as_auditor(order).has_access("read"))
        self.auditor.group_ids = auditing
        self.assertTrue(self.as_auditor(order).has_access("read"))

    def test_company_rules_hold(self):
        other = self.env["res.company"].create({"name": "Other"})
        vals = {"partner_id": self.partner.id, "company_id": other.id}
        order = self.env["purchase.order"].with_company(other).create(vals)
        with self.assertRaises(AccessError):
            self.as_auditor(order).read(["name"])
        self.auditor.company_ids = [Command.link(other.id)]
        context = {"allowed_company_ids": self.auditor.company_ids.ids}
        found = self.as_auditor(order).with_context(**context)
        self.assertEqual(found.name, order.name)

    def test_fields_of_business_groups_are_open_keys_are_not(self):
        def seen(model, name):
            model = self.env[model].with_user(self.auditor)
            return model._has_field_access(model._fields[name], "read")

        self.assertTrue(seen("stock.quant", "value"))
        self.assertTrue(seen("sale.order", "transaction_ids"))
        self.assertFalse(seen("ir.actions.server", "code"))
        self.assertFalse(seen("res.users", "totp_secret"))
        quant = self.env["stock.quant"].with_user(self.auditor)
        self.assertFalse(quant._has_field_access(quant._fields["value"], "write"))
        user = new_test_user(self.env, "plain", groups="base.group_user")
        quant = quant.with_user(user)
        self.assertFalse(quant._has_field_access(quant._fields["value"], "read"))

    def test_own_settings_searches_and_keys(self):
        filters = self.env["ir.filters"].with_user(self.auditor)
        mine = filters.create(
            {"name": "Mine", "model_id": "res.partner", "user_ids": self.auditor.ids}
        )
        mine.unlink()
        self.auditor.with_user(self.auditor).write({"tz": "Asia/Dhaka"})
        settings = self.auditor.res_users_settings_id.with_user(self.auditor)
        shown = {"is_discuss_sidebar_category_chat_open": True}
        settings.set_res_users_settings(shown)
        admin = self.env.ref("base.user_admin")
        other = self.env["res.users.settings"]._find_or_create_for_user(admin)
        with self.assertRaises(AccessError):
            other.with_user(self.auditor).write(shown)
        key = self.env["res.users.apikeys"].with_user(admin)
        key._generate("rpc", "theirs", None)
        self.assertFalse(
            self.env["res.users.apikeys"].with_user(self.auditor).search([])
        )

    def test_menus_lead_to_lists_not_to_wizards(self):
        menus = self.env["ir.ui.menu"].with_user(self.auditor).load_menus(False)
        actions = [
            self.env[menu["action_model"]].browse(menu["action_id"])
            for menu in menus.values()
            if menu.get("action_id")
        ]
        self.assertEqual({a._name for a in actions}, {"ir.actions.act_window"})
        listed = {action.res_model for action in actions}
        wanted = {"res.users", "stock.picking", "account.move", "purchase.order"}
        self.assertLessEqual(wanted, listed)
        self.assertFalse({name for name in listed if self.env[name]._transient})
