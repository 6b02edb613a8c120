"""Statements of recommendations; see ``md.basket.reader`` and ``md.basket.counter``.

Set-wise: a piece is one statement over many baskets. Sums are bigint or numeric, so
they are the ones of ``lib.baskets``, in whatever order rows come.
"""

# Reading. A source names the documents of a piece and gives their rows as `found`:
# (document, day, partner_id, product_id), the sold products of each document.

# Whose purchases are remembered as his: nobody who said no, himself or by his company;
# no archived contact either (the web shop's visitor is one).
WANTS = """
SELECT p.id FROM res_partner p
  JOIN res_partner c ON c.id = COALESCE(p.commercial_partner_id, p.id)
 WHERE p.id = found.partner_id AND p.active
   AND p.md_no_suggestions IS NOT TRUE AND c.md_no_suggestions IS NOT TRUE
"""
PAGE_OF_ORDERS_SQL = """
SELECT id, to_char(write_date, 'YYYY-MM-DD HH24:MI:SS.US') FROM {table}
 WHERE company_id = %(company)s
   AND (write_date, id) > (%(after)s::timestamp, %(after_id)s)
 ORDER BY write_date, id LIMIT %(size)s
"""
FORGET_DOCUMENTS_SQL = """
DELETE FROM md_basket
 WHERE company_id = %(company)s AND source = %(source)s
   AND document = ANY(%(documents)s::varchar[])
"""
SALE_FOUND = """
SELECT o.id::varchar AS document, o.date_order::date AS day, o.partner_id, l.product_id
  FROM sale_order o JOIN sale_order_line l ON l.order_id = o.id
 WHERE o.id = ANY(%(ids)s) AND o.state = 'sale' AND l.display_type IS NULL
   AND l.product_id IS NOT NULL AND l.product_uom_qty > 0 AND l.price_unit >= 0
   AND l.combo_item_id IS NULL AND l.is_downpayment IS NOT TRUE
"""
PAGE_OF_HISTORY_SQL = """
SELECT max(id), count(*) FROM (
    SELECT id FROM md_sale_history
     WHERE company_id = %(company)s AND id > %(after_id)s ORDER BY id LIMIT %(size)s
) page
"""
HISTORY_FOUND = """
SELECT store_ref || '/' || basket_ref AS document, day, NULL::int AS partner_id,
       product_id
  FROM md_sale_history
 WHERE company_id = %(company)s AND id > %(after_id)s AND id <= %(upto)s
   AND product_id IS NOT NULL AND quantity > 0
"""
# A receipt may lie on two pieces, or be there from before a kill: the rest is added.
KEEP_BASKETS_SQL = """
INSERT INTO md_basket (company_id, source, document, day, partner_id)
SELECT %(company)s, %(source)s, found.document, min(found.day),
       ({wants})
  FROM ({found}) found GROUP BY found.document, found.partner_id
 ORDER BY found.document
    ON CONFLICT (company_id, source, document) DO NOTHING
"""
KEEP_LINES_SQL = """
INSERT INTO md_basket_line (basket_id, product_id)
SELECT DISTINCT b.id, found.product_id
  FROM ({found}) found
  JOIN md_basket b ON b.company_id = %(company)s AND b.source = %(source)s
                  AND b.document = found.document
    ON CONFLICT (basket_id, product_id) DO NOTHING
"""
NEWEST_SQL = "SELECT max(day) FROM md_basket WHERE company_id = %(company)s"
FORGET_OLD_SQL = (
    "DELETE FROM md_basket WHERE company_id = %(company)s AND day < %(day)s"
)
# History that an administrator removed takes its baskets with it.
FORGET_HISTORY_SQL = """
DELETE FROM md_basket WHERE company_id = %(company)s AND source = 'history'
   AND NOT EXISTS (SELECT FROM md_sale_history WHERE company_id = %(company)s)
"""
COUNT_SQL = "SELECT count(*) FROM md_basket WHERE company_id = %(company)s"

# Counting. What is sold today stands for what it was merged from; drafts, archived
# products, services and what is not for sale are left out. In temporary tables, which
# outlive the commits between two pieces and are made again after a kill.

