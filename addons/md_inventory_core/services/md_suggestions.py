from odoo import models
from odoo.tools import SQL

from .basket_sql import FORGET_CUSTOMER_SQL


class MdSuggestions(models.AbstractModel):
    """What tills and shops suggest, out of what was computed at night."""

    _name = "md.suggestions"
    _description = "Suggestions"

    def _for_products(self, templates, company, limit=12):
        """Products that go with those of a basket, the best first.

        As ``lib.baskets.suggest``: scores add up over the basket, nothing of the basket
        itself. Sellable ones only; channels leave out what they do not sell.
        """
        if not templates or not self.env["md.recommendation"]._shown(company):
            return templates.browse()
        # sudo: visitors of the shop read no companions, but see the products
        found = self.env["md.product.companion"].sudo()
        grouped = found._read_group(
            [
                ("company_id", "=", company.id),
                ("product_tmpl_id", "in", templates.ids),
                ("companion_id", "not in", templates.ids),
                ("companion_id.active", "=", True),
                ("companion_id.sale_ok", "=", True),
            ],
            ["companion_id"],
            ["score:sum"],
        )
        grouped.sort(key=lambda row: (-row[1], row[0].id))
        return templates.browse([row[0].id for row in grouped[:limit]])

    def _for_customer(self, partner, company):
        """[{product_id, days, interval, last, soon, due}] that a customer usually buys.

        Empty for who wants no suggestions.
        """
        # sudo: who sells reads habits of nobody, but of the customer at the till
        customer = partner.sudo()
        shown = self.env["md.recommendation"]._shown(company)
        no = (
            customer.md_no_suggestions
            or customer.commercial_partner_id.md_no_suggestions
        )
        if no or not shown:
            return []
        return customer.env["md.customer.habit"].search_read(
            [
                ("company_id", "=", company.id),
                ("partner_id", "=", customer.id),
                ("product_id.active", "=", True),
                ("product_id.sale_ok", "=", True),
            ],
            ["product_id", "days", "interval", "last", "soon", "due"],
            order="rank",
            load=False,
        )

    def _forget(self, partners):
        """Delete what was computed for customers and their contacts, at once."""
        every = self.env["res.partner"].with_context(active_test=False)
        # sudo: also contacts that who says no does not see
        partners = every.sudo().search([("id", "child_of", partners.ids)])
        partners.flush_recordset()
        # Who counts at this moment did not know it: this one begins again after it.
        self.env.cr.execute("UPDATE md_recommendation SET write_date = write_date")
        self.env.cr.execute(SQL(FORGET_CUSTOMER_SQL, partners=partners.ids))
        self.env["md.customer.habit"].invalidate_model()
        self.env["md.basket"].invalidate_model()
