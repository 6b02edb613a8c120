from collections import defaultdict

from odoo import api, models
from odoo.tools import SQL

from ..lib import duplicates

PAIR = "md.duplicate.pair"
MOST = 5000  # pairs that are kept, the surest ones
ITEMS_SQL = """
SELECT t.id, t.name ->> 'en_US', t.categ_id, p.default_code, p.barcode, u.barcodes,
       f.codes, t.company_id, t.md_brand_id
  FROM product_template t
  LEFT JOIN product_product p ON p.product_tmpl_id = t.id AND p.active
  LEFT JOIN (SELECT product_id, array_agg(barcode) AS barcodes
               FROM product_uom GROUP BY product_id) u ON u.product_id = p.id
  LEFT JOIN (SELECT product_id, array_agg(code) AS codes
               FROM md_product_barcode GROUP BY product_id) f ON f.product_id = p.id
 WHERE t.active
"""
KEEP_SQL = """
INSERT INTO md_duplicate_pair (
    product_a_id, product_b_id, score, reason, said, state, found_at
)
SELECT u.a, u.b, u.score, u.reason, u.said, 'open', %(now)s
  FROM unnest(%(a)s::int[], %(b)s::int[], %(score)s::float8[], %(reason)s::text[],
              %(said)s::text[]) AS u (a, b, score, reason, said)
ON CONFLICT (product_a_id, product_b_id) DO UPDATE
   SET score = EXCLUDED.score, reason = EXCLUDED.reason, said = EXCLUDED.said
 WHERE md_duplicate_pair.state = 'open'
"""
# What does not look like a duplicate any more, and was not decided about.
FORGET_SQL = """
DELETE FROM md_duplicate_pair d
 WHERE d.state = 'open' AND NOT EXISTS (
    SELECT FROM unnest(%(a)s::int[], %(b)s::int[]) AS u (a, b)
     WHERE u.a = d.product_a_id AND u.b = d.product_b_id)
"""


class MdDuplicateFinder(models.AbstractModel):
    """Looks for products that are there twice; what was decided about is remembered."""

    _name = "md.duplicate.finder"
    _description = "Duplicate Finder"

    @api.model
    def _cron_find(self):
        """Once a day."""
        self._find()

    def _find_soon(self):
        """After the caller's commit; the list shows it when it is done."""
        self.env["md.background"]._soon(self._name, "_find")

    def _find(self, _items=()):
        """Compare all active products; return how many pairs there are."""
        for name in (
            "product.template",
            "product.product",
            "product.uom",
            "md.product.barcode",
        ):
            self.env[name].flush_model()
        found = duplicates.pairs(self._items())[:MOST]
        columns = {
            "a": [pair.a for pair in found],
            "b": [pair.b for pair in found],
            "score": [pair.score for pair in found],
            "reason": [pair.reason for pair in found],
            "said": [pair.said for pair in found],
        }
        self.env[PAIR].flush_model()
        self.env.cr.execute(SQL(FORGET_SQL, a=columns["a"], b=columns["b"]))
        if found:
            now = self.env["md.clock"]._now()
            self.env.cr.execute(SQL(KEEP_SQL, now=now, **columns))
        self.env[PAIR].invalidate_model()
        for role in ("manager", "admin"):
            self.env["md.live.mixin"]._live_changed(
                PAIR, f"md_inventory_core.group_{role}"
            )
        return len(found)

    def _items(self):
        """All active products as `duplicates.Item`."""
        self.env.cr.execute(SQL(ITEMS_SQL))
        skus, codes, plain = defaultdict(set), defaultdict(set), {}
        for number, name, category, sku, barcode, *more in self.env.cr.fetchall():
            packs, further, company, brand = more
            plain[number] = (name or "", (category, company, brand))
            skus[number] |= {sku} - {None, ""}
            codes[number] |= {barcode, *(packs or ()), *(further or ())} - {None, ""}
        return [
            duplicates.Item(
                number,
                name,
                # of several variants each has its own
                next(iter(skus[number])) if len(skus[number]) == 1 else "",
                tuple(sorted(codes[number])),
                group,
            )
            for number, (name, group) in plain.items()
        ]
