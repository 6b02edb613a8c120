from odoo import api, fields, models


class PurchaseOrderLine(models.Model):
    """Suggests what the supplier delivers: at least so many, in whole cases."""

    _inherit = "purchase.order.line"

    def _suggest_quantity(self):
        result = super()._suggest_quantity()
        self.product_qty = self._md_delivered(self.product_qty)
        return result

    @api.onchange("product_qty", "product_uom_id")
    def _onchange_md_case_pack(self):
        wanted = self.product_qty
        delivered = self._md_delivered(wanted)
        if delivered == wanted:
            return None
        # the buyer may have agreed on something else: told, not forced
        return {
            "warning": {
                "title": self.env._("Not what the supplier delivers"),
                "message": self.env._(
                    "%(product)s of %(supplier)s: order %(delivered)g instead of "
                    "%(wanted)g (at least %(least)g, in cases of %(case)g).",
                    product=self.product_id.display_name,
                    supplier=self.order_id.partner_id.display_name,
                    delivered=delivered,
                    wanted=wanted,
                    least=self._md_supply().md_moq,
                    case=self._md_supply().md_case_pack or 1,
                ),
            }
        }

    def _md_supply(self):
        """The supplier's line about least order and case, if there is one."""
        day = self.order_id.date_order or fields.Datetime.now()
        return self.env["product.supplierinfo"]._md_of(
            self.product_id, self.order_id.partner_id, day.date()
        )

    def _md_delivered(self, quantity):
        """What the supplier delivers for ``quantity``, in the line's unit."""
        supply = self._md_supply() if self.product_id and self.order_id else None
        if not supply:
            return quantity
        theirs = supply.product_uom_id
        wish = self.product_uom_id._compute_quantity(quantity, theirs, round=False)
        found = supply._md_order_quantity(wish)
        if found == wish:
            return quantity
        return theirs._compute_quantity(found, self.product_uom_id)

    @api.model
    def _prepare_purchase_order_line_from_procurement(
        self, product_id, product_qty, product_uom, *args, **kwargs
    ):
        prepared = super()._prepare_purchase_order_line_from_procurement(
            product_id, product_qty, product_uom, *args, **kwargs
        )
        order = kwargs.get("po") or args[-1]
        line = self.new({**prepared, "order_id": order.id})
        prepared["product_qty"] = line._md_delivered(prepared["product_qty"])
        return prepared
