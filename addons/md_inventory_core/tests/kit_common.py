from odoo.fields import Command

from .pool_common import PoolCase


class KitCase(PoolCase):
    """A kit of two of the product, of which there are ten, and three others of six."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.make_product("Other", 6)
        cls.kit = cls.make_kit("Box", (cls.product, 2), (cls.other, 3))
        cls.env.cr.flush()
        cls.env["md.availability.feed"]._publish()

    @classmethod
    def make_kit(cls, name, *parts, kind="parts", **values):
        """A kit of [(part, quantity)] and maybe a unit, as its form makes it."""
        template = cls.env["product.template"].create(
            {
                "name": name,
                "is_storable": True,
                "md_kit": kind,
                "md_kit_line_ids": [cls.line(*part) for part in parts],
                **values,
            }
        )
        return template.product_variant_id

    @classmethod
    def line(cls, part, quantity, unit=None, **values):
        unit = {"product_uom_id": unit.id} if unit else {}
        vals = {"product_id": part.id, "product_qty": quantity, **unit, **values}
        return Command.create(vals)

    def orders(self, *wishes, **values):
        """An order of [(product, quantity)]."""
        lines = [
            Command.create({"product_id": product.id, "product_uom_qty": quantity})
            for product, quantity in wishes
        ]
        return self.env["sale.order"].create(
            {
                "partner_id": self.env.ref("base.partner_admin").id,
                "warehouse_id": self.warehouse.id,
                "order_line": lines,
                **values,
            }
        )

    def counters(self):
        return self.counter(), self.counter(self.other)

    def frees(self):
        """What may be promised of the two parts and of the kit."""
        return tuple(
            self.free(product=product)
            for product in (self.product, self.other, self.kit)
        )

    def assertNoDriftAtAll(self):
        mine = {self.product.id, self.other.id, self.kit.id}
        found = self.env["md.claim.reconciler"]._check()
        self.assertEqual([f for f in found if f.product_id in mine], [])
