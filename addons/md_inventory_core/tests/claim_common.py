from odoo.tests import TransactionCase

from odoo.addons.md_inventory_core.lib.claims import Slot


class ClaimCase(TransactionCase):
    """Ten of one product in one warehouse, sold by the back office's channel."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.warehouse = cls.env["stock.warehouse"].search([], limit=1)
        cls.product = cls.make_product("Claimed", 10)
        cls.slot = Slot(cls.product.id, cls.warehouse.id)
        cls.channel = cls.env["md.channel"]._of_company(cls.warehouse.company_id, "b2b")
        cls.store = cls.env["md.claim.store"]

    @classmethod
    def make_product(cls, name, quantity=0, owner=None, **values):
        product = cls.env["product.product"].create(
            {"name": name, "is_storable": True, **values}
        )
        if quantity:
            cls.put(product, quantity, owner)
        return product

    @classmethod
    def put(cls, product, quantity, owner=None):
        cls.env["stock.quant"]._update_available_quantity(
            product, cls.warehouse.lot_stock_id, quantity, owner_id=owner
        )

    def order(self, quantity, product=None, **values):
        product = product or self.product
        line = {"product_id": product.id, "product_uom_qty": quantity}
        return self.env["sale.order"].create(
            {
                "partner_id": self.env.ref("base.partner_admin").id,
                "warehouse_id": self.warehouse.id,
                "order_line": [(0, 0, line)],
                **values,
            }
        )

    def counter(self, product=None):
        """What is claimed of a product, over all slots."""
        self.env.cr.execute(
            "SELECT COALESCE(sum(claimed), 0) FROM md_stock_counter "
            "WHERE product_id = %s",
            [(product or self.product).id],
        )
        return self.env.cr.fetchone()[0]

    def free(self, channel=None, product=None):
        """What the product page of a channel says."""
        product = product or self.product
        product.invalidate_recordset(["free_qty"])
        return product.with_context(md_channel=(channel or self.channel).id).free_qty
