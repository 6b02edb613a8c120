from odoo import api, models
from odoo.exceptions import UserError, ValidationError

CHART = "bd"
# What the chart of accounts gets from us, in the order in which one needs the other.
PARTS = {
    "account.account": "_get_md_bd_account_account",
    "account.tax.group": "_get_md_bd_account_tax_group",
    "account.tax": "_get_md_bd_account_tax",
    "res.company": "_get_md_bd_res_company",
}


class MdLevies(models.AbstractModel):
    """Supplementary duty and VAT: who has them, and which go together."""

    _name = "md.levies"
    _description = "Supplementary Duty and VAT"

    @api.model
    def _install(self):
        """Give companies with the chart of Bangladesh the duty that they lack.

        New companies get it with their chart. What is there already stays as it is; a
        company that has its duty keeps its way of rounding, too.
        """
        for company in self.env["res.company"].search([("chart_template", "=", CHART)]):
            if company.parent_id:
                continue  # a branch shares its parent's accounts
            chart = self.env["account.chart.template"].with_company(company)
            if chart.ref("md_sd_group", raise_if_not_found=False):
                continue
            data = {model: getattr(chart, part)() for model, part in PARTS.items()}
            groups = data["account.tax.group"]
            for name in list(groups):
                if name != "md_sd_group" and not chart.ref(
                    name, raise_if_not_found=False
                ):
                    del groups[name]  # somebody removed it
            chart._load_data(data)

    def _refuse_products(self, templates):
        """Raise ValidationError naming the first product whose taxes do not fit."""
        for template in templates:
            for use in ("taxes_id", "supplier_taxes_id"):
                for company in template[use].company_id:
                    # an archived tax is charged to nobody
                    taxes = template[use].filtered(
                        lambda t, c=company: t.active and t.company_id == c
                    )
                    if fault := self._fault(taxes):
                        raise ValidationError(
                            self.env._(
                                "%(product)s: %(fault)s",
                                product=template.display_name,
                                fault=fault,
                            )
                        )

    def _refuse_taxes(self, taxes):
        """Raise ValidationError when a tax cannot be charged as it is now.

        Duty and VAT of one product must be made alike; the first such product is named.
        """
        taxes = taxes.filtered("tax_group_id.md_levy")
        for tax in taxes:
            if tax.tax_group_id.md_levy == "sd" and not tax.include_base_amount:
                raise ValidationError(
                    self.env._(
                        "%s: VAT is charged on the price with the duty, so the duty "
                        "has to affect the base of later taxes.",
                        tax.name,
                    )
                )
        if taxes:
            # sudo: archived products and those of other stores have the tax, too
            products = self.env["product.template"].sudo()
            found = products.with_context(active_test=False).search(
                [
                    "|",
                    ("taxes_id", "in", taxes.ids),
                    ("supplier_taxes_id", "in", taxes.ids),
                ]
            )
            self._refuse_products(found.filtered(self._has_duty))

    def _refuse_documents(self, moves):
        """Raise ValidationError naming the first line that charges duty without VAT."""
        for line in moves.invoice_line_ids:
            if fault := self._fault(line.tax_ids):
                raise ValidationError(
                    self.env._(
                        "%(document)s, %(line)s: %(fault)s",
                        document=line.move_id.display_name,
                        line=line.name or line.product_id.display_name or "-",
                        fault=fault,
                    )
                )

    def _refuse_while_open(self, taxes):
        """Raise UserError naming an open till that charges one of these taxes.

        It has loaded them: it would charge one thing, and the books say another.
        """
        # sudo: who keeps the books need not see all products
        products = self.env["product.template"].sudo()
        # sudo: nor all tills
        sessions = self.env["pos.session"].sudo()
        for tax in taxes.filtered(lambda one: one.type_tax_use == "sale"):
            till = sessions.search(
                [
                    ("state", "!=", "closed"),
                    ("company_id", "child_of", tax.company_id.id),
                ],
                limit=1,
            ).config_id
            charged = [
                ("taxes_id", "in", (tax | tax.original_tax_ids).ids),
                ("available_in_pos", "=", True),
            ]
            if till and products.search_count(charged, limit=1):
                raise UserError(
                    self.env._(
                        "%(till)s is open and charges %(tax)s: close it first, or "
                        "copy the tax and give the copy to the products.",
                        till=till.name,
                        tax=tax.name,
                    )
                )

    @staticmethod
    def _has_duty(template):
        both = template.taxes_id | template.supplier_taxes_id
        return "sd" in both.mapped("tax_group_id.md_levy")

    def _fault(self, taxes):
        """What is wrong with taxes charged together, as a sentence, or None."""
        duty = taxes.filtered(lambda tax: tax.tax_group_id.md_levy == "sd")
        vat = taxes.filtered(lambda tax: tax.tax_group_id.md_levy == "vat")
        if not duty:
            return None
        names = {"duty": duty[0].name, "vat": vat[:1].name}
        if len(duty) > 1:
            return self.env._(
                "there can be one supplementary duty, not %s.",
                ", ".join(duty.mapped("name")),
            )
        if not vat:
            return self.env._(
                "%(duty)s needs a VAT beside it: VAT is due wherever supplementary "
                "duty is (choose 0%% if it is).",
                **names,
            )
        if any(tax.price_include != duty.price_include for tax in vat):
            return self.env._(
                "%(duty)s and %(vat)s must both be included in the price or both be "
                "added to it. Change all of them at once, in the list of taxes or by "
                "the company's Prices setting.",
                **names,
            )
        late = vat.filtered(
            lambda tax: (tax.sequence, tax.id) < (duty.sequence, duty.id)
        )
        if late or not all(vat.mapped("is_base_affected")):
            return self.env._(
                "%(vat)s must come after %(duty)s and be charged on the price with it.",
                **names,
            )
        return None
