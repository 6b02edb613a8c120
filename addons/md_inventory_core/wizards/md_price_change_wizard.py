from decimal import Decimal
from uuid import uuid4

from odoo import api, fields, models

from ..lib.approval import Verdict


class MdPriceChangeWizard(models.TransientModel):
    """Changes a sales price within the user's limit, or asks a manager for it."""

    _name = "md.price.change.wizard"
    _description = "Change a Price"

    product_id = fields.Many2one(
        "product.template",
        required=True,
        domain=[("sale_ok", "=", True)],
        default=lambda self: self._default_product_id(),
    )
    currency_id = fields.Many2one(related="product_id.currency_id")
    price = fields.Float("New Price", digits="Product Price", required=True)
    old_price = fields.Float("Price Now", related="product_id.list_price")
    reason = fields.Char(required=True)
    key = fields.Char(default=lambda self: uuid4().hex, required=True, readonly=True)
    percent = fields.Float("Change in %", compute="_compute_verdict")
    verdict = fields.Selection(
        [(v.value, v.name) for v in Verdict], compute="_compute_verdict"
    )

    def _default_product_id(self):
        """The product on whose form or list it was opened."""
        if self.env.context.get("active_model") == "product.template":
            return self.env.context.get("active_id")
        return False

    @api.depends("product_id", "price")
    def _compute_verdict(self):
        changes = self.env["md.price.change"]
        for wizard in self:
            wizard.percent, wizard.verdict = 0, False
            price, product = wizard._decimal(), wizard.product_id
            if (
                product
                and price > 0
                and price != changes._price(product, product.list_price)
            ):
                percent, verdict = changes._verdict(product, price)
                wizard.percent, wizard.verdict = float(percent), verdict.value

    def action_change(self):
        """Change the price at once; the server decides whether the user may."""
        self.ensure_one()
        self.env["md.price.change"]._change(
            self.product_id, self._decimal(), self.reason
        )
        return {"type": "ir.actions.act_window_close"}

    def action_change_and_print(self):
        """Change the price, then print what goes on the shelf."""
        self.ensure_one()
        product, old = self.product_id, self.product_id.list_price
        self.action_change()
        rows = [
            {"product_id": variant.id, "old_price": old + variant.price_extra}
            for variant in product.product_variant_ids
        ]
        kind = "price_tag" if product.list_price < old else "shelf"
        return self.env["md.label.wizard"]._open(rows, kind)

    def action_ask(self):
        """Ask a manager, and show the request that waits."""
        self.ensure_one()
        request = self.env["md.price.change"]._ask(
            self.product_id, self._decimal(), self.reason, self.key
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": request._name,
            "res_id": request.id,
            "views": [(False, "form")],
        }

    def _decimal(self):
        digits = self.env["decimal.precision"].precision_get("Product Price")
        return Decimal(f"{self.price:.{digits}f}")
