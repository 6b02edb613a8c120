import logging
import time
from collections import Counter

from psycopg2 import errors

from odoo import models
from odoo.exceptions import AccessError
from odoo.tools import SQL

from ..lib.claims import FIRST, next_pace
from ..lib.refusals import refused
from .finding_sql import (
    ASK_SQL,
    BEGIN_SQL,
    COUNT_SQL,
    LAST_SQL,
    NEXT_SQL,
    NOW_SQL,
    OLD_SQL,
    OPEN_SQL,
)
from .md_claim_reconciler import EVERYTHING

_logger = logging.getLogger(__name__)
LOCK = 190021  # any number; one at a time takes a step in a database
SECONDS = 20  # of work each minute
ASKED_SECONDS = 300  # when somebody waits for it
REST_SECONDS = 300  # from the beginning of a pass to that of the next one
RETRIES = 3
DAYS = 180  # that passes are kept
LAST = EVERYTHING[1]
ALLOWED = ("md_inventory_core.group_manager", "md_inventory_core.group_admin")
OVERTAKEN = (errors.SerializationFailure, errors.DeadlockDetected)


class MdClaimSteps(models.AbstractModel):
    """Has the reconciler look at everything in small steps, one after the other.

    A step is a transaction of its own: it looks at the next products in one snapshot,
    writes down what it found there and how far it came (`md.claim.pass`). What is not
    of one product is the last step. Killed at any moment, or overtaken by somebody who
    changed the same rows, it is as if the step had not begun.
    """

    _name = "md.claim.steps"
    _inherit = ["md.live.mixin"]
    _description = "Steps of the Reconciler"

    def _cron_step(self):
        """Each minute: go on with the pass that runs or is due, for a while."""
        if self.env["md.own.transaction"]._ends():
            # steps have transactions of their own: no snapshot is to be held meanwhile
            self.env["ir.cron"]._commit_progress()
        self._work(SECONDS)

    def _work(self, seconds):
        """Take steps for so long, or longer when somebody waits; how many that were."""
        began, steps = time.monotonic(), 0
        while (asked := self._step()) is not None:
            steps += 1
            if time.monotonic() - began > (ASKED_SECONDS if asked else seconds):
                break
        return steps

    def _whole(self):
        """A whole pass from now on."""
        self._ask(self.env.user)
        while self._step() is not None:
            continue

    def _check_now(self):
        """Have the job begin a whole pass at once; for managers and administrators."""
        if not any(self.env.user.has_group(group) for group in ALLOWED):
            message = self.env._("Only managers and administrators have it checked.")
            raise refused(AccessError(message), "md.claim.pass", "check now")
        self._ask(self.env.user)
        # sudo: who may have it checked need not know of jobs
        job = self.env.ref("md_inventory_core.ir_cron_reconcile_claims").sudo()
        job._trigger()

    def _ask(self, user):
        """A pass for a user, unless one runs that somebody asked for."""
        with self.env["md.own.transaction"]._begin() as cr:
            cr.execute(SQL(ASK_SQL))
            cr.execute(SQL(BEGIN_SQL, user=user.id or None, pace=FIRST))
        self.env["md.claim.pass"].invalidate_model()

    # A step

    def _step(self):
        """Take a step; whether somebody asked for the pass, None if none was taken."""
        for _try in range(RETRIES):
            try:
                with self.env["md.own.transaction"]._begin_work() as env:
                    return env[self._name]._take_step()
            except OVERTAKEN:
                _logger.info("a step of the reconciler was overtaken")
        return None

    def _take_step(self):
        """In a transaction of its own; see `_step`."""
        cr = self.env.cr
        cr.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        [alone] = cr.fetchone()
        current = alone and self._current()
        if not current:
            return None
        began = time.monotonic()
        first = current.to_product + 1
        if current.to_product < LAST:
            last, whole = self._next(first, current.pace)
            self._look(current, first, last)
            seconds = time.monotonic() - began
            current.pace = next_pace(current.pace, seconds, whole)
        else:
            self._look(current, None, None)
            self._end(current)
        current.seconds += time.monotonic() - began
        for group in ALLOWED:
            self._live_changed("md.claim.pass", group)
        return bool(current.user_id)

    def _current(self):
        """The pass that runs; a new one when it is time; none when it is not."""
        cr, passes = self.env.cr, self.env["md.claim.pass"]
        cr.execute(SQL(NOW_SQL, rest=REST_SECONDS))
        running, due = cr.fetchone()
        if running or not due:
            return passes.browse(running or [])
        cr.execute(SQL(OLD_SQL, days=DAYS))
        cr.execute(SQL(BEGIN_SQL, user=None, pace=FIRST))
        return passes.browse([row[0] for row in cr.fetchall()])

    def _next(self, first, pace):
        """(the last product of a step from ``first`` on, whether that is all)."""
        self.env.cr.execute(SQL(NEXT_SQL, first=first, pace=pace))
        row = self.env.cr.fetchone()
        return (row[0], False) if row else (LAST, True)

    def _look(self, current, first, last):
        """Check some products or, without, the rest; keep what is found."""
        reconciler = self.env["md.claim.reconciler"]
        if first is None:
            findings = reconciler._check_rest()
        else:
            findings = reconciler._check_products(first, last)
        new, resolved = self.env["md.claim.findings"]._keep(findings, first, last)
        told = current.told or []
        more = self.env["md.claim.alert"]._tell(new, resolved, told)
        unique = {finding.identity: finding.kind for finding in findings}
        kinds = Counter(unique.values())
        current.write(
            {
                "steps": current.steps + 1,
                "told": [*told, *more],
                "found_by_kind": dict(Counter(current.found_by_kind or {}) + kinds),
                "found_count": current.found_count + kinds.total(),
                "new_count": current.new_count + len(new),
                "resolved_count": current.resolved_count + len(resolved),
            }
        )
        if first is not None:
            self._count(current, first, last)

    def _count(self, current, first, last):
        """How many rows were read, and how far that is."""
        cr = self.env.cr
        cr.execute(SQL(COUNT_SQL, first=first, last=last))
        read = sum(row[1] for row in cr.fetchall())
        cr.execute(SQL(LAST_SQL))
        [end] = cr.fetchone()
        current.write(
            {
                "from_product": first,
                "to_product": last,
                "rows_read": current.rows_read + read,
                "progress": 99 if last >= end else 99 * last // end,
            }
        )

    def _end(self, current):
        self.env.cr.execute(SQL(OPEN_SQL))
        total, drift = self.env.cr.fetchone()
        self.env.cr.execute("SELECT now() AT TIME ZONE 'UTC'")
        [now] = self.env.cr.fetchone()
        current.write(
            {
                "state": "done",
                "ended_at": now.replace(microsecond=0),
                "progress": 100,
                "open_count": total,
                "drift_count": drift,
            }
        )
