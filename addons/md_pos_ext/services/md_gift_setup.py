from odoo import Command, models
from odoo.exceptions import AccessError

from odoo.addons.md_inventory_core.lib.refusals import refused

CODE = "200908"  # where a new account is looked for


class MdGiftSetup(models.AbstractModel):
    """Makes what a company needs for gift cards, once: account, way to pay, product."""

    _name = "md.gift.setup"
    _description = "Set up of Gift Cards"

    def _install(self, company, till=None):
        """Make what is not there yet.

        :param till: gets the way to pay, unless it is open
        :raises AccessError: for who does not configure
        """
        if not (
            self.env.su or self.env.user.has_group("md_inventory_core.group_admin")
        ):
            message = self.env._("Only an admin sets gift cards up.")
            raise refused(AccessError(message), "md.gift.card", "set up")
        company = company.with_company(company)
        if not company.md_gift_account_id:
            company.md_gift_account_id = self._account(company)
        method = self._method(company)
        if till and not till.has_active_session:
            till.payment_method_ids = [Command.link(method.id)]
        products = self.env["product.template"].with_company(company)
        own = [("md_gift_card", "=", True), ("company_id", "in", (company.id, False))]
        if not products.search_count(own):
            products.create(
                {
                    "name": self.env._("Gift Card"),
                    "type": "service",
                    # of one company: others would give it their own taxes
                    "company_id": company.id,
                    "md_gift_card": True,
                    "taxes_id": [Command.clear()],
                    "supplier_taxes_id": [Command.clear()],
                    "list_price": 500,
                    "available_in_pos": True,
                    "sale_ok": True,
                    "purchase_ok": False,
                }
            )

    def _account(self, company):
        accounts = self.env["account.account"].with_company(company)
        return accounts.create(
            {
                "name": self.env._("Gift Cards and Store Credit"),
                "code": accounts._search_new_account_code(CODE),
                "account_type": "liability_current",
            }
        )

    def _method(self, company):
        """The way to pay: it takes off the account what cards pay."""
        methods = self.env["pos.payment.method"].with_company(company)
        own = [("company_id", "=", company.id), ("md_tender_id.md_kind", "=", "gift")]
        found = methods.search(own, limit=1)
        if found:
            return found
        journal = self.env["account.journal"].create(
            {
                "name": self.env._("Gift Cards"),
                "type": "bank",
                "code": "GIFT",
                "company_id": company.id,
                "show_on_dashboard": False,
            }
        )
        return methods.create(
            {
                "name": self.env._("Gift Card"),
                "journal_id": journal.id,
                "outstanding_account_id": company.md_gift_account_id.id,
                "company_id": company.id,
                "md_tender_id": self.env.ref("md_pos_ext.tender_gift").id,
            }
        )
