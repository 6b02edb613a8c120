from collections import defaultdict
from decimal import Decimal

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import float_repr

from ..lib.claims import Slot, shortages

NOTHING = Decimal(0)


class MdChannelPromise(models.AbstractModel):
    """Promises a channel's goods before there are moves: at payment, over the API.

    Demands are checked and added up by stocked product first (a kit is its
    components), then claimed at once: see `md.claim.store`.
    """

    _name = "md.channel.promise"
    _description = "Promise of a Channel"

    def _hold(
        self,
        channel,
        key,
        demand,
        *,
        whole=True,
        seconds=None,
        name=None,
        until=None,
    ):
        """Hold goods for ``key``; what cannot be had raises and nothing is held.

        :param demand: [(product, warehouse, quantity, unit of measure)]; the same
            product may come again, kits are taken apart
        :param whole: True or False for all, or the ids of the products of which nothing
            may be missing
        :param int seconds: how long; the channel's own time when left out
        :param name: of who wants it, for messages
        :param until: when the goods are needed, as in ``md.claim.store._claim``
        :return: {`Slot`: Decimal that the key holds now}
        :raises UserError: naming what is wrong with a demand, or what is missing
        """
        wanted = self._wanted(channel, demand)
        if not wanted:
            return {}
        if isinstance(whole, bool):
            needed = set(wanted) if whole else set()
        else:
            needed = {slot for slot in wanted if slot.product_id in whole}
        # sudo: who sells need not read channels
        seconds = seconds or channel.sudo().hold_minutes * 60
        granted = self.env["md.claim.store"]._claim(
            key,
            wanted,
            whole=needed,
            terms=channel._terms(),
            seconds=seconds,
            until=until,
        )
        if taken := granted.taken:
            folder = self.env["md.claim.folder"]
            self.env["md.own.transaction"]._on_failure(
                f"free {taken}", lambda: folder._let_go(taken)
            )
        short = list(shortages(wanted, granted.could))
        if any(slot in needed for slot, _wanted, _got in short):
            raise UserError(self._short(name or key, short))
        return granted.holds

    # Orders that are not confirmed yet

    def _hold_order(self, order):
        """Hold what an order wants; see ``sale.order._md_hold``."""
        demand = self._order_demand(order)
        products = {product for product, *_rest in demand if order._md_refused(product)}
        refused = self.env["md.kit"]._all_parts(
            [(product, 1.0) for product in products], order.company_id
        )
        whole = {part.id for parts in refused for part in parts}
        key = order._md_claim_key()
        return self._hold(
            order.md_channel_id,
            key,
            demand,
            whole=whole,
            name=order.name,
            until=order.commitment_date or order.expected_date or None,
        )

    def _let_go_of(self, orders):
        """Free what orders hold that were never confirmed, after the commit."""
        keys = [order._md_claim_key() for order in orders if order.state != "sale"]
        if keys:
            folder = self.env["md.claim.folder"]
            self.env["md.own.transaction"]._after(
                f"let go of {keys}", lambda: folder._let_go_keys(keys)
            )

    def _order_demand(self, order):
        """What an order takes from stock: [(product, warehouse, quantity, unit)].

        Lines that are made to order, dropped by the vendor, services or not counted
        are left out; what options take is there.
        """
        demand = []
        for line in order.order_line:
            if line.display_type or line.product_uom_qty <= 0:
                continue
            if warehouse := self._source(line):
                unit = line.product_uom_id
                demand.append((line.product_id, warehouse, line.product_uom_qty, unit))
            for part, quantity in line._md_parts().items():
                if warehouse := self._source(line, part):
                    demand.append((part, warehouse, quantity, part.uom_id))
        return demand

    def _source(self, line, part=None):
        """The warehouse whose free stock a line takes, by core's own rules.

        :param part: what an option of the line takes; else the line's own product
        """
        product = part or line.product_id
        if product.type != "consu":
            return None
        # sudo: rules are core's own, a shopper reads none
        line = line.sudo()
        values = {
            "warehouse_id": line.warehouse_id,
            "route_ids": line.route_ids.browse() if part else line.route_ids,
            "company_id": line.order_id.company_id,
            "packaging_uom_id": part.uom_id if part else line.product_uom_id,
        }
        place, seen = line._get_location_final(), self.env["stock.location"]
        while place and place not in seen:
            seen |= place
            rule = line.env["stock.rule"]._get_rule(product, place, values)
            if not rule or rule.action not in ("pull", "pull_push"):
                return None
            place = rule.location_src_id
            if rule.procure_method != "make_to_order":
                return place.warehouse_id if place.usage == "internal" else None
        return None

    # Demands

    def _wanted(self, channel, demand):
        """{`Slot`: Decimal in the product's own unit}, added up.

        :raises UserError: naming the product, warehouse, unit or channel that is wrong
        """
        wanted, owner = defaultdict(Decimal), channel._owner()
        rows = defaultdict(list)
        for product, warehouse, quantity, unit in demand:
            self._check(channel, product, warehouse, quantity, unit)
            quantity = unit._compute_quantity(quantity, product.uom_id, round=False)
            rows[warehouse].append((product, quantity))
        kits = self.env["md.kit"]
        for warehouse, lines in rows.items():
            for parts in kits._all_parts(lines, warehouse.company_id):
                for part, quantity in parts.items():
                    if part.is_storable:
                        slot = Slot(part.id, warehouse.id, owner)
                        wanted[slot] += self._decimal(quantity)
        return {slot: part for slot, part in wanted.items() if part > NOTHING}

    def _check(self, channel, product, warehouse, quantity, unit):
        names = {"product": product.display_name, "quantity": quantity}
        if not product.exists() or not product.active:
            raise UserError(self.env._("%(product)s is archived.", **names))
        if not unit._has_common_reference(product.uom_id):
            raise UserError(
                self.env._(
                    "%(product)s is not counted in %(unit)s, but in %(own)s.",
                    **names,
                    unit=unit.name,
                    own=product.uom_id.name,
                )
            )
        if not quantity > 0:  # NaN is not, either
            raise UserError(
                self.env._("%(product)s: %(quantity)s is no quantity.", **names)
            )
        exact = unit._compute_quantity(quantity, product.uom_id, round=False)
        if self._decimal(exact) <= NOTHING:
            raise UserError(
                self.env._("%(product)s: %(quantity)s is too little.", **names)
            )
        # sudo: who sells reads no channels
        companies = {channel.sudo().company_id, warehouse.company_id}
        if product.company_id and companies != {product.company_id}:
            raise UserError(
                self.env._(
                    "%(product)s is of another company than channel %(channel)s.",
                    **names,
                    channel=channel.display_name,
                )
            )
        self._check_warehouses(channel, warehouse)

    def _check_warehouses(self, channel, warehouses):
        """Whether a channel sells from warehouses.

        :raises UserError: naming the one that it does not sell from
        """
        if others := warehouses - channel._draws_from():
            raise UserError(
                self.env._(
                    "Channel %(channel)s does not sell from %(warehouse)s.",
                    # sudo: as above
                    channel=channel.sudo().name,
                    warehouse=others[0].name,
                )
            )

    def _decimal(self, quantity):
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        return Decimal(float_repr(quantity, digits))

    # Refusals

    def _refused(self, order, wanted):
        """Slots of which nothing may be missing, or the order is refused."""
        if not order or order.md_on_shortage != "refuse":
            return set()
        products = self.env["product.product"].browse(
            {slot.product_id for slot in wanted}
        )
        refused = {product.id for product in products if order._md_refused(product)}
        return {slot for slot in wanted if slot.product_id in refused}

    def _short(self, name, short):
        """One sentence that says what is missing where."""
        return self.env._(
            "%(order)s cannot be promised. %(lines)s.",
            order=name,
            lines=self._lacking(short),
        )

    def _lacking(self, short):
        """What is missing where, without an end."""
        lines = [
            self.env._(
                "%(product)s in %(warehouse)s: %(wanted)s wanted, %(free)s free",
                product=self.env["product.product"].browse(slot.product_id).name,
                warehouse=self.env["stock.warehouse"].browse(slot.warehouse_id).name,
                wanted=f"{wanted.normalize():f}",
                free=f"{got.normalize():f}",
            )
            for slot, wanted, got in short
        ]
        return "; ".join(lines)
