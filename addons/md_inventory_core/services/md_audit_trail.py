import threading
from datetime import UTC, datetime
from functools import partial

from odoo import models
from odoo.http import request

from ..lib import caller, request_id
from ..lib.audit import MASK, changed, encode, secret_key
from ..lib.card_numbers import mask_cards
from . import http_call

COLLECTED = "md.audit.trail"
INSERT_SQL = """
INSERT INTO md_audit_event (
    origin, ip, till, request_id, user_id, login,
    at, kind, action, acting_user_id, elevated, company_id, model, res_id,
    before, after, reason
)
SELECT %s, %s, %s, %s, u.id, COALESCE(e.login, u.login),
       e.at, e.kind, e.action, NULLIF(e.uid, u.id), e.elevated, e.company_id, e.model,
       e.res_id, e.before, e.after, e.reason
  FROM unnest(
       %s::timestamp[], %s::text[], %s::text[], %s::int[], %s::text[], %s::bool[],
       %s::int[], %s::text[], %s::int[], %s::text[], %s::text[], %s::text[]
       ) WITH ORDINALITY AS e (
       at, kind, action, uid, login, elevated, company_id, model, res_id, before, after,
       reason, place)
  LEFT JOIN res_users u ON u.id = COALESCE(%s, e.uid)
 ORDER BY e.place
"""


class MdAuditTrail(models.AbstractModel):
    """Writes the audit trail: `_record` in the caller's transaction, or apart from it.

    Events of a transaction are collected and inserted in one statement before it
    commits (and before each savepoint), so they exist exactly when what they tell of
    exists. A rolled-back savepoint or transaction drops its events.
    """

    _name = "md.audit.trail"
    _description = "Audit Trail"

    def _record(
        self,
        kind,
        action,
        *,
        model=None,
        res_id=None,
        before=None,
        after=None,
        reason=None,
        login=None,
        company_id=None,
    ):
        """Add one event to the caller's transaction.

        ``kind`` is a value of ``md.audit.event.kind``; ``before`` and ``after`` are
        {name: JSON-able value} without secrets; ``reason`` defaults to the context's
        ``md_audit_reason``; ``login`` is only for events of somebody not (yet) known.
        """
        row = self._row(
            kind, action, model, res_id, before, after, reason, login, company_id
        )
        collected = self.env.cr.precommit.data.setdefault(COLLECTED, [])
        if not collected:
            self.env.cr.precommit.add(partial(self._insert, self.env.cr, collected))
        collected.append(row)

    def _record_apart(self, kind, action, **values):
        """Write one event on its own transaction: it stays when the caller's fails.

        Same arguments as `_record`. For refusals and failed logins.
        """
        names = ("model", "res_id", "before", "after", "reason", "login", "company_id")
        row = self._row(kind, action, *(values.get(name) for name in names))
        with self.env["md.own.transaction"]._begin() as cr:
            self._insert(cr, [row])

    def _row(
        self, kind, action, model, res_id, before, after, reason, login, company_id
    ):
        env = self.env
        return (
            datetime.now(UTC).replace(tzinfo=None),
            kind,
            action,
            env.uid,
            _clean(login),
            env.su,
            company_id or self._company_of(env),
            model,
            res_id if isinstance(res_id, int) else None,
            encode(before) if before else None,
            encode(after) if after else None,
            _clean(reason or env.context.get("md_audit_reason")),
        )

    def _company_of(self, env):
        """Company that the user works in; None for a user without any.

        The context may come from outside: only a company of the user counts.
        """
        chosen = env.context.get("allowed_company_ids")
        known = env.user._get_company_ids()
        if isinstance(chosen, list | tuple) and chosen and chosen[0] in known:
            return chosen[0]
        return env.user.company_id.id or None

    def _insert(self, cr, rows):
        if not rows:
            return
        columns = [list(column) for column in zip(*rows, strict=True)]
        origin = self._origin()
        cr.execute(INSERT_SQL, [*origin, *columns, self._person()])
        rows.clear()

    def _person(self):
        """Id of the user who is logged in, None when nobody but the program is."""
        return request.session.uid if request and request.session else None

    def _origin(self):
        """(origin, IP address, till, request id) of what runs now."""
        here = request_id.current()
        if call := http_call.current():
            path = call.path or ""
            api = path.startswith(("/json/", "/xmlrpc/", "/jsonrpc", "/md/api/"))
            origin = "api" if api else "web"
            return origin, call.remote_addr, self._till() or None, here
        if address := caller.address():
            return "api", address, None, here
        cron = (here or "").startswith("cron-")
        cron = cron or "cron" in threading.current_thread().name
        return "cron" if cron else "shell", None, None, here

    def _till(self):
        """Name of the till that the request comes from; addons with tills know it."""
        return ""

    # What the watched models call (models/base.py). Records come with system rights:
    # those of the user must not decide what the trail sees.

    def _snapshot(self, records, names):
        """{id: {field: value}} of the fields in ``names``, as JSON takes them."""
        plain = [n for n in names if not records._fields[n].relational]
        related = [n for n in names if records._fields[n].relational]
        shots = {}
        for record in records:
            shot = shots[record.id] = {name: record[name] for name in plain}
            for name in related:
                shot[name] = [[r.id, r.display_name] for r in record[name]]
        return shots

    def _secrets(self, record, watch):
        """Names of watched fields of this record whose values nobody may read."""
        if watch.model == "ir.config_parameter" and secret_key(record.key or ""):
            return {"value"}
        return watch.secret

    def _watched_create(self, records, watch):
        """Record the creation of watched records with what is set."""
        shots = self._snapshot(records, watch.fields)
        for record in records:
            after = {name: v for name, v in shots[record.id].items() if v}
            self._record_on(record, watch, "create", {}, after)

    def _watched_write(self, records, watch, vals, write):
        """Let ``write`` change watched fields and record what became different."""
        names = watch.fields & vals.keys()
        secret = watch.secret & vals.keys()
        before = self._snapshot(records, names)
        result = write(vals)
        after = self._snapshot(records, names)
        for record in records:
            old, new = changed(before[record.id], after[record.id])
            for name in secret:
                old[name] = new[name] = MASK
            if new:
                self._record_on(record, watch, "write", old, new)
        return result

    def _watched_unlink(self, records, watch):
        """Record the deletion of watched records with what they held."""
        shots = self._snapshot(records, {*watch.fields, "display_name"})
        for record in records:
            self._record_on(record, watch, "unlink", shots[record.id], {})

    def _record_on(self, record, watch, action, before, after):
        for name in self._secrets(record, watch):
            for values in (before, after):
                if name in values:
                    values[name] = MASK
        self._record(
            watch.kind,
            action,
            model=watch.model,
            res_id=record.id,
            before=before,
            after=after,
            company_id=record.company_id.id if watch.has_company else None,
        )


def _clean(text):
    """Text without NUL and card numbers, at most 1000 characters; None when empty."""
    return mask_cards(text.replace("\0", ""))[:1000] if text else None
