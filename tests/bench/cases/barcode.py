"""Barcodes: who is it that was scanned, among very many."""

import random

from ..case import Case
from ..world import CODE, SEED, request

MANY = 100_000
# Copies of a product of the shop by statements: to make so many takes an hour.
COLUMNS = """
SELECT string_agg(quote_ident(column_name), ', ') FROM information_schema.columns
 WHERE table_name = %s
   AND column_name NOT IN ('id', 'barcode', 'default_code', 'product_tmpl_id')
"""
TEMPLATES = """
INSERT INTO product_template ({columns})
SELECT {columns} FROM product_template, generate_series(1, %s) WHERE id = %s
RETURNING id
"""
PRODUCTS = """
INSERT INTO product_product ({columns}, barcode, product_tmpl_id)
SELECT {columns}, '26' || lpad((row_number() OVER ())::text, 10, '0'), made
  FROM product_product, unnest(%s) AS made WHERE id = %s RETURNING id
"""
FURTHER = """
INSERT INTO md_product_barcode (product_id, product_tmpl_id, code, kind, quantity)
SELECT id, product_tmpl_id, '26' || lpad((%s + row_number() OVER ())::text, 10, '0'),
       'code128', 1
  FROM product_product WHERE id = ANY(%s)
"""


class BarcodeLookup(Case):
    name = "barcode_lookup"
    title = f"Find whose a scanned barcode is, of {MANY:,}"
    unit = "scan"
    most = 5.0
    rounds = 15
    size = 200
    quick = 20

    def setup(self, place):
        """Of ours every second one is a further barcode."""
        self.random = random.Random(SEED)
        self.ours = "md.barcode.lookup" in place
        with request(place) as env:
            made = self._products(env, MANY // 2 if self.ours else MANY)
            if self.ours:
                env.cr.execute(FURTHER, [len(made), made])
                products = env["product.product"].browse(made)
                env["md.barcode.index"].sudo()._own(products)
            env.cr.execute("ANALYZE")

    def _products(self, env, number):
        first = env["product.product"].search([("default_code", "=", f"{CODE}-0000")])
        made = self._copy(
            env, TEMPLATES, "product_template", number, first.product_tmpl_id.id
        )
        return self._copy(env, PRODUCTS, "product_product", made, first.id)

    def _copy(self, env, statement, table, *values):
        env.cr.execute(COLUMNS, [table])
        [columns] = env.cr.fetchone()
        env.cr.execute(statement.format(columns=columns), values)
        return [row[0] for row in env.cr.fetchall()]

    def run(self, place, size):
        for number in self.random.sample(range(1, MANY + 1), size):
            with request(place) as env:
                assert self._find(env, f"26{number:010d}")

    def _find(self, env, code):
        if self.ours:
            return env["md.barcode.lookup"]._find([code])[code]
        return env["product.product"].search([("barcode", "=", code)], limit=1)
