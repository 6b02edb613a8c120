import hashlib
import hmac
import logging
import time
from contextlib import contextmanager
from datetime import timedelta

from psycopg2.errors import DeadlockDetected, LockNotAvailable

from odoo import models
from odoo.exceptions import AccessDenied
from odoo.tools import SQL

from ..lib import throttle
from ..lib.throttle_address import network_of
from ..lib.throttle_policy import PARAMETER, rules_for
from ..models.login_errors import TooManyFailures

_logger = logging.getLogger(__name__)

# Tries beside each other that together use up what is left wait for one to be settled.
WAIT_SECONDS, WAIT_STEP = 8.0, 0.05
SETTLE_TIMES = 3
NOTED_FOR = timedelta(days=1)
# What the audit trail calls the failures of a kind, and the kind of event.
EVENTS = {
    "password": ("login", "login"),
    "totp": ("totp", "login"),
    "api_key": ("api_key", "login"),
    "pin": ("pin", "approval"),
}
COLUMNS = SQL("subject, failures, pending, level, until, good_at, streak")
# Locks the rows of a try in one global order, new ones included.
TAKE_ROWS = """
INSERT INTO md_auth_lock AS l (kind, subject, level, touched_at)
SELECT %s, s, 0, clock_timestamp() AT TIME ZONE 'UTC' FROM unnest(%s) AS s ORDER BY s
    ON CONFLICT (kind, subject)
    DO UPDATE SET touched_at = clock_timestamp() AT TIME ZONE 'UTC'
RETURNING %s
"""
NOTE = """
INSERT INTO md_auth_lock AS l (kind, subject, level, touched_at, noted_at)
SELECT %s, %s, 0, n.at, n.at FROM (SELECT clock_timestamp() AT TIME ZONE 'UTC') n (at)
    ON CONFLICT (kind, subject) DO UPDATE SET noted_at = excluded.noted_at
 WHERE l.noted_at IS NULL OR l.noted_at > excluded.noted_at
    OR l.noted_at < excluded.noted_at - interval '1 hour'
"""
STORE = """
UPDATE md_auth_lock l
   SET failures = %s, pending = %s, level = %s, until = %s, good_at = %s, streak = %s
 WHERE l.kind = %s AND l.subject = %s
"""


