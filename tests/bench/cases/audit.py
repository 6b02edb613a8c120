"""Audit: what it costs that each change of a price is recorded."""

from ..case import Case
from ..world import World, request


class AuditedWrite(Case):
    name = "audited_write"
    title = "Change prices one by one in one transaction, each recorded"
    unit = "write"
    target = 1.10
    rounds = 15
    size = 1000
    quick = 20

    def setup(self, place):
        self.products = World(place).products.product_tmpl_id.ids
        self.price = 1000

    def run(self, place, size):
        with request(place) as env:
            for count in range(size):
                number = self.products[count % len(self.products)]
                self.price += 1
                env["product.template"].browse(number).write({"list_price": self.price})


class AuditedRequest(Case):
    name = "audited_request"
    title = "Change one cost in a transaction of its own, recorded"
    unit = "write"
    target = 1.10
    rounds = 15
    size = 50
    quick = 5

    def setup(self, place):
        self.products = World(place).products.ids
        self.cost = 1000

    def run(self, place, size):
        for count in range(size):
            with request(place) as env:
                self.cost += 1
                product = env["product.product"].browse(self.products[count % 200])
                product.standard_price = self.cost
