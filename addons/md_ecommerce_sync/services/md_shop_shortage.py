from decimal import ROUND_FLOOR, Decimal

from odoo import models
from odoo.exceptions import AccessError, UserError

NOTHING = Decimal(0)


class MdShopShortage(models.AbstractModel):
    """What of a cart is not to be had any more, in a shopper's words.

    As committed at this moment, not when the request began: who lost against somebody
    who paid a moment ago reads what is really left.
    """

    _name = "md.shop.shortage"
    _description = "Shortage in a Shop"

    def _not_charged(self, order):
        """`_words`, for who is about to pay; empty when all can be had."""
        words = self._words(order)
        return words and self.env._("%s Your cart was not charged.", words)

    def _too_late(self):
        return self.env._(
            "Somebody else is buying the same. Your cart was not charged; please try "
            "again."
        )

    def _words(self, order):
        """A sentence for each product that is short; empty when all can be had."""
        try:
            left = self._left(order)
        except AccessError:
            raise
        except UserError as wrong:  # for example: the channel does not sell from there
            return wrong.args[0]
        return " ".join(
            self._sentence(order, product, part) for product, part in left.items()
        )

    def _sentence(self, order, product, left):
        name = product.with_context(display_default_code=False).display_name
        if left <= NOTHING:
            return self.env._("%(product)s is sold out.", product=name)
        lines = order.order_line.filtered(lambda line: line.product_id == product)
        unit = "" if lines.product_uom_id == product.uom_id else product.uom_id.name
        return self.env._(
            "Only %(left)s left of %(product)s.",
            left=f"{left} {unit}".strip(),
            product=name,
        )

    def _left(self, order):
        """{ordered product: whole units left}, of those that must be there."""
        promise = self.env["md.channel.promise"]
        demand = promise._order_demand(order)
        wanted = promise._wanted(order.md_channel_id, demand)
        free = self._free(order, wanted)
        short = {slot[:2] for slot, part in wanted.items() if part > free[slot[:2]]}
        left = {}
        all_parts = self.env["md.kit"]._all_parts(
            [(product, 1.0) for product, *_rest in demand], order.company_id
        )
        for (product, warehouse, *_rest), parts in zip(demand, all_parts, strict=True):
            for part, each in parts.items():
                place = part.id, warehouse.id
                if place in short and order._md_refused(product):
                    whole = free[place] / Decimal(str(each))
                    whole = whole.to_integral_value(ROUND_FLOOR)
                    left[product] = min(left.get(product, whole), whole)
        return left

    def _free(self, order, wanted):
        """{(product id, warehouse id): Decimal that the order may have}."""
        places = dict.fromkeys((slot[:2] for slot in wanted), NOTHING)
        products = self.env["product.product"].browse({p for p, _w in places})
        warehouses = self.env["stock.warehouse"].browse({w for _p, w in places})
        channel, key = order.md_channel_id, order._md_claim_key()
        terms, owner = channel._terms(), channel._owner()
        with self.env["md.own.transaction"]._begin() as cr:
            now = self.env(cr=cr)["md.availability"]
            grounds = now._grounds(products, warehouses, owner=owner, key=key)
        free = {place: ground.free(terms) for place, ground in grounds.items()}
        return {**places, **free}
