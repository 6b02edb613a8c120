"""What was on sale at a time and what goods cost: the audit trail and revisions."""

WAITING_SQL = """
SELECT id FROM pos_order WHERE md_to_check ORDER BY id LIMIT %s
"""
# A transaction's own lock: two runs of the job never look at the same receipts.
ALONE_SQL = "SELECT pg_try_advisory_xact_lock(hashtext('md.promotion.check'))"
CHECKED_SQL = "UPDATE pos_order SET md_to_check = false WHERE id = ANY(%s)"
# Promotions that sell, or that changed since.
LIVE_SQL = """
SELECT p.id, p.code, p.name, p.state, COALESCE(p.active, false)
  FROM md_promotion p
 WHERE p.company_id = %(company)s
   AND (p.state IN ('approved', 'running') OR p.code = ANY(%(codes)s)
        OR p.id IN (SELECT e.res_id FROM md_audit_event e
                     WHERE e.model = 'md.promotion' AND e.at >= %(since)s))
"""
# What changed of whether they sell, the oldest first; made then: no state before.
EVENTS_SQL = """
SELECT e.res_id, e.at, e.before::jsonb ->> 'state', e.before::jsonb ->> 'active',
       e.before IS NULL
  FROM md_audit_event e
 WHERE e.model = 'md.promotion' AND e.res_id = ANY(%s) AND e.at >= %s
   AND (e.before IS NULL OR e.before::jsonb ?| ARRAY['state', 'active'])
 ORDER BY e.id
"""
REVISIONS_SQL = """
SELECT v.promotion_id, v.rev, v.at FROM md_promotion_revision v
 WHERE v.promotion_id = ANY(%s) ORDER BY v.promotion_id, v.rev
"""
CONTRACTS_SQL = """
SELECT v.code, v.rev::text, v.contract FROM md_promotion_revision v
  JOIN unnest(%s::text[], %s::text[]) AS w (code, rev)
    ON w.code = v.code AND w.rev = v.rev::text
"""
# What a field was before each of its changes since a time.
BEFORE_SQL = """
SELECT DISTINCT e.before::jsonb -> %(field)s
  FROM md_audit_event e
 WHERE e.model = %(model)s AND e.res_id = %(id)s AND e.at >= %(at)s
   AND jsonb_exists(e.before::jsonb, %(field)s)
"""
# Goods that were put elsewhere or got another price since a time.
CHANGED_SQL = """
SELECT DISTINCT e.res_id FROM md_audit_event e
 WHERE e.model = 'product.template' AND e.res_id = ANY(%s) AND e.at > %s
   AND e.before::jsonb ?| ARRAY['categ_id', 'list_price', 'uom_id']
"""
# What a customer had used before this receipt, in the period of each promotion.
USED_SQL = """
SELECT p.code, sum(u.uses)
  FROM md_promotion_use u JOIN md_promotion p ON p.id = u.promotion_id
 WHERE u.partner_id = %(partner)s AND p.per_customer > 0
   AND u.key <> %(key)s AND u.at < %(at)s
   AND (p.period = 'life' OR u.at >= date_trunc(
        NULLIF(p.period, 'life'),
        (%(at)s::timestamp AT TIME ZONE 'UTC') AT TIME ZONE p.tz
        ) AT TIME ZONE p.tz AT TIME ZONE 'UTC')
 GROUP BY 1 HAVING sum(u.uses) > 0
"""
# Once for a receipt, however often it is tried.
KEEP_SQL = """
INSERT INTO md_promotion_difference (
    order_id, reference, company_id, currency_id, session_id, config_id,
    warehouse_id, user_id, sold_at, checked_at, reason, amount, details, state
) VALUES (
    %(order_id)s, %(reference)s, %(company_id)s, %(currency_id)s, %(session_id)s,
    %(config_id)s, %(warehouse_id)s, %(user_id)s, %(sold_at)s, %(checked_at)s,
    %(reason)s, %(amount)s, %(details)s, 'open'
) ON CONFLICT DO NOTHING RETURNING id
"""
