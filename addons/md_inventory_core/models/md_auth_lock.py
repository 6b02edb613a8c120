from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import SQL

from ..lib.throttle import KNOWN_FOR, scope_of

QUIET = timedelta(days=1)
HASH_LENGTH = 8  # so much of a login's hash is shown


class MdAuthLock(models.Model):
    """Failures and locks of one subject: an address, a login, an approving user.

    Rows are written by `md.auth.throttle` in SQL, on own transactions. The columns
    ``failures`` and ``pending`` (times of failures and of tries under way) and
    ``streak`` (failures in a row of a PIN, whatever the time) are unknown to the ORM.
    """

    _name = "md.auth.lock"
    _description = "Locked Login"
    _log_access = False
    _order = "until desc nulls last, id desc"
    _rec_name = "subject"

    kind = fields.Selection(
        [
            ("password", "Password"),
            ("pin", "PIN"),
            ("api_key", "API Key"),
            ("totp", "Authenticator Code"),
        ],
        "What",
        required=True,
        readonly=True,
    )
    subject = fields.Char(required=True, readonly=True)
    level = fields.Integer(
        "Locks in a Row", required=True, readonly=True, default=0, aggregator=None
    )
    until = fields.Datetime("Locked Until", readonly=True)
    good_at = fields.Datetime("Last Success", readonly=True)
    noted_at = fields.Datetime("Last Recorded Success", readonly=True)
    touched_at = fields.Datetime("Last Try", required=True, readonly=True)
    locked = fields.Boolean(compute="_compute_locked", search="_search_locked")
    who = fields.Char("Who or Where", compute="_compute_who")

    _subject_uniq = models.UniqueIndex("(kind, subject)")
    _touched_at_idx = models.Index("(touched_at)")

    def init(self):
        """Add the columns that the ORM does not know."""
        self.env.cr.execute(
            """
            ALTER TABLE md_auth_lock
                ADD COLUMN IF NOT EXISTS failures timestamp[] NOT NULL DEFAULT '{}',
                ADD COLUMN IF NOT EXISTS pending timestamp[] NOT NULL DEFAULT '{}',
                ADD COLUMN IF NOT EXISTS streak integer NOT NULL DEFAULT 0;
            """
        )
        return super().init()

    @api.depends("until")
    def _compute_locked(self):
        now = fields.Datetime.now()
        for lock in self:
            lock.locked = bool(lock.until and lock.until > now)

    def _search_locked(self, operator, value):
        if operator != "in":
            return NotImplemented
        locked = Domain("until", ">", fields.Datetime.now())
        return locked if True in value else ~locked

    @api.depends("subject")
    def _compute_who(self):
        logins = self.env["md.auth.throttle"]._logins_by_hash()
        for lock in self:
            scope, name = scope_of(lock.subject), lock.subject.partition(":")[2]
            if scope in ("user", "asker"):
                lock.who = self.env["res.users"].browse(int(name)).exists().login
            elif scope in ("pair", "login"):
                login, _at, address = name.partition("@")
                known = logins.get(login) or self._unknown(login)
                lock.who = f"{known} @ {address}" if address else known
            else:
                lock.who = name

    def _unknown(self, hashed):
        """A login that nobody has, as the audit trail names it."""
        return f"{self.env._('unknown login')} #{hashed[:HASH_LENGTH]}"

    def action_unlock(self):
        """Forget failures and locks of these subjects; for administrators, recorded.

        A PIN that was disabled stays so until its owner sets a new one.
        """
        if not self.env.user.has_group("md_inventory_core.group_admin"):
            raise AccessError(self.env._("Only administrators unlock logins."))
        self.check_access("read")
        for lock in self:
            self.env["md.audit.trail"]._record(
                "login",
                "login.unlocked",
                model=self._name,
                res_id=lock.id,
                before={"kind": lock.kind, "who": lock.who, "until": str(lock.until)},
            )
        self.env["md.auth.throttle"]._forget(self.ids)

    @api.autovacuum
    def _gc_locks(self):
        """Remove what no rule remembers; known places stay for a month.

        Failures of a PIN stay until it is right once, or a new one.
        """
        self.env.cr.execute(
            SQL(
                """
                DELETE FROM md_auth_lock
                 WHERE touched_at < clock_timestamp() AT TIME ZONE 'UTC' - %s
                   AND (until IS NULL
                        OR until < clock_timestamp() AT TIME ZONE 'UTC' - %s)
                   AND (good_at IS NULL
                        OR good_at < clock_timestamp() AT TIME ZONE 'UTC' - %s)
                   AND streak = 0
                """,
                *(QUIET, QUIET, KNOWN_FOR),
            )
        )
