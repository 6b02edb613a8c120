from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.md_inventory_core.lib.refusals import refused

SELL = "md_inventory_core.group_manager"
SET_UP = "md_inventory_core.group_admin"


class MdLevyWizard(models.TransientModel):
    """Shows which taxes the confirmed rates of today would give to products.

    Only what is ticked is changed, and only as far as it still is as it was shown.
    """

    _name = "md.levy.wizard"
    _description = "Apply Rates of SD and VAT"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    day = fields.Date(required=True, default=fields.Date.context_today, readonly=True)
    line_ids = fields.One2many("md.levy.wizard.line", "wizard_id", "Products")
    told = fields.Char("Found", compute="_compute_told")

    @api.depends("line_ids.fault", "line_ids.apply")
    def _compute_told(self):
        for wizard in self:
            ticked = len(wizard.line_ids.filtered("apply"))
            wizard.told = self.env._(
                "Products with other taxes than their rates say: %(count)s, ticked: "
                "%(ticked)s.",
                count=len(wizard.line_ids),
                ticked=ticked,
            )

    def action_open(self):
        """Propose for the chosen products, or for all when none are chosen.

        :raises AccessError: for who may not set taxes
        """
        self._only_who_sets_taxes()
        wizard = self.create({})
        chosen = self.env.context.get("active_ids", [])
        if self.env.context.get("active_model") != "product.template":
            chosen = []
        wizard._propose(self.env["product.template"].browse(chosen))
        return wizard._shown()

    def _propose(self, products):
        company = self.company_id
        rows = self.env["md.levy.proposals"]._of(products, company, self.day)
        self.line_ids = [Command.create(row) for row in rows]

    def action_tick(self):
        """Tick all that can be applied."""
        self.ensure_one().check_access("write")
        self.line_ids.filtered(lambda line: not line.fault).apply = True
        return self._shown()

    def action_apply(self):
        """Give the ticked products the taxes that were shown.

        :raises AccessError: for who may not set taxes
        :raises UserError: naming a product that somebody has changed meanwhile
        """
        self.ensure_one().check_access("write")
        self._only_who_sets_taxes()
        lines = self.line_ids.filtered("apply")
        if not lines:
            raise UserError(self.env._("Tick the products that get the taxes shown."))
        for line in lines:
            line._apply()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("Products with new taxes: %s.", len(lines)),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def _only_who_sets_taxes(self):
        user = self.env.user
        if not (self.env.su or user.has_group(SELL) or user.has_group(SET_UP)):
            message = self.env._("Only managers and admins apply rates.")
            raise refused(AccessError(message), self._name, "write")

    def _shown(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Apply Rates"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
        }