class MdAuthThrottle(models.AbstractModel):
    """Counts failures of passwords, PINs, keys and codes, and refuses what is too much.

    All workers share the counts (``md_auth_lock``); they are kept on own transactions,
    so a failure counts although its request is undone. Use `_attempt`, or
    `_refuse_when_locked` followed by exactly one of `_failed` and `_succeeded`.

    Kinds and their subjects: ``password`` (``pair:<login>@<ip>``, ``ip:<ip>``,
    ``login:<login>``; logins by `_hash`), ``pin`` (``user:<user id>`` whose PIN it is,
    ``asker:<user id>`` who asks), ``api_key`` (``key:<prefix>``, ``ip:<ip>``), ``totp``
    (``user:<user id>``, ``ip:<ip>``). ``<ip>`` is a whole network for IPv6.
    """

    _name = "md.auth.throttle"
    _description = "Login Throttle"

    @contextmanager
    def _attempt(self, kind, *subjects, **event):
        """Check a secret in this block: AccessDenied from it is a failure that counts.

        Any other exception (a serialization failure that is tried again) gives the try
        back. ``event`` is for `_failed`.
        """
        self._refuse_when_locked(kind, *subjects)
        try:
            yield
        except AccessDenied:
            self._failed(kind, *subjects, **event)
            raise
        except BaseException:
            self._given_back(kind, *subjects)
            raise
        self._succeeded(kind, *subjects)

    def _refuse_when_locked(self, kind, *subjects):
        """Take a try, or raise AccessDenied with one line that says when to come again.

        Who took one must settle it by `_failed` or `_succeeded`; a try that is not
        settled within a minute counts as a failure.
        """
        deadline = time.monotonic() + WAIT_SECONDS
        while not self._take(kind, subjects):
            if time.monotonic() > deadline:
                raise TooManyFailures(
                    self.env._("Too many tries at the same time; try again.")
                )
            time.sleep(WAIT_STEP)

    def _failed(self, kind, *subjects, login=None, user_id=None, **after):
        """Count a failure, lock where the policy says so, and record both.

        ``login`` as it was typed, ``user_id`` whose secret it would have been, other
        arguments are told by the event. Nothing of it is undone with the caller.
        """
        locked = self._settled(kind, subjects, self._count_failure)
        name, event_kind = EVENTS[kind]
        user_id = user_id or _user_of(subjects)
        where = {"model": "res.users" if user_id else None, "res_id": user_id}
        trail = self.env["md.audit.trail"]
        trail._record_apart(
            event_kind, f"{name}.failed", login=login, after=after, **where
        )
        for subject, seconds in locked or ():
            told = {"subject": subject, "seconds": seconds}
            trail._record_apart(
                event_kind, f"{name}.locked", login=login, after=told, **where
            )

    def _succeeded(self, kind, *subjects):
        """Settle a try that succeeded: the counts of this person are forgotten."""
        self._settled(kind, subjects, self._count_success)

    def _glance(self, kind, *subjects):
        """Refuse when locked, without taking a try: for keys that cannot be guessed.

        Reads on the caller's transaction. Returns whether a success should be told by
        `_succeeded`: there has been none for a day.
        """
        rules = self._rules(kind, subjects)
        counts, rules, now = self._peek(self.env.cr, kind, rules)
        if wait := throttle.begin(counts, rules, now).wait:
            raise TooManyFailures(self._refusal(wait))
        times = [c.good_at for s, c in counts.items() if rules[s].forgives]
        return any(at is None or now - at > NOTED_FOR for at in times)

    def _first_in_an_hour(self, kind, subject):
        """Whether this success is to be recorded: the first in an hour; notes it."""
        with self.env["md.own.transaction"]._begin() as cr:
            cr.execute(NOTE, [kind, subject])
            return bool(cr.rowcount)

    def _forget(self, lock_ids):
        """Unlock these rows of `md.auth.lock` in the caller's transaction."""
        self.env.cr.execute(
            "UPDATE md_auth_lock SET failures = '{}', pending = '{}', level = 0,"
            " until = NULL WHERE id IN %s",
            [tuple(lock_ids) or (0,)],
        )
        self.env["md.auth.lock"].invalidate_model()

    def _ended(self, cr, kind, *subjects):
        """Which of the subjects failed so often in a row that their secret is over."""
        counts, rules, _now = self._peek(cr, kind, self._rules(kind, subjects))
        return [s for s in subjects if counts[s].ended(rules[s])]

    def _begin_anew(self, kind, subject):
        """There is a new secret: no failure in a row so far. Locks stay."""
        self.env.cr.execute(
            "UPDATE md_auth_lock SET streak = 0 WHERE kind = %s AND subject = %s",
            [kind, subject],
        )

    # Names of subjects

    def _login_subjects(self, login, address):
        """Subjects of a password for a login, however it was typed."""
        name, address = self._hash(login), network_of(address or "")
        if not address:
            return f"pair:{name}@?", f"login:{name}"
        return f"pair:{name}@{address}", f"login:{name}", f"ip:{address}"

    def _code_subjects(self, user_id, address):
        """Subjects of a code from a user's authenticator."""
        address = network_of(address or "")
        return f"user:{user_id}", *([f"ip:{address}"] if address else [])

    def _hash(self, login):
        """Login as a short keyed hash: some type their password into that field."""
        # the key of the database is not for users to read
        key = self.env["ir.config_parameter"].sudo().get_param("database.secret")
        text = str(login or "").strip().lower().encode()
        return hmac.new(key.encode(), text, hashlib.sha256).hexdigest()[:24]

    def _logins_by_hash(self):
        """{hash: login} of all users, to show whose login is locked."""
        # an admin of retail sees all logins, portal users included
        users = self.env["res.users"].sudo().with_context(active_test=False)
        return {self._hash(user.login): user.login for user in users.search([])}

    # Counting

    def _take(self, kind, subjects):
        """Take a try; False when others must be settled first. Raises when locked."""
        rules, ended = self._rules(kind, subjects), []
        try:
            with self.env["md.own.transaction"]._begin() as cr:
                verdict = throttle.begin(*self._peek(cr, kind, rules))
                if not verdict.wait:
                    before, rules, now = self._take_rows(cr, kind, rules)
                    verdict = throttle.begin(before, rules, now)
                    self._store(cr, kind, verdict.counts)
                    ended = throttle.ended(before, verdict.counts, rules)
        except (LockNotAvailable, DeadlockDetected):
            return False
        self._tell_ended(ended)
        if verdict.wait:
            _logger.info("Refused unseen for %s s: %s", verdict.wait, kind)
            raise TooManyFailures(self._refusal(verdict.wait))
        return verdict.allowed

    def _settled(self, kind, subjects, count):
        """Let ``count(counts, rules, now)`` settle a try; return the locks it made."""
        rules = self._rules(kind, subjects)
        for _again in range(SETTLE_TIMES):
            try:
                with self.env["md.own.transaction"]._begin() as cr:
                    counts, rules, now = self._take_rows(cr, kind, rules)
                    after, locked = count(counts, rules, now)
                    self._store(cr, kind, after)
            except (LockNotAvailable, DeadlockDetected):
                continue
            self._tell_ended(throttle.ended(counts, after, rules))
            return [(subject, after[subject].wait(now)) for subject in locked]
        # it counts as a failure in a minute
        _logger.warning("A try of %s could not be settled: rows are locked", kind)
        return []

    def _tell_ended(self, subjects):
        """A secret is over now: only PINs have an end."""
        for user_id in (_user_of([subject]) for subject in subjects):
            self.env["md.pin"]._tell_disabled(user_id)

    @staticmethod
    def _count_failure(counts, rules, now):
        return throttle.failed(counts, rules, now)

    @staticmethod
    def _count_success(counts, rules, now):
        return throttle.succeeded(counts, rules, now), ()

    @staticmethod
    def _count_nothing(counts, rules, now):
        return throttle.given_back(counts, rules, now), ()

    def _given_back(self, kind, *subjects):
        """Settle a try that was neither: the check itself broke off."""
        self._settled(kind, subjects, self._count_nothing)

    def _rules(self, kind, subjects):
        # the thresholds are not for users to read
        parameters = self.env["ir.config_parameter"].sudo()
        return rules_for(
            kind, subjects, lambda name: parameters.get_param(PARAMETER + name)
        )

    def _peek(self, cr, kind, rules):
        """(counts, rules, now) without locking rows or making new ones."""
        cr.execute(
            SQL(
                "SELECT %s FROM md_auth_lock WHERE kind = %s AND subject IN %s",
                COLUMNS,
                kind,
                tuple(rules),
            )
        )
        return _counts(cr.fetchall(), rules), rules, _now(cr)

    def _take_rows(self, cr, kind, rules):
        """(counts, rules, now) of rows that are locked until the transaction ends."""
        cr.execute(SQL(TAKE_ROWS, kind, list(rules), COLUMNS))
        return _counts(cr.fetchall(), rules), rules, _now(cr)

    def _store(self, cr, kind, counts):
        for subject, count in counts.items():
            cr.execute(
                STORE,
                [
                    *(list(count.failures), list(count.pending), count.level),
                    *(count.until, count.good_at, count.streak, kind, subject),
                ],
            )

    def _refusal(self, seconds):
        if seconds < 120:
            return self.env._(
                "Too many failures; try again in %(seconds)s s.", seconds=seconds
            )
        minutes = -(-seconds // 60)
        return self.env._(
            "Too many failures; try again in %(minutes)s min.", minutes=minutes
        )


def _now(cr):
    """The database's time; asked for after waiting for rows, not with them."""
    cr.execute("SELECT clock_timestamp() AT TIME ZONE 'UTC'")
    return cr.fetchone()[0]


def _user_of(subjects):
    """Id of the user whose secret is meant, where a subject says it."""
    ids = [s.partition(":")[2] for s in subjects if s.startswith("user:")]
    return int(ids[0]) if ids else None


def _counts(rows, subjects):
    """{subject: Count} of rows as they are selected."""
    known = {
        subject: throttle.Count(tuple(failures), tuple(pending), *others)
        for subject, failures, pending, *others in rows
    }
    return {subject: known.get(subject, throttle.Count()) for subject in subjects}
