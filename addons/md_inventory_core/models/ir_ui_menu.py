from odoo import api, models, tools


class IrUiMenu(models.Model):
    _inherit = "ir.ui.menu"

    # the same key and cache as in core: emptied together
    @api.model
    @tools.ormcache("frozenset(self.env.user._get_group_ids())", "debug")
    def _visible_menu_ids(self, debug=False):
        """A person with one of our roles sees the apps of the role (see md.roles)."""
        visible = super()._visible_menu_ids(debug)
        roles = self.env["md.roles"]
        apps = roles._apps_of(self.env.user)
        if apps is None:
            return visible
        if roles._is_auditor(self.env.user):
            visible = self._auditor_menu_ids(debug)
        # which menus, is decided; the path leads to the app
        menus = self.browse(visible).sudo()
        return frozenset(
            menu.id for menu in menus if int(menu.parent_path.split("/")[0]) in apps
        )

    def _auditor_menu_ids(self, debug):
        """Ids of the menus that lead an auditor to lists of records, with folders.

        Of the menus of those who run and configure each app, without wizards, settings
        and server actions: those are for changing something.
        """
        roles = self.env["md.roles"]
        groups = set(self.env.user._get_group_ids())
        groups |= roles._group_ids(roles._auditor_sees_menus_of())
        if not debug:
            groups -= roles._group_ids(["base.group_no_one"])
        # rights of the user must not decide about menus and actions
        menus = self.with_context(active_test=True).sudo()
        menus = menus.search(
            ["|", ("group_ids", "=", False), ("group_ids", "in", list(groups))]
        )
        visible = set()
        for menu in menus:
            folder = menu if self._lists_records(menu.action) else menus.browse()
            while folder and folder in menus and folder.id not in visible:
                visible.add(folder.id)
                folder = folder.parent_id
        return visible

    def _lists_records(self, action):
        """Whether an action opens a list of lasting records that the user may read."""
        if not action or action._name != "ir.actions.act_window" or not action.exists():
            return False
        model = self.env.get(action.res_model)
        if model is None or model._transient:
            return False
        return self.env["ir.model.access"].check(action.res_model, "read", False)
