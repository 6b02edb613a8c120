"""POS order sync: what the server does when a till sends a paid order."""

from ..case import Case
from ..world import World, request

LINES = 20


class PosOrder(Case):
    name = "pos_order"
    title = f"Take a paid till order of {LINES} lines, stock moves posted at once"
    unit = "order"
    target = 1.10

    def setup(self, place):
        self.world = World(place)
        till = self.world.till
        till.open_ui()
        self.session = till.current_session_id
        self.session.set_opening_control(0, "")

    def prepare(self, place, size):
        self.orders = [self.order(place) for _number in range(size)]

    def run(self, place, size):
        for order in self.orders:
            with request(place) as env:
                env["pos.order"].sync_from_ui([order])

    def order(self, env):
        """A paid order as a till sends it; taxes computed as the till does."""
        from odoo import fields

        lines = [self.line(product) for product in self.world.some_products(LINES)]
        total = sum(line["price_subtotal_incl"] for line in lines)
        uuid, now = self.world.uuid(), fields.Datetime.to_string(fields.Datetime.now())
        payment = {
            "uuid": self.world.uuid(),
            "amount": total,
            "payment_method_id": self.world.till.payment_method_ids[:1].id,
            "payment_date": now,
        }
        return {
            "uuid": uuid,
            "name": f"Order {uuid}",
            "state": "paid",
            "session_id": self.session.id,
            "user_id": env.uid,
            "date_order": now,
            "amount_total": total,
            "amount_paid": total,
            "amount_tax": total - sum(line["price_subtotal"] for line in lines),
            "amount_return": 0.0,
            "to_invoice": False,
            "partner_id": False,
            "last_order_preparation_change": "{}",
            "lines": [(0, 0, line) for line in lines],
            "payment_ids": [(0, 0, payment)],
        }

    def line(self, product):
        """One line of an order."""
        quantity = 1 + product.id % 3
        taxes = product.taxes_id
        amounts = taxes.compute_all(product.list_price, quantity=quantity)
        return {
            "uuid": self.world.uuid(),
            "product_id": product.id,
            "qty": quantity,
            "price_unit": product.list_price,
            "discount": 0.0,
            "price_subtotal": amounts["total_excluded"],
            "price_subtotal_incl": amounts["total_included"],
            "tax_ids": [(6, 0, taxes.ids)],
            "full_product_name": product.name,
            "pack_lot_ids": [],
        }
