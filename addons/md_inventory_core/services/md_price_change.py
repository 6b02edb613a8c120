from decimal import Decimal

from odoo import models
from odoo.exceptions import UserError

from ..lib import approval

KIND = "price_change"


class MdPriceChange(models.AbstractModel):
    """Changes a product's sales price within the user's limit or by an approval."""

    _name = "md.price.change"
    _description = "Price Change"

    def _verdict(self, product, price):
        """(percent as Decimal, `Verdict`) of a new price for the user; only looks.

        :param price: Decimal in the product's currency, as for the other verbs.
        """
        percent = self._percent(product, price)
        rules = self.env["md.approval.rules"]
        # whoever may see a product may see what they may do with it
        kind = self.env["md.approval.kind"].sudo().search([("code", "=", KIND)])
        company = product.company_id or self.env.company
        return percent, rules._verdict(kind, percent, company, self.env.user)

    def _change(self, product, price, reason):
        """Write the price if the user may; uses up the approval that it needs."""
        request = self.env["md.approval"]._require(
            KIND, *self._terms(product, price), reason=reason, store=self._store()
        )
        # the limit or a manager allowed exactly this to who may not edit products
        product = product.sudo().with_context(md_audit_reason=request.reason or reason)
        product.list_price = float(price)

    def _ask(self, product, price, reason, key):
        """Ask for the price; return the request."""
        return self.env["md.approval"]._ask(
            KIND, *self._terms(product, price), reason, key=key, store=self._store()
        )

    def _terms(self, product, price):
        """(percent, record, fingerprint) of a change from the present price."""
        now = self._price(product, product.list_price)
        currency = product.currency_id.name
        terms = {"price from": f"{now} {currency}", "price to": f"{price} {currency}"}
        return self._percent(product, price), product, terms

    def _percent(self, product, price):
        if price <= 0:
            raise UserError(self.env._("A price is more than 0."))
        old = self._price(product, product.list_price)
        if price == old:
            raise UserError(self.env._("This is the price already."))
        return approval.amount_of(approval.percent_change(old, price))

    def _price(self, product, number):
        """A float of the ORM as Decimal with the digits that prices have."""
        digits = self.env["decimal.precision"].precision_get("Product Price")
        return Decimal(f"{number:.{digits}f}")

    def _store(self):
        """The user's store when there is exactly one: its manager decides."""
        stores = self.env.user.md_store_ids
        return stores if len(stores) == 1 else None
