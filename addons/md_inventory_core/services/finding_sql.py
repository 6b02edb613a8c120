"""Statements that keep findings and passes; see `md.claim.findings` and `.steps`."""

# ruff: noqa: S608 - put together of constants of this file
from ..lib.claims.sql import NOW
from .reconcile_sql import HERE, NO_FACTS

KEEP_SQL = f"""
WITH given AS (
    SELECT * FROM unnest(
        %(identity)s::varchar[], %(kind)s::varchar[], %(severity)s::varchar[],
        %(why)s::varchar[], %(product_id)s::int[], %(warehouse_id)s::int[],
        %(owner_id)s::int[], %(pool_id)s::int[], %(key)s::varchar[],
        %(claim_id)s::int[], %(entry_id)s::int[], %(expected)s::numeric[],
        %(found)s::numeric[], %(model)s::varchar[], %(res_id)s::int[],
        %(subject)s::varchar[], %(user_id)s::int[])
      AS g(identity, kind, severity, why, product_id, warehouse_id, owner_id, pool_id,
           key, claim_id, entry_id, expected, found, model, res_id, subject, user_id)
), known AS (
    SELECT identity FROM md_claim_finding WHERE resolved_at IS NULL
), kept AS (
    INSERT INTO md_claim_finding AS m (
        identity, kind, severity, why, product_id, warehouse_id, owner_id, pool_id,
        key, claim_id, entry_id, expected, found, model, res_id, subject, user_id,
        first_seen_at, last_seen_at, times)
    SELECT g.*, {NOW}, {NOW}, 1 FROM given g
    ON CONFLICT (identity) DO UPDATE
       SET why = EXCLUDED.why, entry_id = EXCLUDED.entry_id, key = EXCLUDED.key,
           expected = EXCLUDED.expected, found = EXCLUDED.found,
           subject = EXCLUDED.subject, last_seen_at = EXCLUDED.last_seen_at,
           user_id = COALESCE(m.user_id, EXCLUDED.user_id),
           times = m.times + (m.resolved_at IS NOT NULL)::int, resolved_at = NULL
    RETURNING m.id, m.identity
)
SELECT id FROM kept WHERE identity NOT IN (SELECT identity FROM known) ORDER BY id
"""
# Of what was looked at; not what there were too many of to be told.
RESOLVE_SQL = f"""
UPDATE md_claim_finding m SET resolved_at = {NOW}
 WHERE resolved_at IS NULL AND identity <> ALL(%(identity)s::varchar[])
   AND kind <> ALL(%(full)s::varchar[])
   AND CASE WHEN %(first)s IS NULL THEN kind <> ALL(%(kinds)s::varchar[])
            ELSE kind = ANY(%(kinds)s::varchar[]) AND {HERE} END
   AND (kind NOT IN ('unneeded', 'unclaimed') OR {NO_FACTS.format("m.key")})
RETURNING id
"""
ROWS = (
    *("md_stock_counter", "md_stock_journal", "md_stock_claim"),
    *("md_inventory_pool_move", "stock_quant"),
)
# Up to where to look from a product on: so many rows of each kind, and one product at
# least; nothing when that is all.
NEXT_SQL = f"""
SELECT GREATEST(min(beyond) - 1, min(least)) FROM (
{
    " UNION ALL ".join(
        f'''
SELECT (SELECT product_id FROM {table} WHERE product_id >= %(first)s
         ORDER BY product_id OFFSET %(pace)s LIMIT 1) AS beyond,
       (SELECT min(product_id) FROM {table} WHERE product_id >= %(first)s) AS least
'''
        for table in ROWS
    )
}) bounds
HAVING min(beyond) IS NOT NULL
"""
COUNT_SQL = " UNION ALL ".join(
    f"SELECT '{table}', count(*) FROM {table} WHERE {HERE}" for table in ROWS
)
OPEN_SQL = """
SELECT count(*), count(*) FILTER (WHERE severity = 'error')
  FROM md_claim_finding WHERE resolved_at IS NULL
"""
LAST_SQL = """
SELECT COALESCE(max(product_id), 0) FROM (
    SELECT max(product_id) AS product_id FROM md_stock_counter
     UNION ALL SELECT max(product_id) FROM stock_quant) p
"""
# Who wants a check now wants all of it: what began by itself is given up. What somebody
# asked for goes on, however often others ask.
ASK_SQL = f"""
UPDATE md_claim_pass SET state = 'given_up', ended_at = {NOW}
 WHERE state = 'running' AND user_id IS NULL
"""
BEGIN_SQL = f"""
INSERT INTO md_claim_pass (state, started_at, user_id, pace, from_product, to_product,
                           progress, rows_read, steps, seconds, found_count, new_count,
                           resolved_count)
SELECT 'running', {NOW}, %(user)s,
       COALESCE((SELECT pace FROM md_claim_pass ORDER BY id DESC LIMIT 1), %(pace)s),
       0, 0, 0, 0, 0, 0, 0, 0, 0
    ON CONFLICT DO NOTHING RETURNING id
"""
OLD_SQL = f"""
DELETE FROM md_claim_pass WHERE started_at < {NOW} - make_interval(days => %(days)s)
"""
# The one that runs, and whether one is due.
NOW_SQL = f"""
SELECT (SELECT id FROM md_claim_pass WHERE state = 'running'),
       NOT EXISTS (SELECT FROM md_claim_pass
                    WHERE started_at > {NOW} - make_interval(secs => %(rest)s))
"""
