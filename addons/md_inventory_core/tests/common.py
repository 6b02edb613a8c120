from contextlib import contextmanager
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import TransactionCase
from odoo.tools import SQL

from odoo.addons.md_inventory_core.services import md_dataset_loader
from odoo.addons.md_inventory_core.services.md_dataset_loader import (
    MdDatasetLoader,
    world,
)

# One store, a day at its till: 12 receipts with 25 lines.
TINY = {"store_count": 1, "item_count": 25, "day_count": 1}
MANY_PIECES = 200


class DataImportCase(TransactionCase):
    """An import of the tiny slice, in pieces small enough to be interrupted."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.loader = cls.env["md.dataset.loader"]
        cls.world = world(*TINY.values())
        for name in ("PRODUCTS_AT_ONCE", "STOCK_AT_ONCE"):
            cls.startClassPatcher(patch.object(md_dataset_loader, name, 10))

    @classmethod
    def make_import(cls, **vals):
        return cls.env["md.data.import"].create({**TINY, **vals})

    @classmethod
    def drive(cls, job, pieces=MANY_PIECES):
        """Run at most so many pieces of a job, as a process of its own would."""
        job._set_running()
        for _piece in range(pieces):
            if job.state != "running":
                break
            cls.env.flush_all()
            cls.env.invalidate_all()
            job._run_piece()

    @classmethod
    def only_core_steps(cls):
        """Leave out the steps that other addons add."""
        steps = MdDatasetLoader._slice_steps
        cls.startClassPatcher(
            patch.object(cls.env.registry["md.dataset.loader"], "_slice_steps", steps)
        )

    @contextmanager
    def breaks_after(self, model, method):
        """Let a method do its work, then fail, as a crash at the end of a piece."""
        owner = self.env.registry[model]
        original = getattr(owner, method)

        def fail(this, *args, **kwargs):
            original(this, *args, **kwargs)
            raise UserError(this.env._("%s broke", model))

        with patch.object(owner, method, fail):
            yield

    def row_counts(self):
        """{table: rows} of what the slice writes."""
        self.env.flush_all()
        tables = (
            "stock_warehouse",
            "product_category",
            "product_template",
            "product_product",
            "stock_quant",
            "stock_move",
            "stock_move_line",
        )
        counts = {}
        for table in tables:
            query = SQL("SELECT COUNT(*) FROM %s", SQL.identifier(table))
            [(counts[table],)] = self.env.execute_query(query)
        return counts

    def products(self):
        """Products of the tiny slice."""
        skus = [item.sku for item in self.world.items]
        return self.env["product.product"].search([("default_code", "in", skus)])

    def store(self):
        """Warehouse of the tiny slice's only store."""
        ref = str(self.world.stores[0].ref)
        return self.env["stock.warehouse"].search([("md_store_ref", "=", ref)])

    def quantities(self):
        """{item number: pieces on the shelf of the store}."""
        quants = self.env["stock.quant"].search(
            [
                ("location_id", "child_of", self.store().lot_stock_id.id),
                ("product_id", "in", self.products().ids),
            ]
        )
        refs = {item.sku: item.ref for item in self.world.items}
        found = {}
        for quant in quants:
            ref = refs[quant.product_id.default_code]
            found[ref] = found.get(ref, 0) + quant.quantity
        return found

    def planned_stock(self):
        """{item number: opening pieces}."""
        return {ref: pieces for (_store, ref), pieces in self.world.stock.items()}
