from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import TransactionCase, new_test_user


class StoreCase(TransactionCase):
    """Two companies, one with two stores, five of a thing in each."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env["res.company"].create({"name": "Shops"})
        cls.other_company = cls.env["res.company"].create({"name": "Others"})
        stores = cls.env["stock.warehouse"]
        cls.north = stores.search([("company_id", "=", cls.company.id)])
        vals = {"name": "South", "code": "SO", "company_id": cls.company.id}
        cls.south = stores.create(vals)
        cls.foreign = stores.search([("company_id", "=", cls.other_company.id)])
        vals = {"name": "Thing", "is_storable": True}
        cls.product = cls.env["product.product"].create(vals)
        for store in cls.north + cls.south + cls.foreign:
            cls.env["stock.quant"]._update_available_quantity(
                cls.product, store.lot_stock_id, 5
            )

    def user(self, role, *stores):
        return new_test_user(
            self.env,
            f"store_{role}",
            groups=f"md_inventory_core.group_{role}",
            company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
            md_store_ids=[Command.set([store.id for store in stores])],
        )

    def seen(self, user, model, domain=()):
        """What a user finds of a model, in the own companies."""
        context = {"allowed_company_ids": user.company_ids.ids}
        return self.env[model].with_user(user).with_context(**context).search(domain)

    def quants(self, user):
        domain = [("product_id", "=", self.product.id)]
        domain.append(("location_id.usage", "=", "internal"))
        return self.seen(user, "stock.quant", domain).sudo().location_id.warehouse_id

    def transfer(self, source, target, kind=None):
        kind = kind or source.warehouse_id.int_type_id
        move = {
            "product_id": self.product.id,
            "product_uom_qty": 1,
            "company_id": self.company.id,
            "location_id": source.id,
            "location_dest_id": target.id,
        }
        picking = self.env["stock.picking"].create(
            {
                "picking_type_id": kind.id,
                "location_id": source.id,
                "location_dest_id": target.id,
                "move_ids": [Command.create(move)],
            }
        )
        picking.action_confirm()
        picking.action_assign()
        return picking


class LimitedCase(StoreCase):
    """A worker who is limited to North."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customers = cls.env.ref("stock.stock_location_customers")
        cls.vendors = cls.env.ref("stock.stock_location_suppliers")
        cls.a, cls.b = cls.north.lot_stock_id, cls.south.lot_stock_id
        cls.shelf = cls.a.copy({"name": "Shelf"})
        cls.worker = cls.user(cls, "warehouse", cls.north)
        cls.env.flush_all()

    def mine(self, records, **context):
        """Records as the worker has them over RPC."""
        context = {"allowed_company_ids": self.company.ids, **context}
        return records.with_env(self.env(user=self.worker, context=context))

    def on_hand(self, location):
        self.env.flush_all()
        self.env.invalidate_all()
        quants = self.env["stock.quant"]._gather(self.product, location)
        return sum(quants.mapped("quantity"))

    def refused(self, deed, *args, **kwargs):
        """The deed is refused and South keeps its five; return the message."""
        with self.assertRaises(AccessError) as caught, self.cr.savepoint():
            deed(*args, **kwargs)
        self.env.invalidate_all()
        self.assertEqual(self.on_hand(self.b), 5)
        return str(caught.exception)

    def move_vals(self, source, target, quantity=1, **vals):
        return {
            "product_id": self.product.id,
            "product_uom_qty": quantity,
            "company_id": self.company.id,
            "location_id": source.id,
            "location_dest_id": target.id,
            **vals,
        }

    def picking_vals(self, source, target, kind, **vals):
        return {
            "picking_type_id": kind.id,
            "location_id": source.id,
            "location_dest_id": target.id,
            **vals,
        }

    def line_vals(self, source, target, quantity=1, **vals):
        return {
            "product_id": self.product.id,
            "quantity": quantity,
            "location_id": source.id,
            "location_dest_id": target.id,
            **vals,
        }
