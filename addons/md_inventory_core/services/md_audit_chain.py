import logging
import time

from odoo import api, models
from odoo.exceptions import UserError
from odoo.modules import module as odoo_module
from odoo.tools import SQL

from ..lib.audit import GENESIS, Verifier, link_hash

_logger = logging.getLogger(__name__)

CHAIN_LOCK = 0x6D64_6368  # advisory lock: "mdch"
BATCH = 5000
CLOCK_TOLERANCE = 60  # seconds
# The line of an event: a JSON array whose first item, the layout's number, says which
# columns follow. A later layout gets a new number; old links keep verifying.
LINE_SQL = """
json_build_array(
    1, l.id, e.id, to_char(e.at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), e.kind, e.action,
    e.user_id, e.login, e.acting_user_id, e.elevated, e.company_id, e.origin, e.ip,
    e.till, e.model, e.res_id, e.before, e.after, e.reason, e.request_id
)::text
"""
# Events of finished transactions, in the order of those transactions. A transaction
# that is still open could add an event with a lower number later, so nothing at or
# beyond the oldest open one is taken. Snapshots know the open transactions of the whole
# PostgreSQL server; those that pg_locks shows in another database do not hold us up.
# Inside a test there is one transaction only, and its own events are taken.
OLDEST_OPEN_SQL = """
COALESCE(
    (SELECT min(x::text::bigint) FROM pg_snapshot_xip(pg_current_snapshot()) x
      WHERE NOT EXISTS (
          SELECT 1 FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
           WHERE l.locktype = 'transactionid' AND l.mode = 'ExclusiveLock'
             AND l.granted AND l.transactionid = x::xid
             AND a.datname <> current_database())),
    pg_snapshot_xmax(pg_current_snapshot())::text::bigint)
"""
NEXT_SQL = """
WITH open AS MATERIALIZED (SELECT %(oldest_open)s AS txid)
SELECT e.id FROM md_audit_event e, open
 WHERE (e.txid, e.id) > (%(txid)s, %(event)s) AND (e.txid < open.txid OR %(own)s)
   AND e.id > (SELECT last_value FROM md_audit_floor)
 ORDER BY e.txid, e.id LIMIT %(limit)s
"""
# After a restore into another PostgreSQL transaction numbers start anew. Events with
# numbers of the future give it away: what has no link is then looked for one by one,
# the restored before the new. When all restored events are linked their last id is the
# floor, for some day their numbers come again.
# Told by the statement's own snapshot: what is visible and of this server is below its
# upper end. The worker's own number would not do, others commit after it was given.
FUTURE_SQL = """
(e.txid >= pg_snapshot_xmax(pg_current_snapshot())::text::bigint
 AND e.txid <> COALESCE(pg_current_xact_id_if_assigned()::text::bigint, 0))
"""
LAST_SQL = """
SELECT l.id, l.hash, l.event_id, CASE WHEN %(future)s THEN 0 ELSE e.txid END
  FROM md_audit_link l JOIN md_audit_event e ON e.id = l.event_id
 ORDER BY l.id DESC LIMIT 1
"""
RESTORED_SQL = """
SELECT EXISTS (
    SELECT 1 FROM md_audit_event e
     WHERE %(future)s
       AND e.id > (SELECT last_value FROM md_audit_floor))
"""
FLOOR_SQL = """
SELECT setval('md_audit_floor', max(e.id)) FROM md_audit_event e
 WHERE %(future)s
"""
NEXT_AFTER_RESTORE_SQL = """
WITH open AS MATERIALIZED (SELECT %(oldest_open)s AS txid)
SELECT e.id FROM md_audit_event e, open
 WHERE NOT EXISTS (SELECT 1 FROM md_audit_link l WHERE l.event_id = e.id)
   AND (e.txid < open.txid OR %(own)s
        OR %(future)s)
 ORDER BY NOT %(future)s,
          e.txid, e.id LIMIT %(limit)s
"""


