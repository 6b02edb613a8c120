from odoo import Command, api, fields, models
from odoo.exceptions import UserError


class MdLevyWizardLine(models.TransientModel):
    """One product: the taxes that it has, and those that its rate says."""

    _name = "md.levy.wizard.line"
    _description = "Product in Apply Rates"
    _order = "fault, id"

    wizard_id = fields.Many2one("md.levy.wizard", required=True, ondelete="cascade")
    product_id = fields.Many2one(
        "product.template", required=True, readonly=True, ondelete="cascade"
    )
    hs_code = fields.Char("HS Code", readonly=True)
    rate_id = fields.Many2one("md.levy.rate", readonly=True, ondelete="cascade")
    source = fields.Char(related="rate_id.source")
    old_ids = fields.Many2many(
        "account.tax", "md_levy_line_old", string="Taxes now", readonly=True
    )
    new_ids = fields.Many2many(
        "account.tax", "md_levy_line_new", string="Taxes by the Rate", readonly=True
    )
    fault = fields.Char("Cannot be applied", readonly=True)
    apply = fields.Boolean()

    @api.constrains("apply")
    def _check_apply(self):
        for line in self:
            if line.apply and line.fault:
                raise UserError(
                    self.env._(
                        "%(product)s: %(fault)s",
                        product=line.product_id.display_name,
                        fault=line.fault,
                    )
                )

    def _apply(self):
        """Change the product, unless it is not any more as it was shown."""
        product, company = self.product_id, self.wizard_id.company_id
        mine = self.env["md.levy.proposals"]._of_company(product, company)
        rate = self.rate_id
        day = fields.Date.context_today(self)
        found = self.env["md.levy.rate"]._valid(company, day)
        if mine != self.old_ids or rate.id not in [one.key for one in found]:
            raise UserError(
                self.env._(
                    "%s: its taxes or its rate were changed meanwhile. Nothing was "
                    "applied; look again.",
                    product.display_name,
                )
            )
        reason = self.env._(
            "Rate %(rate)s: %(text)s", rate=rate.display_name, text=rate.source
        )
        changes = [Command.unlink(tax.id) for tax in self.old_ids - self.new_ids]
        changes += [Command.link(tax.id) for tax in self.new_ids - self.old_ids]
        product.with_context(md_audit_reason=reason).taxes_id = changes
