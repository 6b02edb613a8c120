from odoo import Command, models

from odoo.addons.account.models.chart_template import template

# Rates that the schedules of the VAT and SD Act 2012 know; others are copies of them.
RATES = (5, 10, 15, 20, 30, 45, 60, 100)
GROUP, PAYABLE, COST = "md_sd_group", "md_sd_payable", "md_sd_cost"
VAT_GROUPS = ("0", "2", "45", "5", "75", "10", "15")


class AccountChartTemplate(models.AbstractModel):
    """Supplementary duty for whoever gets the chart of accounts of Bangladesh."""

    _inherit = "account.chart.template"

    @template("bd", "res.company")
    def _get_md_bd_res_company(self):
        # line by line, or equal lines of a challan show different taxes
        return {
            self.env.company.id: {"tax_calculation_rounding_method": "round_per_line"}
        }

    @template("bd", "account.account")
    def _get_md_bd_account_account(self):
        return {
            PAYABLE: {
                "name": self.env._("Supplementary Duty Payable"),
                "code": "200907",
                "account_type": "liability_current",
            },
            COST: {
                "name": self.env._("Supplementary Duty on Purchases"),
                "code": "500999",
                "account_type": "expense",
            },
        }

    @template("bd", "account.tax.group")
    def _get_md_bd_account_tax_group(self):
        vat = {f"tax_group_bd_{name}": {"md_levy": "vat"} for name in VAT_GROUPS}
        duty = {
            "name": self.env._("Supplementary Duty"),
            "country_id": "base.bd",
            "sequence": 5,
            "md_levy": "sd",
            "tax_payable_account_id": "l10n_bd_200904",
            "tax_receivable_account_id": "l10n_bd_200903",
        }
        return vat | {GROUP: duty}

    @template("bd", "account.tax")
    def _get_md_bd_account_tax(self):
        return {
            f"md_sd_{use}_{rate}": self._md_duty(use, rate)
            for rate in RATES
            for use in ("sale", "purchase")
        }

    def _md_duty(self, use, rate):
        """Return a tax on which VAT is charged.

        What a retailer paid as duty cannot be deducted: it is a cost of the goods.
        """
        account = PAYABLE if use == "sale" else COST
        lines = [
            Command.create(
                {
                    "document_type": document,
                    "repartition_type": kind,
                    "account_id": account if kind == "tax" else False,
                }
            )
            for document in ("invoice", "refund")
            for kind in ("base", "tax")
        ]
        return {
            "name": self.env._("SD %(rate)s%%", rate=rate),
            "invoice_label": self.env._("SD %(rate)s%%", rate=rate),
            "amount": rate,
            "amount_type": "percent",
            "type_tax_use": use,
            "tax_group_id": GROUP,
            "sequence": 0,
            "include_base_amount": True,
            "is_base_affected": False,
            "repartition_line_ids": lines,
            "fiscal_position_ids": "fiscal_position_template_1",
        }
