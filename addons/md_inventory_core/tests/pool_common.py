from odoo.fields import Command

from .claim_common import ClaimCase


class PoolCase(ClaimCase):
    """A pool A, whose goods are kept for the channel Daraz."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mover = cls.env["md.pool.mover"]
        cls.watch = cls.env["md.pool.watch"]
        cls.none = cls.env["md.inventory.pool"]
        cls.pool = cls.make_pool("A")
        cls.daraz = cls.env["md.channel"].create(
            {
                "name": "Daraz",
                "code": "DARAZ",
                "kind": "marketplace",
                "all_warehouses": True,
                "pool_line_ids": [Command.create({"pool_id": cls.pool.id})],
            }
        )

    @classmethod
    def make_pool(cls, code, state="active", **values):
        return cls.env["md.inventory.pool"].create(
            {"name": code, "code": code, "state": state, **values}
        )

    def give(self, pool, quantity, product=None):
        """Goods of common stock go into a pool."""
        self._move(product, self.none, pool, quantity, f"for {pool.name}")

    def take_back(self, pool, quantity, product=None):
        """The other way."""
        self._move(product, pool, self.none, quantity, f"from {pool.name}")

    def _move(self, product, source, target, quantity, why):
        wish = self.mover._wish(
            product or self.product, self.warehouse, source, target, quantity
        )
        self.mover._move([wish], why)

    def window(self, start, end):
        return self.env["md.inventory.pool.window"].create(
            {"pool_id": self.pool.id, "start_at": start, "end_at": end}
        )

    def shift(self, window, start, end):
        """Time goes by: the window is then."""
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE md_inventory_pool_window SET start_at = %s, end_at = %s "
            " WHERE id = %s",
            [start, end, window.id],
        )
        self.env.invalidate_all()

    def wizard(self, **values):
        """To the pool, from common stock."""
        return self.env["md.pool.move.wizard"].create(
            {
                "product_id": self.product.id,
                "warehouse_id": self.warehouse.id,
                "target_id": self.pool.id,
                "why": "asked for",
                **values,
            }
        )

    def moves(self):
        """Pool moves of the product, the newest first."""
        moves = self.env["md.inventory.pool.move"]
        return moves.search([("product_id", "=", self.product.id)])

    def held(self, pool):
        """What a pool has of the product."""
        return sum(self._counters(pool).mapped("allotted"))

    def lent(self):
        return sum(self._counters(self.pool).mapped("lent"))

    def _counters(self, pool):
        counters = self.env["md.stock.counter"]
        counters.invalidate_model()
        return counters.search(
            [("product_id", "=", self.product.id), ("pool_id", "=", pool.id)]
        )

    def claimed(self):
        """{id of pool, 0 for COMMON: what is claimed of the product}."""
        counters = self.env["md.stock.counter"]
        counters.invalidate_model()
        found = counters.search([("product_id", "=", self.product.id)])
        return {c.pool_id: c.claimed for c in found if c.claimed}

    def shares(self):
        """{name of pool: what is free}, as the screen has it."""
        rows = self.env["md.pool.stock"]
        rows.invalidate_model()
        found = rows.search([("product_id", "=", self.product.id)])
        return {row.pool_name: row.free for row in found}

    def assertNoDrift(self):
        found = self.env["md.claim.reconciler"]._check()
        mine = [f for f in found if f.product_id == self.product.id]
        self.assertEqual(mine, [])