class MdAuditChain(models.AbstractModel):
    """Chains audit events with hashes once they are committed, and verifies the chain.

    One worker at a time (advisory lock); a second one is refused and recorded. The head
    of the chain goes to the log, so that cutting off its end does not stay unseen.
    """

    _name = "md.audit.chain"
    _description = "Audit Chain"

    @api.model
    def _cron_chain(self):
        """Chain what was committed since the last run; called every minute."""
        self._report_clock_behind()
        self._chain_all()
        self._report_refused_sql()

    @api.model
    def _chain_all(self, give_way=False):
        """Chain every committed event; return how many. One transaction per batch.

        When another worker is at it, this is refused (``UserError``, recorded), or with
        ``give_way`` left to the other.
        """
        total = 0
        while done := self._chain_batch(BATCH, give_way):
            total += done
            if done < BATCH:
                break
        return total

    def _chain_batch(self, limit, give_way=False):
        """Chain at most ``limit`` events on an own transaction; return how many."""
        with self.env["md.own.transaction"]._begin() as cr:
            cr.execute("SELECT pg_try_advisory_xact_lock(%s)", [CHAIN_LOCK])
            locked = cr.fetchone()[0]
            done = self._append(cr, limit) if locked else 0
        if not locked and not give_way:
            self._refuse_second_worker()
        return done

    def _append(self, cr, limit):
        cr.execute(SQL(LAST_SQL, future=SQL(FUTURE_SQL)))
        seq, head, event, txid = cr.fetchone() or self._start(cr)
        cr.execute(SQL(RESTORED_SQL, future=SQL(FUTURE_SQL)))
        restored = cr.fetchone()[0]
        known = {
            "oldest_open": SQL(OLDEST_OPEN_SQL),
            "limit": limit,
            "own": bool(odoo_module.current_test),
        }
        if restored:
            query = SQL(NEXT_AFTER_RESTORE_SQL, future=SQL(FUTURE_SQL), **known)
        else:
            query = SQL(NEXT_SQL, txid=txid, event=event, **known)
        cr.execute(query)
        events = [row[0] for row in cr.fetchall()]
        if restored and len(events) < limit:
            cr.execute(SQL(FLOOR_SQL, future=SQL(FUTURE_SQL)))
        if not events:
            return 0
        numbers = list(range(seq + 1, seq + 1 + len(events)))
        cr.execute(
            SQL(
                "SELECT l.id, %s FROM unnest(%s::int[], %s::int[]) AS l (id, event_id) "
                "JOIN md_audit_event e ON e.id = l.event_id ORDER BY l.id",
                SQL(LINE_SQL),
                numbers,
                events,
            )
        )
        hashes = []
        for _seq, line in cr.fetchall():
            head = link_hash(head, line)
            hashes.append(head)
        cr.execute(
            "INSERT INTO md_audit_link (id, event_id, hash, chained_at) "
            "SELECT l.*, clock_timestamp() AT TIME ZONE 'UTC' "
            "FROM unnest(%s::int[], %s::int[], %s::text[]) AS l",
            [numbers, events, hashes],
        )
        _logger.info("audit chain head %d %s", seq + len(events), head)
        return len(events)

    def _start(self, cr):
        """Where a chain without links starts: behind the last archive, or at none."""
        cr.execute(
            "SELECT last_seq, last_hash FROM md_audit_archive ORDER BY id DESC LIMIT 1"
        )
        return (*(cr.fetchone() or (0, GENESIS)), 0, 0)

    def _refuse_second_worker(self):
        self.env["md.audit.trail"]._record_apart(
            "refusal", "trail.second_worker", model=self._name
        )
        raise UserError(
            self.env._(
                "Another worker is chaining the audit trail; this one stopped and was "
                "recorded."
            )
        )

    def _report_clock_behind(self):
        """Record, once, that the database's clock went back behind the newest link."""
        self.env.cr.execute(
            "SELECT l.id, extract(epoch FROM l.chained_at "
            "                     - (clock_timestamp() AT TIME ZONE 'UTC'))::int "
            "  FROM md_audit_link l ORDER BY l.id DESC LIMIT 1"
        )
        seq, behind = self.env.cr.fetchone() or (0, 0)
        if behind <= CLOCK_TOLERANCE:
            return
        known = self.env["md.audit.event"].search_count(
            [("model", "=", "md.clock"), ("res_id", "=", seq)], limit=1
        )
        if not known:
            _logger.warning("the clock is %d s behind the audit trail", behind)
            self.env["md.audit.trail"]._record(
                "trail",
                "clock.behind",
                model="md.clock",
                res_id=seq,
                after={"seconds": behind},
            )

    def _report_refused_sql(self):
        """Record attempts to change append-only tables in SQL since the last report."""
        cr = self.env.cr
        cr.execute(
            "SELECT n.last_value, n.is_called, to_char(to_timestamp(t.last_value "
            "       / 1e6) AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"'), "
            "       (SELECT rolname FROM pg_roles WHERE oid = r.last_value::oid), "
            "       c.last_value::oid::regclass::text, "
            "       (ARRAY['UPDATE', 'DELETE', 'TRUNCATE'])[o.last_value], "
            "       (SELECT max(res_id) FROM md_audit_event WHERE model = %s) "
            "  FROM md_append_only_refused n, md_append_only_at t, "
            "       md_append_only_role r, md_append_only_table c, "
            "       md_append_only_operation o",
            [self._name + ".sql"],
        )
        count, called, at, role, table, operation, reported = cr.fetchone()
        if not called or count <= (reported or 0):
            return
        self.env["md.audit.trail"]._record(
            "refusal",
            "append_only.sql",
            model=self._name + ".sql",
            res_id=count,
            after={
                "attempts": count - (reported or 0),
                "last_at": at,
                "database_role": role,
                "table": table,
                "operation": operation,
            },
        )

    @api.model
    @api.private
    def verify(self):
        """Check archives and chain from the first event on.

        Return {"events", "archived", "unchained", "seconds", "head": [number, hash],
        "broken": None or {"seq", "event_id", "why"}}. A break is recorded as an event.
        """
        start = time.perf_counter()
        verifier = Verifier()
        self.env["md.audit.archive"]._verify_all(verifier)
        archived = verifier.count
        event_of_break = None if verifier.broken else self._verify_live(verifier)
        broken = verifier.broken and {
            "seq": verifier.broken.seq,
            "event_id": event_of_break,
            "why": verifier.broken.why,
        }
        if broken:
            _logger.error("audit chain broken at link %(seq)s: %(why)s", broken)
            self.env["md.audit.trail"]._record("trail", "trail.broken", after=broken)
        return {
            "events": verifier.count,
            "archived": archived,
            "unchained": self._unchained(),
            "seconds": time.perf_counter() - start,
            "head": [verifier.seq, verifier.head],
            "broken": broken or None,
        }

    def _verify_live(self, verifier):
        """Feed all links of the database; return the event number at the break."""
        cr = self.env.cr
        # where statistics are older than a rush of events, PostgreSQL takes the table
        # for empty and would read all of it again for each link
        cr.execute("SET LOCAL enable_nestloop = off")
        cr.execute(
            SQL(
                "DECLARE md_audit_verify NO SCROLL CURSOR FOR "
                "SELECT l.id, l.event_id, CASE WHEN e.id IS NOT NULL THEN %s END, "
                "l.hash FROM md_audit_link l "
                "LEFT JOIN md_audit_event e ON e.id = l.event_id "
                "ORDER BY l.id",
                SQL(LINE_SQL),
            )
        )
        cr.execute("SET LOCAL enable_nestloop = on")
        try:
            while True:
                cr.execute("FETCH 20000 FROM md_audit_verify")
                rows = cr.fetchall()
                for seq, event, line, stored in rows:
                    if not verifier.feed(seq, line, stored):
                        return event
                if len(rows) < 20000:
                    return None
        finally:
            cr.execute("CLOSE md_audit_verify")

    @api.model
    def _backlog(self):
        """(seconds that the oldest event waits, how many wait, at most 10,000)."""
        self.env.cr.execute(
            """
            SELECT extract(epoch FROM (now() AT TIME ZONE 'UTC') - min(at)), count(*)
              FROM (SELECT e.at FROM md_audit_event e
                     WHERE e.id > (SELECT COALESCE(max(event_id), 0) - 10000
                                     FROM md_audit_link)
                       AND NOT EXISTS (SELECT 1 FROM md_audit_link l
                                        WHERE l.event_id = e.id)
                     LIMIT 10000) waiting
            """
        )
        seconds, count = self.env.cr.fetchone()
        return max(float(seconds or 0), 0.0), count

    def _unchained(self):
        """Committed events that wait for the worker."""
        self.env.cr.execute(
            "SELECT count(*) FROM md_audit_event e WHERE NOT EXISTS "
            "(SELECT 1 FROM md_audit_link l WHERE l.event_id = e.id)"
        )
        return self.env.cr.fetchone()[0]

    def _lines(self, first, last):
        """Yield (number, event id, line, hash) of the links ``first`` to ``last``."""
        self.env.cr.execute(
            SQL(
                "SELECT l.id, l.event_id, %s, l.hash FROM md_audit_link l "
                "JOIN md_audit_event e ON e.id = l.event_id "
                "WHERE l.id BETWEEN %s AND %s ORDER BY l.id",
                SQL(LINE_SQL),
                first,
                last,
            )
        )
        yield from self.env.cr.fetchall()
