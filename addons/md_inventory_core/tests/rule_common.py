from odoo import Command

from .pool_common import PoolCase


class RuleCase(PoolCase):
    """Rules about the product only: other goods of the database are left alone."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rules = cls.env["md.pool.rules"]
        cls.receipts = cls.env["md.pool.receipts"]

    @classmethod
    def make_rule(cls, what, amount, pool=None, products=None, **values):
        products = products or cls.product
        name = "units" if what == "top_up" else "percent"
        return cls.env["md.pool.rule"].create(
            {
                "name": f"{what} {amount}",
                "what": what,
                name: amount,
                "pool_id": (pool or cls.pool).id,
                "applies_to": "product",
                "product_ids": [Command.set(products.ids)],
                "warehouse_ids": [Command.set(cls.warehouse.ids)],
                **values,
            }
        )

    def look(self, rule):
        """The dialog that shows what it would do."""
        action = rule.action_what_if()
        return rule.env["md.pool.what.if"].browse(action["res_id"])

    def apply(self, rule):
        self.look(rule).action_do()

    def receive(self, quantity, product=None, source=None, owner=None):
        """Goods arrive from a supplier, or from somewhere else; the stock move."""
        product = product or self.product
        source = source or self.env.ref("stock.stock_location_suppliers")
        move = self.env["stock.move"].create(
            {
                "product_id": product.id,
                "product_uom_qty": quantity,
                "location_id": source.id,
                "location_dest_id": self.warehouse.lot_stock_id.id,
            }
        )
        move._action_confirm()
        move.write({"quantity": quantity, "picked": True})
        move.move_line_ids.owner_id = owner
        move._action_done()
        return move

    def share(self):
        """What follows the commit of receipts."""
        self.env.flush_all()
        self.receipts._work()

    def waiting(self):
        """Receipts of the product that are not shared yet: their quantities."""
        found = self.env["md.pool.receipt"].search(
            [("product_id", "=", self.product.id)]
        )
        return found.mapped("quantity")

    def results(self, rule):
        """[(wanted, moved, why not more)], the oldest first."""
        results = self.env["md.pool.rule.result"]
        results.invalidate_model()
        found = results.search([("rule_id", "=", rule.id)], order="id")
        return [(r.wanted, r.moved, r.why_not) for r in found]
