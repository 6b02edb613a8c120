"""Sale confirm: from quotation to order with its delivery reserved."""

from ..case import Case
from ..world import World, request

LINES = 5


class SaleConfirm(Case):
    name = "sale_confirm"
    title = f"Confirm a sale of {LINES} products that are in stock"
    unit = "order"
    target = 1.15

    def setup(self, place):
        self.world = World(place)

    def prepare(self, place, size):
        orders = place["sale.order"].create([self.order() for _order in range(size)])
        self.orders = orders.ids

    def run(self, place, size):
        for order in self.orders:
            with request(place) as env:
                env["sale.order"].browse(order).action_confirm()

    def order(self):
        """Values of a quotation."""
        products = self.world.some_products(LINES)
        return {
            "partner_id": self.world.partner.id,
            "warehouse_id": self.world.warehouse.id,
            "order_line": [
                (0, 0, {"product_id": product.id, "product_uom_qty": quantity})
                for quantity, product in enumerate(products, start=1)
            ],
        }
