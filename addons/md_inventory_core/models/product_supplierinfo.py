from decimal import Decimal

from odoo import api, fields, models

from ..lib.products import order_quantity


class ProductSupplierinfo(models.Model):
    """Beside core's price breaks: the smallest order, and how many are in a case.

    What a supplier asks for a product is governed with the product.
    """

    _name = "product.supplierinfo"
    _inherit = ["product.supplierinfo", "md.governed.mixin"]

    md_moq = fields.Float(
        "Order at Least",
        digits="Product Unit",
        help="The supplier's smallest order of the product, in the vendor's unit. "
        "Prices from a quantity on are further lines with their own Quantity.",
    )
    md_case_pack = fields.Float(
        "Case Pack",
        digits="Product Unit",
        help="How many are in a case, in the vendor's unit: orders are in whole "
        "cases. 0: single ones are sold.",
    )

    _md_supply = models.Constraint(
        "CHECK (md_moq >= 0 AND md_case_pack >= 0)",
        "Order at Least and Case Pack are 0 or more.",
    )

    def _md_order_quantity(self, wish):
        """What to order for ``wish``, in the vendor's unit; see `order_quantity`."""
        self.ensure_one()
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        parts = (wish, self.md_moq, self.md_case_pack)
        exact = (Decimal(f"{number:.{digits}f}") for number in parts)
        return float(order_quantity(*exact))

    @api.model
    def _md_of(self, product, partner, date):
        """The line that says how a supplier delivers a product.

        The variant's own first; one that holds on ``date``; empty when the supplier
        says nothing.
        """
        mine = product.seller_ids.filtered(
            lambda line: (
                line.partner_id.commercial_partner_id == partner.commercial_partner_id
                and line.product_id in (product, product.browse())
                and (not line.date_start or line.date_start <= date)
                and (not line.date_end or line.date_end >= date)
                and (line.md_moq or line.md_case_pack)
            )
        )
        return mine.sorted(lambda line: not line.product_id)[:1]

    def _md_use_depends(self):
        return ["product_tmpl_id.md_life"]

    def _md_in_use(self):
        return self.product_tmpl_id.md_life == "active"

    def md_action_ask_change(self):
        """Ask for a Change."""
        return self._md_ask_change()
