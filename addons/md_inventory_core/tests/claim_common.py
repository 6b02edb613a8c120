from decimal import Decimal

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

    def make_milk(self, quantity, soon):
        """(a product, its lot that is to be taken from the shelves at ``soon``)."""
        milk = self.make_product("Milk", tracking="lot", use_expiration_date=True)
        lot = self.env["stock.lot"].create(
            {"name": "L", "product_id": milk.id, "removal_date": soon}
        )
        self.env["stock.quant"]._update_available_quantity(
            milk, self.warehouse.lot_stock_id, quantity, lot_id=lot
        )
        return milk, lot

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


class ReconcileCase(ClaimCase):
    """Rows that nobody but the database's owner can make wrong."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.reconciler = cls.env["md.claim.reconciler"]

    def sql(self, query, *values):
        """Do what no code of ours does."""
        self.env.flush_all()
        self.env.cr.execute(query, values)
        self.env.invalidate_all()

    def found(self, kind=None):
        """Findings about the product, of one kind."""
        return [
            finding
            for finding in self.reconciler._check()
            if finding.product_id == self.product.id and kind in (None, finding.kind)
        ]

    def kept(self, **values):
        """Rows about the product after a whole pass."""
        self.env["md.claim.steps"]._whole()
        domain = [("product_id", "=", self.product.id)]
        domain += [(name, "=", value) for name, value in values.items()]
        return self.env["md.claim.finding"].search(domain)

    def held(self, key="a", quantity=4):
        """Id of a claim that is held."""
        return self.store._claim(key, {self.slot: Decimal(quantity)}).held[0]

    def entries(self, claim):
        """Numbers of the entries of a claim."""
        self.env.cr.execute(
            "SELECT id FROM md_stock_journal WHERE claim_id = %s ORDER BY id", [claim]
        )
        return [row[0] for row in self.env.cr.fetchall()]

    def write_entry(self, claim, kind, change, source=None):
        """A row of the journal that nothing stands behind; its number."""
        self.sql(
            "INSERT INTO md_stock_journal (at, kind, claim_id, key, product_id, "
            "       warehouse_id, owner_id, pool_id, change, source) "
            "SELECT now() AT TIME ZONE 'UTC', %s, id, key, product_id, "
            "       warehouse_id, owner_id, pool_id, %s, %s "
            "  FROM md_stock_claim WHERE id = %s RETURNING id",
            *(kind, change, source, claim),
        )
        return self.entries(claim)[-1]

    def count(self, quantity):
        """A counter that says something else."""
        self.sql(
            "UPDATE md_stock_counter SET claimed = %s WHERE product_id = %s",
            *(quantity, self.product.id),
        )

    def deliver(self, order, quantity):
        """Send so much, the rest later."""
        picking = order.picking_ids.filtered(lambda p: p.state != "done")
        picking.move_ids.write({"quantity": quantity, "picked": True})
        picking.with_context(skip_backorder=True).button_validate()
