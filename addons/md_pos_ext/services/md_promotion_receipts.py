from datetime import UTC, datetime

from odoo import models
from odoo.tools import SQL

from odoo.addons.md_inventory_core.lib.promotion_amounts import exactly
from odoo.addons.md_inventory_core.lib.promotion_receipt import (
    Line,
    Receipt,
    charged_net,
)

from .promotion_check_sql import BEFORE_SQL, USED_SQL

FEW = ("prod:", "tmpl:", "brand:")  # what a till can say of goods by itself


class MdPromotionReceipts(models.AbstractModel):
    """Reads receipts of tills as the till's own basket says them."""

    _name = "md.promotion.receipts"
    _description = "Receipts of Tills as Facts"

    def _receipt(self, order, facts):
        """A `Receipt`; ``facts``: of `md.promotion.facts`, of all goods of it."""
        digits = order.currency_id.decimal_places
        payments = order.payment_ids.filtered(lambda p: not p.is_change)
        payments = payments.filtered(lambda p: p.amount > 0).sorted("id")
        tender = self._tender
        alone = len(payments) == 1
        listed = self._listed(order)
        return Receipt(
            uuid=order.uuid,
            currency=order.currency_id.name,
            digits=digits,
            now=f"{order.date_order:%Y-%m-%dT%H:%M:%SZ}",
            lines=tuple(
                self._line(line, facts[line.product_id.id], listed[line], digits)
                for line in order.lines
            ),
            place=self._place(order),
            customer=order.md_promo_customer or None,
            trusted=self._trusted(order),
            coupons=tuple(self.env["md.till.coupons"]._words(order)),
            tenders=tuple(
                (tender(p), None if alone else exactly(p.amount)) for p in payments
            ),
            rest=tender(payments[-1]) if len(payments) > 1 else None,
        )

    def _tender(self, payment):
        return payment.payment_method_id.md_tender or "other"

    def _place(self, order):
        till = order.config_id
        return self.env["md.promotion.facts"]._place(
            till.md_channel_id, till._md_warehouse(), order.pricelist_id
        )

    def _line(self, line, fact, listed, digits):
        promo = line.md_discount_amount
        by_hand = line.md_manual_discount if promo else line.discount
        qty, price = exactly(line.qty), exactly(line.price_unit)
        return Line(
            id=key_of(line),
            name=line.full_product_name or line.product_id.display_name,
            sku=fact["sku"],
            qty=qty,
            price=price,
            listed=listed,
            charged=charged_net(qty, price, exactly(line.discount), digits),
            promo=exactly(promo),
            manual=exactly(by_hand or 0),
            tags=tuple(fact["tags"]),
            few=tuple(tag for tag in fact["tags"] if tag.startswith(FEW)),
            divisible=fact["divisible"],
            locked=fact["locked"] or self._is_locked(line),
            at=self._at(line),
            trusted_at=self._trusted_at(line),
            shares=tuple(line.md_promo_shares or ()),
        )

    def _at(self, line):
        """When it was scanned, as the till says it."""
        return line.md_promo_at if instant(line.md_promo_at) else None

    def _trusted_at(self, line):
        """The same, no later than the server heard of it."""
        said = instant(line.md_promo_at)
        if said and said > line.order_id.create_date:
            return f"{line.order_id.create_date:%Y-%m-%dT%H:%M:%SZ}"
        return self._at(line)

    def _is_locked(self, line):
        """Lines that no promotion may see, as the till decides it."""
        return bool(
            line.price_type == "manual"
            or line.refunded_orderline_id
            or self._in_combo(line)
            or self._is_apart(line)
        )

    def _in_combo(self, line):
        return line.combo_parent_id or line.combo_line_ids

    def _is_apart(self, line):
        """Tips, rewards and discounts that are lines of their own."""
        till = line.order_id.config_id
        apart = till.tip_product_id
        if "discount_product_id" in till._fields:
            apart |= till.discount_product_id
        reward = "is_reward_line" in line._fields and line.is_reward_line
        return line.product_id in apart or reward

    # Customers

    def _trusted(self, order):
        """What of a till's words about its customer is so.

        Never more than the till said: who was not known there has got nothing.
        """
        said, partner = order.md_promo_customer, order.partner_id
        if not said or not partner or said.get("id") != str(partner.id):
            return None
        known = self.env["md.promotion.facts"]._customer(partner, order.date_order)
        groups = {*known["groups"]}
        if self._is_first(order):
            groups.add("first_order")
        used = {**(said.get("used") or {})}
        for code, uses in self._used_before(order).items():
            used[code] = max(uses, int(used.get(code) or 0))
        kept = [group for group in said.get("groups") or () if group in groups]
        return {**said, "groups": kept, "used": used}

    def _is_first(self, order):
        person, date = order.partner_id.id, order.date_order
        earlier = [
            ("partner_id", "=", person),
            ("date_order", "<", date),
            ("id", "!=", order.id),
            ("state", "in", ("paid", "done", "invoiced")),
        ]
        sales = [("partner_id", "=", person), ("state", "=", "sale")]
        return not self.env["pos.order"].search_count(earlier, limit=1) and not (
            self.env["sale.order"].search_count(
                [*sales, ("date_order", "<", date)], limit=1
            )
        )

    def _used_before(self, order):
        asked = {"partner": order.partner_id.id, "at": order.date_order}
        key = f"pos.order:{order.uuid}"
        return dict(self.env.execute_query(SQL(USED_SQL, key=key, **asked)))

    # Prices

    def _listed(self, order):
        """{line: what it should cost a unit}; its own price where no list says one."""
        return {line: self._list_price(line) for line in order.lines}

    def _list_price(self, line):
        charged = exactly(line.price_unit)
        settled = (
            line.price_type == "manual"
            or line.qty <= 0
            or charged < 0
            or line.refunded_orderline_id
            or self._in_combo(line)
            or self._is_apart(line)
            or ("sale_order_line_id" in line._fields and line.sale_order_line_id)
        )
        if settled:
            return charged
        price, rule = self._price_now(line)
        found = self._rounded(price)
        if found != charged and charged in self._prices_then(line, price, rule):
            return charged
        return found

    def _rounded(self, price):
        digits = self.env["decimal.precision"].precision_get("Product Price")
        return exactly(round(exactly(price), digits))

    def _price_now(self, line):
        """(price, rule) of the list; without a list the product's own."""
        order = line.order_id
        extra = self._extra(line)
        product = line.product_id.with_context(no_variant_attributes_price_extra=extra)
        price, rule = order.pricelist_id._get_product_price_rule(
            product,
            self._quantity(line),
            currency=order.currency_id,
            date=instant(self._trusted_at(line)) or order.date_order,
        )
        return price, self.env["product.pricelist.item"].browse(rule or [])

    def _extra(self, line):
        """What options of a line cost, when the till says as much."""
        options = line.attribute_value_ids | (
            line.product_id.product_template_variant_value_ids
        )
        some = options.filtered(lambda o: o.attribute_id.create_variant != "always")
        most = sum(some.mapped("price_extra"))
        own = some.filtered(lambda o: o.attribute_id.create_variant == "no_variant")
        least = sum(own.mapped("price_extra"))
        return line.price_extra if line.price_extra in (least, most) else least

    def _quantity(self, line):
        """Lines of the same lot-tracked goods reach a price together."""
        if line.product_id.tracking != "lot":
            return line.qty
        own = line.order_id.lines.filtered(lambda o: o.product_id == line.product_id)
        return sum(own.mapped("qty"))

    def _prices_then(self, line, price, rule):
        """Prices that held since the scan, before what was changed meanwhile."""
        at = instant(self._trusted_at(line)) or line.order_id.date_order
        template = line.product_id.product_tmpl_id
        found = set()
        for old in self._before(template, "list_price", at):
            found.add(self._rounded(price + old - template.list_price))
            if template.list_price:
                found.add(self._rounded(price * old / template.list_price))
        if rule:
            found |= {
                self._rounded(old) for old in self._before(rule, "fixed_price", at)
            }
        return found

    def _before(self, record, field, at):
        """Values of a field before its changes since a time."""
        asked = {"model": record._name, "id": record.id, "field": field, "at": at}
        return [row[0] or 0 for row in self.env.execute_query(SQL(BEFORE_SQL, **asked))]


def key_of(line):
    """What a line is called: by the till, else by its number."""
    return line.uuid or str(line.id)


def instant(text):
    """A till's instant as fields hold it: UTC without zone; None when it is none."""
    try:
        moment = datetime.fromisoformat(text or "")
    except (ValueError, TypeError):
        return None
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment
