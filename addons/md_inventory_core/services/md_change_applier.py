import logging
import random
import time
from datetime import timedelta

from psycopg2 import OperationalError

from odoo import SUPERUSER_ID, api, models
from odoo.exceptions import ConcurrencyError
from odoo.tools import SQL, groupby

from .change_sql import COUNT_SQL, DUE_SQL, MARK_SQL, PIECE_SQL, TAKE_SQL

_logger = logging.getLogger(__name__)
REQUEST = "md.change.request"
AT_ONCE = 200  # records in one transaction
LONGEST = timedelta(minutes=5)  # of one run; the next one goes on
TRIES = 4


class MdChangeApplier(models.AbstractModel):
    """Applies what was approved, each change once, at its minute.

    A piece is one transaction that changes some records and marks their lines: killed
    at any moment, or run twice at once, nothing is done twice and nothing is left out.
    Who finds another value than the one that was asked about writes nothing there.
    """

    _name = "md.change.applier"
    _description = "Application of Changes"

    def _plan(self, request):
        """An approved request is applied now, or at its minute."""
        if request.state == "scheduled":
            cron = self.env.ref("md_inventory_core.ir_cron_apply_changes")
            # sudo: who approves plans no jobs
            cron.sudo()._trigger(at=request.effective_at)
        else:
            self.env["md.background"]._soon(self._name, "_apply_due")

    @api.model
    def _cron_apply(self):
        """Each minute, and at the minute of what is scheduled."""
        self._apply_due()

    def _apply_due(self, _items=()):
        """Apply all that is due, oldest first."""
        self.env[REQUEST].flush_model()
        now = self.env["md.clock"]._now()
        self.env.cr.execute(SQL(DUE_SQL, now=now))
        for [number] in self.env.cr.fetchall():
            try:
                self._apply(number)
            except Exception:
                _logger.exception("change request %s is not applied", number)

    def _apply(self, number):
        """Apply a request piece by piece, as long as there is time."""
        end = time.monotonic() + LONGEST.total_seconds()
        while self._patiently(number):
            if time.monotonic() > end:
                return

    def _patiently(self, number):
        """A piece in a transaction of its own; again when others were faster."""
        for turn in range(TRIES):
            try:
                with self.env["md.own.transaction"]._begin_work() as env:
                    return env[self._name]._piece(number)
            except (OperationalError, ConcurrencyError):
                time.sleep(random.uniform(0, 0.1 * 2**turn))
        _logger.info("change request %s is applied later", number)
        return False

    def _piece(self, number):
        """Change some records of a request; whether it is to be gone on with."""
        now = self.env["md.clock"]._now()
        self.env.cr.execute(SQL(TAKE_SQL, request=number, now=now))
        if not self.env.cr.rowcount:
            return False
        request = self.env[REQUEST].browse(number)
        request.invalidate_recordset()
        if request.state != "applying":
            request._move("applying")
        self.env.cr.execute(SQL(PIECE_SQL, request=number, limit=AT_ONCE))
        ids = [row[0] for row in self.env.cr.fetchall()]
        if not ids:
            self._finish(request, now)
            return False
        self._change(request, self.env["md.change.line"].browse(ids))
        self.env["md.change.desk"]._changed(request)
        return True

    def _change(self, request, lines):
        """Write what is asked of some records, in the name of who asked."""
        env = self.env(
            user=request.requester_id.id,
            su=True,
            context={
                "allowed_company_ids": [request.company_id.id],
                "md_audit_reason": f"[{request.name}] {request.reason}",
            },
        )
        values = env["md.change.values"]
        now = values._now(lines.with_env(env))
        wishes, told = [], {}
        for _record, group in groupby(lines, lambda line: (line.model, line.res_id)):
            some = lines.browse(line.id for line in group)
            if objection := self._objection(some, now):
                told |= objection
            else:
                wishes.append((now[some[0].id][0], some))
        told |= self._write(values, wishes)
        columns = [*zip(*((n, *what) for n, what in told.items()), strict=True)]
        ids, states, messages = map(list, columns)
        query = SQL(MARK_SQL, ids=ids, states=states, messages=messages)
        self.env.cr.execute(query)
        lines.invalidate_recordset()

    def _objection(self, lines, now):
        """{line: (state, why)} when something of a record is not as it was asked about.

        All of the record is left alone then.
        """
        values, told = self.env["md.change.values"], {}
        for line in lines:
            record, value = now[line.id]
            if record is None:
                why = self.env._("%s does not exist any more.", line.record_name)
                told[line.id] = ("failed", why)
            elif value != line.old_value:
                why = self.env._(
                    "It is %(now)s now, and was %(old)s when it was asked for.",
                    now=values._for_people(line._field(), value),
                    old=line.old_text,
                )
                told[line.id] = ("stale", why)
        if told:
            why = self.env._("Another change of this record cannot be made.")
            return {line.id: told.get(line.id, ("stale", why)) for line in lines}
        return {}

    def _write(self, values, wishes):
        """{line: (state, why)}; all at once, one by one when something is refused."""
        try:
            with self.env.cr.savepoint():
                for record, lines in wishes:
                    self._write_one(values, record, lines)
                self.env.flush_all()
        except (OperationalError, ConcurrencyError):
            raise
        except Exception as error:  # noqa: BLE001 what is wrong is said on the line
            self.env.invalidate_all(flush=False)
            if len(wishes) == 1:
                why = " ".join(str(error).split())[:500]
                _logger.info("a change is refused: %s", why)
                return dict.fromkeys(wishes[0][1].ids, ("failed", why))
            told = {}
            for wish in wishes:
                told |= self._write(values, [wish])
            return told
        return {n: ("done", None) for _record, lines in wishes for n in lines.ids}

    def _write_one(self, values, record, lines):
        if record._name == "res.partner.bank":
            # core asks the user, not the rights: who asks need not be an accountant
            record = record.with_user(SUPERUSER_ID)
        record.write(
            {
                line.field: values._to_write(line._field(), line.new_value)
                for line in lines
            }
        )

    def _finish(self, request, now):
        """Nothing is left: say what came of it."""
        self.env.cr.execute(SQL(COUNT_SQL, request=request.id))
        _waiting, done, left = self.env.cr.fetchone()
        if left:
            message = self.env._(
                "%(done)s of %(all)s changed; %(left)s were not: see why.",
                done=done,
                all=done + left,
                left=left,
            )
        else:
            message = self.env._("All changed: %s.", done)
        state = "failed" if left else "done"
        request._move(state, applied_at=now, message=message)
        self.env["md.audit.trail"].with_user(request.requester_id)._record(
            "approval",
            "change.applied" if not left else "change.stopped",
            model=REQUEST,
            res_id=request.id,
            after={"done": done, "left": left},
            reason=request.reason,
            company_id=request.company_id.id,
        )
        self.env["md.change.desk"]._changed(request)
        request.requester_id._bus_send(
            "simple_notification",
            {
                "title": request.display_name,
                "message": message,
                "type": "warning" if left else "success",
            },
        )
