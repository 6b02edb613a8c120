from decimal import Decimal
from math import floor

from odoo import api, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.md_inventory_core.lib.kits import wanted, whole_kits

TOGETHER = 3  # products that the cart shows beside what staff chose


class SaleOrder(models.Model):
    """A cart is of its website's channel; goods are held when payment starts."""

    _inherit = "sale.order"

    @api.depends("website_id")
    def _compute_md_channel_id(self):
        shop = self.filtered("website_id")
        for order in shop:
            order.md_channel_id = order._md_default_channel()
        return super(SaleOrder, self - shop)._compute_md_channel_id()

    def _md_default_channel(self):
        """The website's, when there is one."""
        # sudo: shoppers read no channels
        channel = self.website_id.sudo().md_channel_id
        if channel and channel.company_id == self.company_id:
            return channel.with_env(self.env)
        return super()._md_default_channel()

    def _cart_accessories(self):
        """What staff chose comes first, then what is often bought with the cart."""
        by_hand = super()._cart_accessories()
        known = self.env["product.product"].concat(*by_hand).product_tmpl_id
        templates = self.website_order_line.product_id.product_tmpl_id
        found = templates._md_bought_together(limit=len(known) + TOGETHER) - known
        more = found.product_variant_id.filtered(
            lambda product: (
                product._website_show_quick_add()
                and (
                    not self.website_id.prevent_zero_price_sale
                    or product._get_contextual_price()
                )
            )
        )
        return [*by_hand, *more[:TOGETHER]]

    # Promotions

    def _md_is_nobody(self):
        """A visitor who is not signed in is nobody in particular."""
        # sudo: visitors do not read users
        public = self.website_id.sudo().user_id.partner_id
        return super()._md_is_nobody() or self.partner_id == public

    def _md_enter_code(self, code):
        """Keep a code that opens a promotion; return what to say if it does not."""
        if not self or not code:
            return self.env._("Put something into the cart first, then enter the code.")
        self.ensure_one()
        words = self.env["md.promotion.order"]._why_not(self, code)
        if not words:
            known = self.md_coupons or []
            self.md_coupons = known if code in known else [*known, code]
        return words

    # What is free

    def _get_free_qty(self, product):
        """What the order's channel may promise; what the order holds is free for it."""
        asked = product.with_context(
            md_channel=self.md_channel_id.id, md_claim_key=self._md_claim_key()
        )
        free = super()._get_free_qty(asked)
        taken = self._get_unavailable_quantity_from_kits(product)
        return max(free - taken, 0) if taken else free

    def _get_unavailable_quantity_from_kits(self, product):
        """How many fewer of a product are free by the other lines of the cart: a kit
        and its component, or two kits with the same one. As this shop counts.
        """
        self.ensure_one()
        # a part alone is no kit, which is why all are asked for
        others = self.order_line.filtered(lambda line: line.product_id != product)
        products = others.product_id | product
        recipes = self.env["md.kit"]._recipes(products.ids, self.company_id)
        if not recipes:
            return 0
        taken = wanted(
            [
                (
                    line.product_id.id,
                    line.product_uom_id._compute_quantity(
                        line.product_uom_qty, line.product_id.uom_id, round=False
                    ),
                )
                for line in others
            ],
            recipes,
        )
        if product.id not in recipes:
            return float(taken.get(product.id, 0))
        return self._md_kits_taken(recipes[product.id], taken)

    def _md_kits_taken(self, parts, taken):
        """How many fewer kits of ``parts`` there are without what others have taken."""
        every = (
            self.env["product.product"]
            .browse(parts)
            .with_context(
                md_channel=self.md_channel_id.id,
                md_claim_key=self._md_claim_key(),
                warehouse_id=self._get_shop_warehouse_id(),
            )
        )
        free = {part.id: Decimal(repr(part.free_qty)) for part in every}
        left = {
            part: free[part] - Decimal(repr(float(taken.get(part, 0)))) for part in free
        }
        return float(whole_kits(parts, free) - whole_kits(parts, left))

    def _md_refused(self, product):
        """Neither what the shop sells without stock is refused, nor what is paid."""
        refused = super()._md_refused(product) and self._md_in_stock_only(product)
        return refused and not self._md_paid()

    def _md_in_stock_only(self, product):
        """Whether ``product`` is not one that the shop sells without stock.

        :param product: as ordered, or a part of an ordered kit
        """
        if not self.website_id:
            return True
        products = self.order_line.product_id
        parts = self.env["md.kit"]._all_parts(
            [(p, 1.0) for p in products], self.company_id
        )
        ordered = products.browse(
            p.id for p, inside in zip(products, parts, strict=True) if product in inside
        )
        return not all((ordered or product).mapped("allow_out_of_stock_order"))

    def _md_paid(self):
        """Whether money for the order is here, or promised by a bank."""
        # sudo: who confirms need not read payments
        payments = self.sudo().transaction_ids
        received = payments.filtered(lambda tx: tx.state in ("authorized", "done"))
        return sum(received.mapped("amount")) > 0

    # Options that take goods

    def _verify_updated_quantity(self, order_line, product_id, new_qty, uom_id, **kw):
        """As many as there is of what options take, too; the hold has the last word."""
        quantity, warning = super()._verify_updated_quantity(
            order_line, product_id, new_qty, uom_id, **kw
        )
        options = order_line.product_no_variant_attribute_value_ids
        if not order_line:
            given = kw.get("no_variant_attribute_value_ids") or ()
            options = options.browse(int(number) for number in given)
        product = self.env["product.product"].browse(product_id)
        unit = self.env["uom.uom"].browse(uom_id or product.uom_id.id)
        each = unit._compute_quantity(1, product.uom_id, round=False)
        for part, taken in options._md_parts(each).items():
            can = self._md_left_for(part, order_line) / taken
            if part.is_storable and not part.allow_out_of_stock_order:
                can = max(floor(can), 0)
                if can < quantity:
                    quantity, warning = can, self._md_too_few(product, part, can)
        return quantity, warning

    def _md_left_for(self, part, line):
        """What is free of a part, without what other lines of the cart take."""
        others = (self.order_line - line).mapped(lambda o: o._md_parts().get(part, 0))
        return self._get_free_qty(part) - self._get_cart_qty(part.id) - sum(others)

    def _md_too_few(self, product, part, can):
        """What a shopper reads."""
        names = {
            "product": product.with_context(display_default_code=False).display_name,
            "part": part.with_context(display_default_code=False).display_name,
            "left": can,
        }
        if not can:
            return self.env._("%(product)s: %(part)s is sold out.", **names)
        return self.env._("%(product)s: there is %(part)s for %(left)s only.", **names)

    # Paying

    def _check_cart_is_ready_to_be_paid(self):
        """The goods are held first: that is the check that counts."""
        self._md_hold_for_payment()
        return super()._check_cart_is_ready_to_be_paid()

    def _md_holds_for_payment(self):
        """Whether who pays must have the goods; where orders wait, they wait."""
        return bool(self.website_id) or self.md_on_shortage == "refuse"

    def _md_hold_for_payment(self):
        """Hold the goods for who is about to pay, as in `_md_hold`.

        Of promotions with a limit, too: it costs what was shown, or nothing is charged.

        :raises UserError: naming the products and what is left; nothing is charged
        """
        self.env["md.promotion.last.use"]._settle(self)
        try:
            self._md_hold()
        except AccessError:
            raise
        except UserError as refusal:
            shortage = self.env["md.shop.shortage"]
            words = shortage._not_charged(self) or shortage._too_late()
            raise UserError(words) from refusal

    def action_confirm(self):
        """What is planned looks at the stock itself, not at what a shopper sees.

        Core gives a cart a salesperson now and with it another warehouse; the goods are
        held in the one that the shopper was shown, and leave that one.
        """
        plain = self.with_context(md_channel=None, md_claim_key=None)
        place, carts = self._fields["warehouse_id"], self.filtered("website_id")
        with self.env.protecting([place], carts):
            return super(SaleOrder, plain).action_confirm()
