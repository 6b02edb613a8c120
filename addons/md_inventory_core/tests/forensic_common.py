from datetime import timedelta

from odoo.tools import html2plaintext

from .pool_common import PoolCase

# What says when something happened: {table: columns}.
CLOCKS = {
    "md_availability_change": ("at",),
    "md_availability_past": ("at",),
    "md_inventory_pool_move": ("at",),
    "md_stock_claim": ("at",),
    "md_stock_journal": ("at",),
    "sale_order": ("date_order", "create_date"),
    "stock_move": ("date", "create_date"),
    "stock_move_line": ("date",),
}


class TimeGoesBy:
    """For a test case in which all happens in one transaction, at one moment."""

    clocks = CLOCKS

    def later(self, **parts):
        """Time goes by: all that happened is longer ago."""
        self.env.flush_all()
        for table, columns in self.clocks.items():
            self.sql(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            for column in columns:
                shift = f"UPDATE {table} SET {column} = {column} - %s"  # noqa: S608
                self.sql(f"{shift} WHERE {self.mine(table)}", timedelta(**parts))
            self.sql(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        self.env.invalidate_all()

    def mine(self, table):
        """What happened in this test only, as SQL."""
        products = "(SELECT id FROM product_product WHERE create_date >= now())"
        mine = f"product_id IN {products}"
        if table.endswith("_order"):
            return f"id IN (SELECT order_id FROM {table}_line WHERE {mine})"  # noqa: S608
        return mine

    def sql(self, statement, *values):
        self.env.cr.execute(statement, values)

    def forget(self, channel, product):
        """The last publication never got out."""
        self.sql("ALTER TABLE md_availability_past DISABLE TRIGGER USER")
        self.sql(
            "DELETE FROM md_availability_past WHERE id = (SELECT max(id) "
            "  FROM md_availability_past WHERE channel_id = %s AND product_id = %s)",
            *(channel.id, product.id),
        )
        self.sql("ALTER TABLE md_availability_past ENABLE TRIGGER USER")


class ForensicCase(TimeGoesBy, PoolCase):
    """A web shop that refuses and may sell ten of a product; time can go by."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.forensics = cls.env["md.order.forensics"]
        cls.shop = cls.env["md.channel"].create(
            {
                "name": "Web",
                "code": "WEB",
                "kind": "marketplace",
                "on_shortage": "wait",
                "all_warehouses": True,
            }
        )
        cls.publish()

    @classmethod
    def publish(cls):
        cls.env.cr.flush()
        return cls.env["md.availability.feed"]._publish()

    def order(self, quantity, product=None, **values):
        values.setdefault("md_channel_id", self.shop.id)
        return super().order(quantity, product, **values)

    def confirmed(self, quantity, product=None, **values):
        order = self.order(quantity, product, **values)
        order.action_confirm()
        self.publish()
        return order

    def count(self, quantity):
        """Somebody counts the product."""
        quant = self.env["stock.quant"].with_context(inventory_mode=True)
        place = {
            "product_id": self.product.id,
            "location_id": self.warehouse.lot_stock_id.id,
        }
        quant.create({**place, "inventory_quantity": quantity}).action_apply_inventory()
        self.publish()

    def line(self, order):
        """What is known of an order of one product."""
        (line,) = self.answer(order)["lines"]
        return line

    def answer(self, order):
        return self.forensics._answer(order)

    def code(self, order):
        return self.line(order)["verdict"].code

    def figures(self, order):
        """(told, on hand, promised to others, buffer, could be sold, got at once)."""
        line = self.line(order)
        return (
            line["told"] and line["told"].available,
            line["ground"].on_hand,
            line["claimed"],
            line["buffer"],
            line["free"],
            line["fate"]["granted"],
        )

    def text(self, order):
        """What the screen says, without its tags."""
        lookup = self.env["md.order.lookup"]
        opened = lookup.browse(lookup._id_of(order))
        return " ".join(html2plaintext(opened.report).split())
