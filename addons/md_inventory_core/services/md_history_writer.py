import io
from functools import lru_cache

from odoo import api, models

from ..lib.retail_dataset import CENTS

COLUMNS = (
    "company_id",
    "line_no",
    "sold_at",
    "day",
    "store_ref",
    "warehouse_id",
    "basket_ref",
    "household_ref",
    "item_ref",
    "product_id",
    "categ_id",
    "quantity",
    "raw_quantity",
    "amount",
    "discount",
    "coupon",
    "rule",
)
NULL = r"\N"


@lru_cache(maxsize=4096)
def money(cents):
    """Decimal text of integer cents, as COPY reads it."""
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // CENTS}.{abs(cents) % CENTS:02d}"


class MdHistoryWriter(models.AbstractModel):
    """Write sales lines in bulk: one COPY a batch, no record is ever built.

    Bypasses the ORM on purpose: 1.5 million facts without computed fields, constraints
    beyond the table's own, or followers. The unique index refuses a line twice.
    """

    _name = "md.history.writer"
    _description = "Sales History Writer"

    @api.model
    @api.private
    def copy_lines(self, batch, items):
        """Insert a batch of ``retail_dataset`` lines for the current company.

        :param batch: columns as ``Dataset.lines`` yields them; money in cents.
        :param items: {item number: Item} that names each line's category.
        """
        loader = self.env["md.dataset.loader"]
        warehouses = {ref: w.id for ref, w in loader._warehouses().items()}
        categories = loader._ensure_categories(items.values())
        of_item = {
            ref: categories[item.group, item.category, item.sub_category]
            for ref, item in items.items()
        }
        products = self._product_ids(items)
        company = self.env.company.id
        text = io.StringIO()
        for line in zip(*batch.values(), strict=True):
            (number, store, day, at, basket, household, item) = line[:7]
            (quantity, raw, amount, discount, coupon, rule) = line[7:]
            store = str(store)
            text.write(
                f"{company}\t{number}\t{at}\t{day}\t{store}\t"
                f"{warehouses.get(store, NULL)}\t{basket}\t{household}\t{item}\t"
                f"{products.get(item, NULL)}\t{of_item[item]}\t{quantity}\t{raw}\t"
                f"{money(amount)}\t{money(discount)}\t{money(coupon)}\t{rule or NULL}\n"
            )
        text.seek(0)
        self.env.cr.copy_from(text, "md_sale_history", columns=COLUMNS)
        self.env["md.sale.history"].invalidate_model()

    def _product_ids(self, items):
        """{item number: product id} of the items that exist as products."""
        skus = {item.sku: ref for ref, item in items.items()}
        rows = self.env["product.product"].search_read(
            [("default_code", "=like", "CJ-%")], ["default_code"]
        )
        return {
            skus[row["default_code"]]: row["id"]
            for row in rows
            if row["default_code"] in skus
        }
