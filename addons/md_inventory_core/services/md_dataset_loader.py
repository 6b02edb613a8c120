from functools import lru_cache
from itertools import islice

from odoo import Command, api, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..lib.retail_dataset import CENTS, open_dataset

PRODUCTS_AT_ONCE = 250
STOCK_AT_ONCE = 500
LINES_AT_ONCE = 100_000
COST_SHARE = 0.7  # the data has no cost prices; a grocer's usual margin stands in


@lru_cache(maxsize=1)
def dataset():
    """The data set, opened once per process: reading it takes seconds."""
    return open_dataset()


@lru_cache(maxsize=2)
def world(stores, items, days):
    """The chosen slice; immutable, so that every request of a process may share it."""
    return dataset().slice(stores=stores, items=items, days=days)


class MdDatasetLoader(models.AbstractModel):
    """Bring the real retail data in, piece by piece.

    A step is a method that does one piece and returns (done, total). What is done is
    always read from the database by natural keys (store number, category path, SKU,
    line number), so a step can be repeated, interrupted or run again without
    duplicates. Other addons extend ``_slice_steps``. Amounts keep their numbers: the
    data's dollars become units of the company's currency, so totals stay comparable to
    the source; goods get no taxes, because the source's amounts carry none.
    """

    _name = "md.dataset.loader"
    _description = "Retail Data Loader"

    @api.model
    @api.private
    def run_piece(self, job):
        """Do the next piece of ``job``; return (step, done, total), "" at the end."""
        for label, method in self._steps(job.kind):
            done, total = getattr(self, method)(job)
            if done < total:
                return label, done, total
        return "", 0, 0

    @api.model
    def _steps(self, kind):
        """[(what the user reads, method)] in order."""
        if kind == "history":
            return [
                (self.env._("Categories"), "_load_all_categories"),
                (self.env._("Sales lines"), "_load_history"),
            ]
        return self._slice_steps()

    @api.model
    def _slice_steps(self):
        """The steps of a working shop; addons add what they sell by."""
        return [
            (self.env._("Stores"), "_load_stores"),
            (self.env._("Categories"), "_load_categories"),
            (self.env._("Products"), "_load_products"),
            (self.env._("Opening stock"), "_load_stock"),
        ]

    def _world(self, job):
        return world(job.store_count, job.item_count, job.day_count)

    def _warehouses(self):
        """{store number: warehouse} of this company."""
        warehouses = self.env["stock.warehouse"].search(
            [("md_store_ref", "!=", False), ("company_id", "=", self.env.company.id)]
        )
        return {warehouse.md_store_ref: warehouse for warehouse in warehouses}

    def _load_stores(self, job):
        """One warehouse per store, one store a piece."""
        stores = self._world(job).stores
        known = self._warehouses()
        for store in stores:
            if str(store.ref) not in known:
                self.env["stock.warehouse"].create(self._prepare_store_vals(store))
                return len(known), len(stores)
        return len(stores), len(stores)

    def _prepare_store_vals(self, store):
        """Values of a store's warehouse; the short name has at most five characters."""
        return {
            "name": store.name,
            "code": f"S{store.ref % 10000}",
            "md_store_ref": str(store.ref),
            "company_id": self.env.company.id,
        }

    def _load_categories(self, job):
        items = self._world(job).items
        self._ensure_categories(items)
        return len(items), len(items)

    def _load_all_categories(self, job):
        items = dataset().items()
        self._ensure_categories(items.values())
        return len(items), len(items)

    def _ensure_categories(self, items):
        """{(group, category, sub-category): id}; creates missing ones by level."""
        paths = {(item.group, item.category, item.sub_category) for item in items}
        known = self._category_paths()
        for depth in (1, 2, 3):
            missing = sorted({path[:depth] for path in paths} - known.keys())
            created = self.env["product.category"].create(
                [
                    {"name": path[-1], "parent_id": known.get(path[:-1], False)}
                    for path in missing
                ]
            )
            known.update(zip(missing, created.ids, strict=True))
        return {path: known[path] for path in paths}

    def _category_paths(self):
        """{path of names: id} of all categories, the oldest of equals."""
        rows = self.env["product.category"].search_read(
            Domain.TRUE, ["name", "parent_id"], order="id desc"
        )
        parents = {row["id"]: row for row in rows}

        def path(row):
            parent = row["parent_id"] and parents.get(row["parent_id"][0])
            return (*(path(parent) if parent else ()), row["name"])

        return {path(row): row["id"] for row in rows}

    def _load_products(self, job):
        """Products with SKU, EAN-13, prices and category, a few hundred a piece."""
        chosen = self._world(job)
        known = self._products(chosen.items)
        missing = [item for item in chosen.items if item.sku not in known]
        piece = missing[:PRODUCTS_AT_ONCE]
        if piece:
            categories = self._ensure_categories(piece)
            self.env["product.template"].with_context(tracking_disable=True).create(
                [
                    self._prepare_product_vals(
                        item,
                        chosen.prices[item.ref] / CENTS,
                        categories[item.group, item.category, item.sub_category],
                    )
                    for item in piece
                ]
            )
        total = len(chosen.items)
        # one more call finds nothing missing and lets the next step begin
        return total - len(missing), total

    def _prepare_product_vals(self, item, price, categ_id):
        """Values of a product; ``price`` in the company's currency."""
        return {
            "name": item.name,
            "default_code": item.sku,
            "barcode": item.barcode,
            "type": "consu",
            "is_storable": True,
            "categ_id": categ_id,
            "list_price": price,
            "standard_price": round(price * COST_SHARE, 2),
            "taxes_id": [Command.clear()],
            "supplier_taxes_id": [Command.clear()],
        }

    def _named(self, model, name):
        """The record of ``model`` with this name, created when there is none."""
        found = self.env[model].search([("name", "=", name)], limit=1)
        return found or self.env[model].create({"name": name})

    def _products(self, items):
        """{SKU: product} of the items that exist."""
        products = self.env["product.product"].search(
            [("default_code", "in", [item.sku for item in items])]
        )
        return {product.default_code: product for product in products}

    def _load_stock(self, job):
        """Opening stock of every item in every store, by inventory adjustment."""
        chosen = self._world(job)
        warehouses = self._warehouses()
        refs = {
            product.id: ref
            for ref, product in self._products_by_ref(chosen.items).items()
        }
        locations = {
            warehouses[str(store.ref)].lot_stock_id.id: store.ref
            for store in chosen.stores
        }
        stocked = self._stocked_pairs(list(locations), list(refs))
        missing = (
            (location, product)
            for location in locations
            for product in refs
            if (location, product) not in stocked
        )
        piece = list(islice(missing, STOCK_AT_ONCE))
        self._ensure_costs({product for _location, product in piece})
        quants = self.env["stock.quant"].with_context(inventory_mode=True)
        quants.create(
            [
                {
                    "location_id": location,
                    "product_id": product,
                    "inventory_quantity": chosen.stock[
                        locations[location], refs[product]
                    ],
                }
                for location, product in piece
            ]
        ).action_apply_inventory()
        return len(stocked), len(chosen.stock)

    def _ensure_costs(self, product_ids):
        """Give products a cost in this company that another company brought in."""
        for product in self.env["product.product"].browse(product_ids):
            if not product.standard_price:
                product.standard_price = round(product.list_price * COST_SHARE, 2)

    def _products_by_ref(self, items):
        """{item number: product}."""
        known = self._products(items)
        return {item.ref: known[item.sku] for item in items if item.sku in known}

    def _stocked_pairs(self, location_ids, product_ids):
        """{(location, product)} that goods have been moved into."""
        rows = self.env["stock.move"]._read_group(
            [
                ("state", "=", "done"),
                ("location_dest_id", "in", location_ids),
                ("product_id", "in", product_ids),
            ],
            ["location_dest_id", "product_id"],
        )
        return {(location.id, product.id) for location, product in rows}

    def _load_history(self, job):
        """All sales lines by COPY; continues after the last line that was committed."""
        total = dataset().line_count
        [(last,)] = self.env.execute_query(
            SQL(
                "SELECT COALESCE(MAX(line_no), -1) FROM md_sale_history "
                "WHERE company_id = %s",
                self.env.company.id,
            )
        )
        start = last + 1
        if start < total:
            batch = next(dataset().lines(start=start, size=LINES_AT_ONCE))
            self.env["md.history.writer"].copy_lines(batch, dataset().items())
            start += len(batch["line_no"])
            # the piece that ends the step is reported as the end
        return start, total
