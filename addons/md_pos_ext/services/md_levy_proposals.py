from odoo import models

from ..lib.hs_codes import best, digits

MOST = 2000  # products shown at once


class MdLevyProposals(models.AbstractModel):
    """Which taxes products would have if their confirmed rates were applied."""

    _name = "md.levy.proposals"
    _description = "Proposals of Taxes by Rate"

    def _of(self, products, company, day):
        """Values of `md.levy.wizard.line` for products whose taxes differ.

        :param products: product templates; all that are sold when empty
        """
        rates = self.env["md.levy.rate"]._valid(company, day)
        if not rates:
            return []
        rows, taxes = [], self._known(company)
        for product in products or self._sold(company):
            row = self._row(product, company, rates, day, taxes)
            if row:
                rows.append(row)
            if len(rows) == MOST:
                break
        return rows

    def _sold(self, company):
        return self.env["product.template"].search(
            [
                ("sale_ok", "=", True),
                ("type", "!=", "combo"),
                ("company_id", "in", (False, company.id)),
            ],
            order="hs_code, id",
        )

    @staticmethod
    def _of_company(product, company):
        """A product's sales taxes in a company; a branch has those of its company."""
        return product.taxes_id.filtered(
            lambda tax: tax.company_id in company.parent_ids
        )

    def _known(self, company):
        """Sales taxes in percent that are duty or VAT, looked up once for all."""
        return self.env["account.tax"].search(
            [
                ("company_id", "parent_of", company.id),
                ("type_tax_use", "=", "sale"),
                ("amount_type", "=", "percent"),
                ("tax_group_id.md_levy", "!=", False),
            ]
        )

    def _row(self, product, company, rates, day, known):
        mine = self._of_company(product, company)
        row = {
            "product_id": product.id,
            "hs_code": product.hs_code,
            "old_ids": mine.ids,
        }
        try:
            rate = best(digits(product.hs_code), rates, day)
        except ValueError:
            fault = self.env._("its HS code has not 2, 4, 6, 8 or 10 digits.")
            return {**row, "fault": fault}
        if not rate:
            return None
        rate = self.env["md.levy.rate"].browse(rate.key)
        taxes, fault = self._taxes(rate, mine, company, known)
        others = mine.filtered(lambda tax: not tax.tax_group_id.md_levy)
        if not fault and taxes | others == mine:
            return None
        new = (taxes | others).ids
        return {**row, "rate_id": rate.id, "new_ids": new, "fault": fault}

    def _taxes(self, rate, mine, company, known):
        """The taxes of a rate in a company, and what is wrong, or None."""
        found = self.env["account.tax"]
        if rate.exempt:
            return found, None
        wanted = [("vat", rate.vat_rate)]
        if rate.sd_rate:
            wanted.insert(0, ("sd", rate.sd_rate))
        elif not rate.hs_code:
            # what is said of all goods says nothing of the duty of some
            found |= mine.filtered(lambda tax: tax.tax_group_id.md_levy == "sd")
        for levy, percent in wanted:
            tax = self._tax(levy, percent, mine, company, known)
            if not tax:
                return found, self.env._(
                    "there is no sales tax %(levy)s %(percent)g %% in %(company)s; "
                    "copy one of another rate.",
                    levy=levy.upper(),
                    percent=percent,
                    company=company.name,
                )
            found |= tax
        return found, None

    def _tax(self, levy, percent, mine, company, known):
        """The tax of a rate; first one that the product has, or of its price mode."""
        taxes = known.filtered(
            lambda tax: tax.amount == percent and tax.tax_group_id.md_levy == levy
        )
        # what a fiscal position puts in place of others is no product's own
        taxes = taxes.filtered(lambda tax: tax in mine or not tax.original_tax_ids)
        now = mine.filtered("tax_group_id.md_levy")[:1]
        mode = (
            now.price_include
            if now
            else company.account_price_include == ("tax_included")
        )
        taxes = taxes.sorted(
            lambda tax: (tax not in mine, tax.price_include != mode, tax.sequence)
        )
        return taxes[:1]
