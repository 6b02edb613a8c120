from odoo import models


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    def _prepare_procurement_values(self):
        """Goods of an owner that are kept apart are taken from that owner's only."""
        values = super()._prepare_procurement_values()
        owner = self.order_id.md_channel_id._owner() if self.order_id else 0
        return {**values, "restrict_partner_id": owner} if owner else values

    # Modifiers

    def _md_parts(self, quantity=None):
        """{product: how many of its unit} that the line's options take from stock.

        :param quantity: of the line's product, in its own unit; else all ordered
        """
        if self.product_id.type != "consu":
            return {}
        if quantity is None:
            quantity = self.product_uom_id._compute_quantity(
                self.product_uom_qty, self.product_id.uom_id, round=False
            )
        return self.product_no_variant_attribute_value_ids._md_parts(quantity)

    def _create_procurements(self, product_qty, procurement_uom, values):
        """What options take leaves with the product, on moves of the same line: it is
        claimed, cancelled and returned like it.
        """
        procurements = super()._create_procurements(
            product_qty, procurement_uom, values
        )
        own = self.product_id.uom_id
        quantity = procurement_uom._compute_quantity(product_qty, own, round=False)
        for part, taken in self._md_parts(quantity).items():
            asked = {
                **values,
                "route_ids": self.env[
                    "stock.route"
                ],  # the product's are not the part's
                "packaging_uom_id": part.uom_id,
            }
            procurements.append(
                self.env["stock.rule"].Procurement(
                    part,
                    taken,
                    part.uom_id,
                    self._get_location_final(),
                    part.display_name,
                    self.order_id.name,
                    self.order_id.company_id,
                    asked,
                )
            )
        return procurements
