"""SQL of change requests."""

INSERT_LINES_SQL = """
INSERT INTO md_change_line (
    request_id, model, res_id, record_name, product_tmpl_id, field, old_value,
    new_value, old_text, new_text, percent, margin, warning, state
)
SELECT %(request)s, u.model, u.res_id, u.record_name, u.product_tmpl_id, u.field,
       u.old_value, u.new_value, u.old_text, u.new_text, u.percent, u.margin,
       u.warning, 'waiting'
  FROM unnest(
       %(model)s::text[], %(res_id)s::int[], %(record_name)s::text[],
       %(product_tmpl_id)s::int[], %(field)s::text[], %(old_value)s::text[],
       %(new_value)s::text[], %(old_text)s::text[], %(new_text)s::text[],
       %(percent)s::float8[], %(margin)s::float8[], %(warning)s::text[]
       ) WITH ORDINALITY AS u (
       model, res_id, record_name, product_tmpl_id, field, old_value, new_value,
       old_text, new_text, percent, margin, warning, place)
 ORDER BY u.place
"""
# One works at a request; who comes second leaves it alone.
TAKE_SQL = """
SELECT id FROM md_change_request
 WHERE id = %(request)s AND state IN ('approved', 'scheduled', 'applying')
   AND COALESCE(effective_at, decided_at) <= %(now)s
   FOR NO KEY UPDATE SKIP LOCKED
"""
DUE_SQL = """
SELECT id FROM md_change_request
 WHERE state IN ('approved', 'scheduled', 'applying')
   AND COALESCE(effective_at, decided_at) <= %(now)s
 ORDER BY COALESCE(effective_at, decided_at), id
"""
# Whole records: what is asked of one record is changed together or not at all.
PIECE_SQL = """
WITH chosen AS (
    SELECT model, res_id FROM md_change_line
     WHERE request_id = %(request)s AND state = 'waiting'
     GROUP BY model, res_id ORDER BY min(id) LIMIT %(limit)s
)
SELECT l.id FROM md_change_line l JOIN chosen USING (model, res_id)
 WHERE l.request_id = %(request)s AND l.state = 'waiting' ORDER BY l.id
"""
MARK_SQL = """
UPDATE md_change_line l SET state = u.state, message = u.message
  FROM unnest(%(ids)s::int[], %(states)s::text[], %(messages)s::text[])
    AS u (id, state, message)
 WHERE l.id = u.id
"""
COUNT_SQL = """
SELECT count(*) FILTER (WHERE state = 'waiting'),
       count(*) FILTER (WHERE state = 'done'),
       count(*) FILTER (WHERE state IN ('stale', 'failed'))
  FROM md_change_line WHERE request_id = %(request)s
"""
