from collections import defaultdict

from odoo import api, fields, models

from ..lib.gift_codes import marks_of

OURS = ("md_gift_said",)  # what a till may not say of a line


class PosOrderLine(models.Model):
    """Options of a line may take goods from stock; a return brings them back."""

    _inherit = "pos.order.line"

    md_discount_amount = fields.Monetary(
        "Promotions",
        readonly=True,
        copy=False,
        help="What promotions take off the line, in the tax mode of its price. The "
        "truth; the discount percentage follows from it and from the cashier's own.",
    )
    md_promo_shares = fields.Json(
        "Shares of Promotions",
        readonly=True,
        copy=False,
        help="[{promotion, rev, name, deal, qty, amount}]",
    )
    md_manual_discount = fields.Float(
        "Own Discount (%)",
        digits=0,
        readonly=True,
        copy=False,
        help="Given by the cashier, on what promotions leave.",
    )
    md_promo_at = fields.Char(
        "First Scan",
        readonly=True,
        copy=False,
        help="Instant, UTC, for which promotions of this line are looked up.",
    )

    md_gift_codes = fields.Json(
        "Codes of Gift Cards",
        readonly=True,
        copy=False,
        help="What tells the code of each card again, and its last four signs.",
    )
    md_gift_said = fields.Json(
        "Gift Cards",
        readonly=True,
        copy=False,
        help="What the receipt says of cards: [{what, hint, balance, expires}].",
    )

    @api.model
    def _load_pos_data_fields(self, config):
        ours = ("md_discount_amount", "md_promo_shares", "md_manual_discount")
        gift = ("md_gift_codes", "md_gift_said")
        return [*super()._load_pos_data_fields(config), *ours, *gift, "md_promo_at"]

    @api.model_create_multi
    def create(self, vals_list):
        """Codes of gift cards are not kept."""
        return super().create([marks_of(vals) for vals in vals_list])

    def write(self, vals):
        """A refund of the back office follows its quantity.

        A till says quantity and discount together; what it says is what it paid out.
        """
        done = super().write(marks_of(vals))
        own = self.env.context.get("md_refund_priced")
        if "qty" in vals and "discount" not in vals and not own:
            for order in self.order_id.filtered(lambda one: one.state == "draft"):
                if order.is_refund and not order.payment_ids:
                    self.env["md.promotion.refunds"]._price(order)
        return done

    def _md_parts(self):
        """{product: how many of its unit}; less than 0 for what comes back."""
        parts = defaultdict(float)
        for line in self:
            if line.product_id.type != "consu":
                continue
            for part, taken in line.attribute_value_ids._md_parts(line.qty).items():
                parts[part] += taken
        return {part: taken for part, taken in parts.items() if taken}

    def _launch_stock_rule_from_pos_order_lines(self):
        """What is delivered later is delivered with what its options take."""
        result = super()._launch_stock_rule_from_pos_order_lines()
        procurements = []
        for line in self:
            order = line.order_id
            for part, taken in line._md_parts().items():
                procurements.append(
                    self.env["stock.rule"].Procurement(
                        part,
                        taken,
                        part.uom_id,
                        order.partner_id.property_stock_customer,
                        part.display_name,
                        order.name,
                        order.company_id,
                        line._prepare_procurement_values(),
                    )
                )
        if procurements:
            self.env["stock.rule"].run(procurements)
            self.order_id.picking_ids.action_confirm()
        return result
