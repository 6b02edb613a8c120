"""Statements of `md.barcode.index` and `md.barcode.lookup`."""

# What products' codes should be in the index, beside what is. One row for each code
# that is in one of both; `company` is the owner's, `catalogue` its top company.
COMPARE = """
WITH goods AS (
    SELECT p.id, p.barcode, p.active AND t.active AS active, t.company_id,
           COALESCE(split_part(c.parent_path, '/', 1)::int, 0) AS catalogue
      FROM product_product p
      JOIN product_template t ON t.id = p.product_tmpl_id
      LEFT JOIN res_company c ON c.id = t.company_id
     WHERE p.id = ANY(%(products)s)
), wanted AS (
    SELECT 'main' AS what, id AS product, 0 AS packaging, 0 AS further, barcode AS code,
           company_id, catalogue
      FROM goods WHERE active AND barcode <> ''
    UNION ALL
    SELECT 'packaging', g.id, u.id, 0, u.barcode, g.company_id, g.catalogue
      FROM goods g JOIN product_uom u ON u.product_id = g.id
     WHERE g.active AND u.barcode <> ''
    UNION ALL
    SELECT 'further', g.id, 0, b.id, b.code, g.company_id, g.catalogue
      FROM goods g JOIN md_product_barcode b ON b.product_id = g.id
     WHERE g.active
), known AS (
    SELECT id, product_id AS product, COALESCE(packaging_id, 0) AS packaging,
           COALESCE(barcode_id, 0) AS further, code, company_id, catalogue, clash
      FROM md_barcode_owner WHERE product_id = ANY(%(products)s)
)
SELECT known.id, known.code IS NOT DISTINCT FROM wanted.code
                 AND known.company_id IS NOT DISTINCT FROM wanted.company_id AS same,
       known.clash, wanted.what, wanted.product, wanted.packaging, wanted.further,
       wanted.code, wanted.company_id, wanted.catalogue
  FROM wanted FULL JOIN known USING (product, packaging, further)
"""
# A code that another transaction has taken meanwhile is a serialization failure: who
# asked is run again, and then sees the owner.
INSERT = """
INSERT INTO md_barcode_owner (what, product_id, packaging_id, barcode_id, code, key,
                              company_id, catalogue, clash)
SELECT what, product, NULLIF(packaging, 0), NULLIF(further, 0), code, key,
       company, catalogue, clash
  FROM unnest(%(what)s, %(product)s, %(packaging)s, %(further)s, %(code)s, %(key)s,
              %(company)s::int[], %(catalogue)s, %(clash)s)
       AS new (what, product, packaging, further, code, key, company, catalogue, clash)
 ORDER BY key
    ON CONFLICT DO NOTHING
RETURNING product_id, COALESCE(packaging_id, 0), COALESCE(barcode_id, 0)
"""
OWNERS = """
SELECT key, product_id FROM md_barcode_owner
 WHERE key = ANY(%(keys)s) AND NOT clash
   AND (catalogue IN (0, %(catalogue)s) OR %(catalogue)s = 0)
 ORDER BY id
"""
# Products with codes that are not in the index, as after an update.
MISSING = """
SELECT p.id FROM product_product p
  JOIN product_template t ON t.id = p.product_tmpl_id AND t.active
 WHERE p.active AND p.barcode <> '' AND NOT EXISTS (
       SELECT 1 FROM md_barcode_owner o
        WHERE o.product_id = p.id AND o.code = p.barcode AND o.what = 'main')
 UNION
SELECT p.id FROM product_product p
  JOIN product_template t ON t.id = p.product_tmpl_id AND t.active
  JOIN product_uom u ON u.product_id = p.id AND u.barcode <> ''
 WHERE p.active AND NOT EXISTS (
       SELECT 1 FROM md_barcode_owner o
        WHERE o.packaging_id = u.id AND o.code = u.barcode)
 ORDER BY 1
"""
FREED = """
SELECT DISTINCT o.product_id FROM md_barcode_owner o
 WHERE o.clash AND NOT EXISTS (
       SELECT 1 FROM md_barcode_owner other
        WHERE other.key = o.key AND NOT other.clash
          AND (other.catalogue IN (0, o.catalogue) OR o.catalogue = 0))
"""
FIND = """
SELECT o.key, o.code, o.what, o.product_id, t.id, t.uom_id,
       COALESCE(u.uom_id, b.uom_id),
       CASE WHEN u.id IS NOT NULL THEN pack.factor / unit.factor
            ELSE COALESCE(b.quantity, 1) END,
       b.partner_id, t.tracking
  FROM md_barcode_owner o
  JOIN product_product p ON p.id = o.product_id
  JOIN product_template t ON t.id = p.product_tmpl_id
  JOIN uom_uom unit ON unit.id = t.uom_id
  LEFT JOIN product_uom u ON u.id = o.packaging_id
  LEFT JOIN uom_uom pack ON pack.id = u.uom_id
  LEFT JOIN md_product_barcode b ON b.id = o.barcode_id
 WHERE o.key = ANY(%(keys)s) AND o.catalogue IN (0, %(catalogue)s) AND NOT o.clash
"""