DROP_SQL = "DROP TABLE IF EXISTS md_t_goods, md_t_item, md_t_sum"
GOODS_SQL = """
CREATE TEMPORARY TABLE md_t_goods AS
WITH RECURSIVE heir (id, now, depth) AS (
    SELECT id, id, 0 FROM product_template
    UNION ALL
    SELECT h.id, t.md_merged_into_id, h.depth + 1 FROM heir h
      JOIN product_template t ON t.id = h.now AND t.md_merged_into_id IS NOT NULL
     WHERE h.depth < 20
), last AS (SELECT DISTINCT ON (id) id, now FROM heir ORDER BY id, depth DESC)
SELECT p.id AS product, t.id AS item,
       CASE WHEN p.product_tmpl_id = t.id AND p.active THEN p.id ELSE (
           SELECT min(v.id) FROM product_product v
            WHERE v.product_tmpl_id = t.id AND v.active HAVING count(*) = 1
       ) END AS variant
  FROM product_product p
  JOIN last ON last.id = p.product_tmpl_id
  JOIN product_template t ON t.id = last.now
 WHERE t.active AND t.sale_ok AND t.type <> 'service'
   AND t.md_life IS DISTINCT FROM 'draft'
   AND (t.company_id IS NULL OR t.company_id = %(company)s)
"""
DAYS = "unnest(%(days)s::date[], %(weights)s::bigint[]) AS d (day, weight)"
ITEMS_SQL = f"""
CREATE TEMPORARY TABLE md_t_item AS
SELECT basket, item, weight FROM (
    SELECT basket, item, weight, count(*) OVER (PARTITION BY basket) AS size FROM (
        SELECT DISTINCT b.id AS basket, g.item, d.weight
          FROM md_basket b
          JOIN {DAYS} ON d.day = b.day
          JOIN md_basket_line l ON l.basket_id = b.id
          JOIN md_t_goods g ON g.product = l.product_id
         WHERE b.company_id = %(company)s
    ) AS sold
) AS sized WHERE size <= %(most)s
"""  # noqa: S608 - put together of constants
TOTAL_SQL = """
SELECT count(*), COALESCE(sum(weight), 0)
  FROM (SELECT DISTINCT basket, weight FROM md_t_item) AS one
"""
SUMS_SQL = """
CREATE TEMPORARY TABLE md_t_sum AS
SELECT item, count(*) AS baskets, sum(weight)::bigint AS weight
  FROM md_t_item GROUP BY item HAVING count(*) >= %(least)s
"""
# What is rare itself is in no frequent pair.
PRUNE_SQL = """
DELETE FROM md_t_item i WHERE NOT EXISTS (SELECT FROM md_t_sum s WHERE s.item = i.item)
"""
INDEX_SQL = """
CREATE INDEX ON md_t_item (item);
CREATE INDEX ON md_t_item (basket);
ANALYZE md_t_item;
ANALYZE md_t_sum;
ANALYZE md_t_goods
"""
# Products after the last piece, as many as have so many lines: the last one of them.
PIECE_SQL = """
SELECT max(item), count(*) FROM (
    SELECT item, sum(baskets) OVER (ORDER BY item) - baskets AS before
      FROM md_t_sum WHERE item > %(after)s
) AS counted WHERE before < %(lines)s
"""
FORGET_PAIRS_SQL = """
DELETE FROM md_product_companion
 WHERE company_id = %(company)s
   AND product_tmpl_id > %(after)s AND product_tmpl_id <= %(upto)s
"""
PAIRS_SQL = """
INSERT INTO md_product_companion (company_id, product_tmpl_id, companion_id, rank,
                                  baskets, confidence, support, lift, score)
SELECT %(company)s, item, other, rank, baskets, confidence / 1e6, support / 1e6,
       lift / 1e6, score
  FROM (
    SELECT *, row_number() OVER (
               PARTITION BY item ORDER BY score DESC, lift DESC, other) AS rank
      FROM (
       SELECT *, confidence * length(ltrim(
                  div(lift, %(parts)s)::bigint::bit(64)::text, '0')) AS score
         FROM (
        SELECT p.item, p.other, p.baskets,
               %(parts)s * p.weight / x.weight AS confidence,
               div(%(parts)s * p.weight::numeric, %(total)s)::bigint AS support,
               div(%(parts)s * p.weight::numeric * %(total)s,
                   x.weight::numeric * y.weight) AS lift
          FROM (
            SELECT a.item, b.item AS other, count(*) AS baskets,
                   sum(a.weight)::bigint AS weight
              FROM md_t_item a
              JOIN md_t_item b ON b.basket = a.basket AND b.item <> a.item
             WHERE a.item > %(after)s AND a.item <= %(upto)s
             GROUP BY a.item, b.item HAVING count(*) >= %(least)s
          ) AS p
          JOIN md_t_sum x ON x.item = p.item
          JOIN md_t_sum y ON y.item = p.other
         ) AS told WHERE lift > %(parts)s
      ) AS scored
  ) AS ranked WHERE rank <= %(top)s
"""
CUSTOMERS_SQL = """
SELECT max(partner_id), count(*) FROM (
    SELECT DISTINCT partner_id FROM md_basket
     WHERE company_id = %(company)s AND partner_id > %(after)s
     ORDER BY partner_id LIMIT %(size)s
) AS page
"""
FORGET_HABITS_SQL = """
DELETE FROM md_customer_habit
 WHERE company_id = %(company)s
   AND partner_id > %(after)s AND partner_id <= %(upto)s
"""
HABITS_SQL = f"""
INSERT INTO md_customer_habit (company_id, partner_id, product_id, rank, days, rate,
                               "interval", last, soon, due)
SELECT %(company)s, partner, product, rank, days,
       (%(parts)s * days / shopping) / 1e6, gap, last, last + gap - gap / 4, last + gap
  FROM (
    SELECT *, row_number() OVER (
               PARTITION BY partner ORDER BY strength DESC, product) AS rank
      FROM (
        SELECT partner, product, count(*) AS days, max(day) AS last,
               sum(weight) AS strength,
               percentile_disc(0.5) WITHIN GROUP (ORDER BY gap) AS gap,
               max(shopping) AS shopping
          FROM (
            SELECT *, day - lag(day) OVER (
                       PARTITION BY partner, product ORDER BY day) AS gap,
                   max(nth) OVER (PARTITION BY partner) AS shopping
              FROM (
                SELECT *, dense_rank() OVER (PARTITION BY partner ORDER BY day) AS nth
                  FROM (
                    SELECT DISTINCT b.partner_id AS partner, g.variant AS product,
                           b.day, d.weight
                      FROM md_basket b
                      JOIN {DAYS} ON d.day = b.day
                      JOIN res_partner r ON r.id = b.partner_id
                       AND r.active AND r.md_no_suggestions IS NOT TRUE
                      JOIN md_basket_line l ON l.basket_id = b.id
                      JOIN md_t_goods g ON g.product = l.product_id
                       AND g.variant IS NOT NULL
                     WHERE b.company_id = %(company)s
                       AND b.partner_id > %(after)s AND b.partner_id <= %(upto)s
                  ) AS bought
              ) AS numbered
          ) AS spaced
         GROUP BY partner, product HAVING count(*) >= %(least)s
      ) AS usual
     WHERE %(today)s::date - last <= %(lapsed)s * gap
  ) AS ranked WHERE rank <= %(top)s
"""  # noqa: S608 - put together of constants
RESULT_SQL = """
SELECT (SELECT count(*) FROM md_product_companion WHERE company_id = %(company)s),
       (SELECT count(DISTINCT product_tmpl_id) FROM md_product_companion
         WHERE company_id = %(company)s),
       (SELECT count(*) FROM md_customer_habit WHERE company_id = %(company)s),
       (SELECT count(DISTINCT partner_id) FROM md_customer_habit
         WHERE company_id = %(company)s)
"""

# Saying no.
FORGET_CUSTOMER_SQL = """
DELETE FROM md_customer_habit WHERE partner_id = ANY(%(partners)s);
UPDATE md_basket SET partner_id = NULL WHERE partner_id = ANY(%(partners)s)
"""
