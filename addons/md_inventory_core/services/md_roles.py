from odoo import api, models, tools

ROLES = ("cashier", "warehouse", "support", "manager", "auditor", "admin")
# Whoever is in one of these configures, however the group was come by.
CONFIGURES = (
    "md_inventory_core.group_admin",
    "base.group_system",
    "base.group_erp_manager",
)
EVERY_APP = "every app"


class MdRoles(models.AbstractModel):
    """What the roles mean beyond access rows and record rules; addons extend it.

    The statement of all of it for people is ``docs/roles.yaml``; a test holds the two
    together.
    """

    _name = "md.roles"
    _description = "Roles"

    def _apps(self):
        """{role: XML ids of the apps (top menus) that it uses}; `EVERY_APP` for all."""
        ours = "md_inventory_core.md_inventory_core_menu_root"
        return {
            "cashier": set(),
            "warehouse": {ours, "stock.menu_stock_root"},
            "support": {ours},
            "manager": {ours, "stock.menu_stock_root", "purchase.menu_purchase_root"},
            "auditor": {
                *(ours, "stock.menu_stock_root", "purchase.menu_purchase_root"),
                *("account.menu_finance", "base.menu_administration"),
            },
            "admin": EVERY_APP,
        }

    def _auditor_sees_menus_of(self):
        """XML ids of the groups whose lists an auditor finds in the menus."""
        return {
            "account.group_account_manager",
            "base.group_erp_manager",
            "base.group_system",
            "purchase.group_purchase_manager",
            "sales_team.group_sale_manager",
            "stock.group_stock_manager",
        }

    def _secret_models(self):
        """Models that even an auditor does not read: keys, passwords, private talk."""
        return {
            *("auth_totp.rate.limit.log", "bus.bus", "change.password.user"),
            *("change.password.wizard", "fetchmail.server", "iap.account"),
            *("ir.config_parameter", "ir.mail_server", "mail.guest", "mail.mail"),
            *("mail.push", "mail.push.device", "payment.provider", "payment.token"),
            *("res.config.settings", "res.users.apikeys.show"),
        }

    def _auditor_reads(self, field):
        """Whether the user audits and the field, closed by groups, is no secret."""
        secret = (*CONFIGURES, "website.group_website_designer")
        if not field.groups or any(
            group in (".", *secret) for group in field.groups.split(",")
        ):
            return False
        return self._is_auditor(self.env.user)

    def _auditor_own_models(self):
        """{model: what of "create", "write", "unlink" an auditor does for himself}.

        His own settings, saved searches, password and keys: core's record rules limit
        them, reading included, to his own records.
        """
        every, secret = ("create", "write", "unlink"), ("create", "write")
        return {
            "auth.passkey.key": ("write", "unlink"),
            "auth.passkey.key.create": secret,
            "auth_totp.device": ("unlink",),
            "auth_totp.wizard": secret,
            "change.password.own": secret,
            "res.users.apikeys": (),
            "ir.exports": every,
            "ir.exports.line": every,
            "ir.filters": every,
            "res.users.apikeys.description": secret,
            "res.users.identitycheck": secret,
            "res.users.settings": secret,
            "res.users.settings.embedded.action": every,
        }

    def _role_ids(self):
        """{role: id of its group}; of those that exist: not while we are installed."""
        find = self.env["ir.model.data"]._xmlid_to_res_id
        ids = {
            role: find(f"md_inventory_core.group_{role}", raise_if_not_found=False)
            for role in ROLES
        }
        return {role: id_ for role, id_ in ids.items() if id_}

    def _group_ids(self, xml_ids):
        """Ids of those of the groups ``xml_ids`` that exist."""
        find = self.env["ir.model.data"]._xmlid_to_res_id
        ids = (find(xml_id, raise_if_not_found=False) for xml_id in xml_ids)
        return {id_ for id_ in ids if id_}

    def _exclusive(self):
        """[(group ids, group ids, why)]: nobody is in one of the left and the right."""
        roles = self._role_ids()
        auditor = {roles.pop("auditor", None)} - {None}
        roles.pop("admin", None)
        acting = set(roles.values())
        admins = self._group_ids(CONFIGURES)
        return [
            (admins, acting, self.env._("who configures does not approve")),
            (auditor, acting | admins, self.env._("who audits changes nothing")),
        ]

    def _is_auditor(self, user):
        """Whether ``user`` audits, and so writes nothing."""
        return self._role_ids().get("auditor") in user._get_group_ids()

    def _apps_of(self, user):
        """Ids of the apps that ``user`` sees by role; None where core decides alone."""
        groups = user._get_group_ids()
        roles = {role for role, id_ in self._role_ids().items() if id_ in groups}
        apps = [self._apps()[role] for role in roles]
        if not apps or EVERY_APP in apps:
            return None
        return self._group_ids(set().union(*apps))

    @api.model
    @tools.ormcache("mode", cache="stable")
    def _auditor_models(self, mode):
        """Names of the models on which an auditor has the right ``mode``."""
        own = self._auditor_own_models()
        if mode != "read":
            return frozenset(name for name, modes in own.items() if mode in modes)
        secret = self._secret_models()
        return frozenset(name for name in self.env.registry if name not in secret)
