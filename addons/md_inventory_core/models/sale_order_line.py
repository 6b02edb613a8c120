from odoo import api, fields, models

# What changes a line's promotions, and those of all other lines of its order.
PRICED = {
    *("product_id", "product_uom_id", "product_uom_qty", "price_unit", "discount"),
    *("order_id", "md_manual_discount", "technical_price_unit"),
}


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    md_discount_amount = fields.Monetary(
        "Saved by Promotions",
        readonly=True,
        copy=False,
        help="What promotions take off the line, in the prices that the order shows. "
        "The discount in percent says the same.",
    )
    md_promo_shares = fields.Json("Promotions", readonly=True, copy=False)
    md_promo_names = fields.Char("Promotion", compute="_compute_md_promo_names")
    md_list_discount = fields.Float(
        "Price List Discount",
        compute="_compute_md_list_discount",
        store=True,
        precompute=True,
        digits="Discount",
        help="Percentage that the price list shows; promotions work on what is left.",
    )
    md_manual_discount = fields.Float(
        "Own Discount",
        digits="Discount",
        help="Percentage that somebody gave, on what is left after promotions.",
    )

    @api.depends("md_promo_shares")
    def _compute_md_promo_names(self):
        for line in self:
            names = [share["name"] for share in line.md_promo_shares or ()]
            line.md_promo_names = ", ".join(dict.fromkeys(names)) or False

    @api.depends("product_id", "product_uom_id", "product_uom_qty", "discount")
    def _compute_md_list_discount(self):
        enabled = self.env["product.pricelist.item"]._is_discount_feature_enabled()
        for line in self:
            line.md_list_discount = line._md_listed() if enabled else 0

    def _md_listed(self):
        """The discount that the line's price list shows, in percent."""
        self.ensure_one()
        rule = self.pricelist_item_id
        if not self.product_id or self.display_type or self.combo_item_id:
            return 0
        if not self.order_id.pricelist_id or not rule._show_discount():
            return 0
        line = self.with_company(self.company_id)
        before = line._get_pricelist_price_before_discount()
        if before <= 0:
            return 0
        return max(100 * (1 - line._get_pricelist_price() / before), 0)

    def _compute_discount(self):
        """What was promised when an order was confirmed stays."""
        kept = self.filtered(lambda line: line.state == "sale" and line.md_promo_shares)
        for line in kept:
            line.discount = line.discount
        return super(SaleOrderLine, self - kept)._compute_discount()

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        if not self.env.context.get("md_promotions"):
            given = [
                line
                for line, vals in zip(lines, vals_list, strict=True)
                if vals.get("discount")
            ]
            self.browse([line.id for line in given])._md_take_discount()
            self.env["md.promotion.order"]._apply(lines.order_id)
        return lines

    def write(self, vals):
        done = super().write(vals)
        if not self.env.context.get("md_promotions") and PRICED & set(vals):
            if "discount" in vals:
                self._md_take_discount()
            elif {"product_id", "product_uom_id", "product_uom_qty"} & set(vals):
                self._md_forget_discount()
            self.env["md.promotion.order"]._apply(self.order_id)
        return done

    def unlink(self):
        orders = self.order_id
        done = super().unlink()
        if not self.env.context.get("md_promotions"):
            self.env["md.promotion.order"]._apply(orders.exists())
        return done

    def _md_take_discount(self):
        """What somebody gave is on top of promotions; what the list says, before."""
        for line in self.with_context(md_promotions=True):
            listed = abs(line.discount - line.md_list_discount) < 0.005
            manual = 0 if listed else line.discount
            values = {"md_manual_discount": manual}
            if manual:
                values["md_list_discount"] = 0
            line.write(values)

    def _md_forget_discount(self):
        """As in core, another quantity or product takes a given discount away."""
        if self.env["product.pricelist.item"]._is_discount_feature_enabled():
            given = self.filtered("md_manual_discount")
            given.with_context(md_promotions=True).write({"md_manual_discount": 0})

    def copy_data(self, default=None):
        """A copy starts with the discounts that are not promotions'."""
        rows = super().copy_data(default)
        for line, vals in zip(self, rows, strict=True):
            if line.md_promo_shares and "discount" in vals:
                vals["discount"] = line.md_list_discount or line.md_manual_discount
        return rows

    def _md_without_promotions(self):
        """Whether no promotion may touch the line: its price is somebody's decision."""
        self.ensure_one()
        manual = self.currency_id.compare_amounts(
            self.technical_price_unit, self.price_unit
        )
        return bool(
            manual
            or self.is_downpayment
            or self.is_expense
            or self.combo_item_id
            or self.product_type == "combo"
            or self._is_global_discount()
            or self._is_discount_line()
            or ("is_delivery" in self._fields and self.is_delivery)
            or ("is_reward_line" in self._fields and self.is_reward_line)
        )

    def _prepare_invoice_line(self, **optional_values):
        """Parts of a line in promotions cost, or bring back, what the line does."""
        values = super()._prepare_invoice_line(**optional_values)
        quantity = values.get("quantity") or 0
        if not self.md_promo_shares or not quantity:
            return values
        service = self.env["md.promotion.refund"]
        if quantity > 0:
            amount = service._charge(self, quantity)
        else:
            returned = {
                line: -line.qty_to_invoice
                for line in self.order_id.order_line
                if line.qty_to_invoice < 0
            }
            amount = service._amounts(self.order_id, returned)[self]
        values["discount"] = service._percent(self, abs(quantity), amount)
        return values

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
