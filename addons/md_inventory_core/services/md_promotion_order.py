from decimal import Decimal

from odoo import models

from ..lib import promo_codes
from ..lib.promotion_amounts import basket_line, exactly, in_base_units, percent_for
from ..lib.promotion_terms.share import gets
from ..lib.promotion_uses import uses_of
from ..lib.promotions import evaluate


class MdPromotionOrder(models.AbstractModel):
    """Applies promotions to quotations and carts, and remembers what orders used.

    The same engine as at the till; amounts are the truth, a line's percentage says the
    same so that taxes and invoices agree. Tax-included or not: promotions work on the
    price that the order shows.
    """

    _name = "md.promotion.order"
    _description = "Promotions of Sales Orders"

    def _apply(self, orders):
        """Evaluate orders that are still open and write what changed on their lines."""
        # a price that is computed on the way is no reason to begin again
        for order in orders.with_context(md_promotions=True):
            if self._open(order) and (
                self._any(order.company_id) or order.md_promo_version
            ):
                self._write(order, *self._evaluate(order))

    def _open(self, order):
        """Whether an order's prices may still change."""
        return order.state in ("draft", "sent") and not order.locked

    def _any(self, company):
        """Whether a company has promotions that sell: most often there is none."""
        self.env["md.promotion"].flush_model(["company_id", "state"])
        self.env.cr.execute(
            "SELECT 1 FROM md_promotion WHERE company_id = %s "
            "AND state IN ('approved', 'running') LIMIT 1",
            [company.id],
        )
        return bool(self.env.cr.fetchone())

    def _evaluate(self, order, promotions=None):
        """Return (contracts, result) for an order as it is now."""
        # what it holds itself is free for it
        self = self.with_context(md_uses_of=order._md_claim_key())
        now = self.env["md.clock"]._now()
        basket = self._basket(order, now)
        if promotions is None:
            promotions = self._promotions(order)
        return promotions, evaluate(basket, promotions, f"{now:%Y-%m-%dT%H:%M:%S}Z")

    def _promotions(self, order):
        """Contracts on offer where the order was placed, without those taken out."""
        catalogue = self.env["md.promotion.catalogue"]
        channel = order.md_channel_id
        offered = catalogue._offered(channel, order.company_id)
        found = self.env["md.promotion.usage"]._within(
            offered, catalogue._contract(offered)
        )
        gone = {row["promotion"] for row in order.md_promo_removed or ()}
        customer = None if order._md_is_nobody() else str(order.partner_id.id)
        return [
            contract
            for contract in found
            if contract["id"] not in gone and gets(contract, order.name, customer)
        ]

    def _why_not(self, order, code):
        """Return None for a code that opens a promotion now, else one sentence."""
        # sudo: who enters a code need not read promotions
        named = self.env["md.promotion"].sudo()
        domain = [("coupon", "!=", False), ("company_id", "=", order.company_id.id)]
        named = named.search([*domain, ("state", "!=", "draft")])
        told = promo_codes.normal(code)
        named = named.filtered(lambda p: promo_codes.normal(p.coupon) == told)
        catalogue = self.env["md.promotion.catalogue"]
        offered = catalogue._offered(order.md_channel_id, order.company_id)
        if set(named.ids) & set(offered.ids):
            return None
        if named.filtered(lambda p: p.state == "ended"):
            return self.env._("The code %s has expired.", code)
        return self.env._("The code %s is not known here.", code)

    def _basket(self, order, now):
        """The contract's basket of an order."""
        facts = self.env["md.promotion.facts"]
        digits = order.currency_id.decimal_places
        goods = facts._products(order.order_line.product_id)
        lines = [
            basket_line({**goods[line.product_id.id], **self._line(line)}, digits)
            for line in order.order_line
            if line.product_id and not line.display_type
        ]
        partner = order.partner_id
        if order._md_is_nobody():
            partner = partner.browse()
        return {
            "currency": {"code": order.currency_id.name, "digits": digits},
            **facts._place(order.md_channel_id, order.warehouse_id, order.pricelist_id),
            "customer": facts._customer(partner, now),
            "coupons": promo_codes.normals(order.md_coupons),
            "lines": [line for line in lines if line],
        }

    def _line(self, line, quantity=None):
        """What the order adds to the facts of a line's product.

        :param quantity: Decimal in the line's unit; None: what was ordered
        """
        if quantity is None:
            quantity = exactly(line.product_uom_qty)
        price = exactly(line.price_unit * (1 - line.md_list_discount / 100))
        factor = exactly(
            line.product_uom_id._compute_quantity(
                1, line.product_id.uom_id, round=False
            )
        )
        digits = line.order_id.currency_id.decimal_places
        quantity, price = in_base_units(quantity, price, factor, digits)
        own = {"id": str(line.id), "qty": quantity, "price": price}
        if line._md_without_promotions():
            own["locked"] = True
        return own

    def _write(self, order, promotions, result):
        """Write amounts, shares and percentages where they changed."""
        known = {p["id"]: p for p in promotions}
        lines = {str(line.id): line for line in order.order_line}
        weighed = {
            name
            for name, line in lines.items()
            if self.env["md.promotion.facts"]._divisible(line.product_id)
        }
        told = {row["id"]: row for row in result["lines"]}
        for name, line in lines.items():
            row = told.get(name) or {"discount": "0", "shares": []}
            values = self._values(line, row, known)
            current = {key: line[key] for key in values}
            if values != current:
                line.with_context(md_promotions=True).write(values)
        values = {
            "md_promo_version": result["version"],
            "md_promo_revisions": sorted(
                [p["id"], p.get("rev", "")] for p in promotions
            ),
            "md_promo_hints": self._hints(order, result, known) or False,
            "md_promo_uses": uses_of(result["deals"], known, weighed) or False,
        }
        if any(order[key] != value for key, value in values.items()):
            order.with_context(md_promotions=True).write(values)

    def _values(self, line, row, known):
        """Values of one line for its row of the result."""
        amount = Decimal(row["discount"])
        digits = line.order_id.currency_id.decimal_places
        shares = [
            {
                **share,
                "rev": known[share["promotion"]].get("rev", ""),
                "name": known[share["promotion"]].get("name") or share["promotion"],
            }
            for share in row["shares"]
        ]
        percent = line.md_list_discount or line.md_manual_discount
        if amount:
            listed = exactly(line.price_unit * (1 - line.md_list_discount / 100))
            quantity = exactly(line.product_uom_qty)
            part = percent_for(
                listed, quantity, amount, exactly(line.md_manual_discount), digits
            )
            kept = (1 - exactly(part) / 100) * (
                1 - exactly(line.md_list_discount) / 100
            )
            percent = float(round(100 * (1 - kept), 10))
        return {
            "discount": percent,
            "md_discount_amount": float(amount),
            "md_promo_shares": shares or False,
        }

    def _hints(self, order, result, known):
        """[{"text", "gain"}] of what one more unit would bring, largest gain first."""
        hints = []
        for row in result["suggestions"]:
            text = self._hint(order, row, known[row["promotion"]])
            hints.append({"text": text, "gain": row["gain"]})
        hints.sort(key=lambda hint: -Decimal(hint["gain"] or 0))
        return hints[:3]

    def _hint(self, order, row, promotion):
        """One sentence: what to add, and what that saves."""
        missing = row["missing"][0]
        skus = missing["select"].get("skus") or []
        # sudo: shoppers and staff read names of goods that are on offer
        goods = self.env["product.product"].sudo().browse(map(int, skus[:3])).exists()
        names = goods.with_context(display_default_code=False).mapped("display_name")
        what = " / ".join(names) or promotion.get("name") or promotion["id"]
        more = missing.get("qty") or order.currency_id.format(float(missing["amount"]))
        if row["gain"] is None:
            return self.env._("Add %(more)s of %(what)s.", more=more, what=what)
        gain = order.currency_id.format(float(row["gain"]))
        return self.env._(
            "Add %(more)s of %(what)s and save %(gain)s.",
            more=more,
            what=what,
            gain=gain,
        )

    # What was used

    def _remember(self, orders):
        """Write the uses of orders into the ledger; again adds nothing.

        Each order's rows add up to what it uses, whatever it has used before.
        """
        usage = self.env["md.promotion.usage"]
        for order in orders.filtered("md_promo_total"):
            usage._level(order._md_claim_key(), self._uses(order))

    def _give_back(self, orders):
        """Take the uses of orders back, by rows of the opposite sign."""
        usage = self.env["md.promotion.usage"]
        for order in orders:
            usage._level(order._md_claim_key(), [])

    def _uses(self, order):
        """Rows of the ledger for an order: uses and amount of each promotion."""
        found = {}
        for line in order.order_line:
            for share in line.md_promo_shares or ():
                row = found.setdefault(
                    share["promotion"],
                    {"amount": Decimal(0), "rev": share["rev"]},
                )
                row["amount"] += Decimal(share["amount"])
        date, company = order.date_order, order.company_id
        return [
            {
                "promotion": code,
                "rev": row["rev"],
                "key": order._md_claim_key(),
                "reference": order.name,
                "uses": (order.md_promo_uses or {}).get(code, 1),
                "amount": exactly(
                    order.currency_id._convert(
                        float(row["amount"]), company.currency_id, company, date
                    )
                ),
                "partner": order.partner_id.id,
                "channel": order.md_channel_id.id,
            }
            for code, row in found.items()
        ]
