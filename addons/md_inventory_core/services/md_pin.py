from contextlib import contextmanager

from odoo import models
from odoo.exceptions import AccessDenied, AccessError, UserError
from odoo.tools import SQL

from ..lib import approval, pin
from ..lib.pin import Weakness

MODEL = "md.approval.pin"


class PinRefused(AccessDenied):
    """Badge, login or PIN was wrong; it does not say which."""

    # what the web client shows it as: one line, no trace
    context = {"exception_class": "odoo.exceptions.UserError"}


class MdPin(models.AbstractModel):
    """Sets, clears and checks the PINs and badges of managers.

    A PIN has few digits: what protects it is the lock-out (`md.auth.throttle`), not the
    hash. All attempts cost one hash, so that time tells nothing about what was wrong.
    After 20 failures without a success in between, however slow, the PIN is disabled
    until its owner sets a new one. Only the owner is told. Somebody who does that on
    purpose takes nothing but the PIN: own screens and the badge go on.
    """

    _name = "md.pin"
    _description = "PIN Check"

    @contextmanager
    def _identified(self, badge_or_login, code, badge_alone):
        """Block that runs with (user, "pin" or "badge") of who stands at the screen.

        :param badge_or_login: what was scanned or typed.
        :param code: the PIN; may be empty when ``badge_alone`` and a badge was scanned.
        :param badge_alone: whether a badge without the PIN is enough.

        Raises `PinRefused` when it does not fit, `TooManyFailures` when the asker or
        the approver is locked out (both AccessDenied). Failures are counted and
        recorded apart from the caller's transaction; what fails in the block is none.
        A badge alone guesses no PIN: it is no matter of the PIN's failures, nor does it
        forgive them.
        """
        user, by_badge = self._find(badge_or_login or "")
        badge_only = by_badge and badge_alone and not code
        subjects = [f"asker:{self.env.uid}"]
        if user and not badge_only:
            subjects.append(_subject(user))
        throttle = self.env["md.auth.throttle"]
        with throttle._attempt("pin", *subjects, user_id=user.id or None):
            matches = self._verify(user, code or "")
            if not user or not (matches or badge_only):
                raise PinRefused(
                    self.env._("Not accepted. Check the badge or login and the PIN.")
                )
            yield user, "badge" if badge_only else "pin"

    def _set_pin(self, code):
        """Give the user a PIN (text of 4 to 8 digits); weak ones are refused."""
        user = self._manager()
        if weak := pin.weakness(code or ""):
            raise UserError(self._explain(weak))
        row = self._row(user)
        if self._matches(code, self._column(row, "pin_hash")):
            raise UserError(self.env._("This is your present PIN: choose another."))
        self._store(row, "pin_hash", user._crypt_context().hash(code), "pin_set_at")
        self.env["md.auth.throttle"]._begin_anew("pin", _subject(user))
        self._record("pin.set", row)

    def _new_badge(self):
        """Give the user a new badge; return its code, which nobody can read later."""
        row = self._row(self._manager())
        code = pin.new_badge()
        self._store(
            row,
            "badge_digest",
            pin.badge_digest(code),
            "badge_set_at",
            badge_last4=code[-4:],
        )
        self._record("pin.badge", row)
        return code

    def _clear(self, rows):
        """An administrator takes PINs and badges away; never sets or sees one."""
        if not self.env.user._has_group("md_inventory_core.group_admin"):
            raise AccessError(self.env._("Only administrators clear PINs."))
        rows.check_access("read")
        for row in rows:
            self._record("pin.cleared", row)
        # nobody may write these records, not even who may clear them
        rows.sudo().unlink()

    def _disabled(self, users):
        """Those of the users whose PIN failed too often to count until set anew."""
        if not users:
            return users
        self.env.cr.execute(
            "SELECT user_id FROM md_approval_pin"
            " WHERE user_id IN %s AND pin_hash IS NOT NULL",
            [tuple(users.ids)],
        )
        holders = users.browse(row[0] for row in self.env.cr.fetchall())
        subjects = {_subject(user): user.id for user in holders}
        throttle = self.env["md.auth.throttle"]
        ended = throttle._ended(self.env.cr, "pin", *subjects) if subjects else ()
        return users.browse(subjects[subject] for subject in ended)

    def _remind(self, users):
        """Tell those of the users whose PIN is disabled, on their screens."""
        self._disabled(users)._bus_send(
            "simple_notification",
            {
                "title": self.env._("Your PIN is disabled"),
                "message": self.env._(
                    "It was typed wrong too often. Set another: Preferences, Security."
                ),
                "type": "warning",
                "sticky": True,
            },
        )

    def _tell_disabled(self, user_id):
        """Record that a PIN was disabled, and by whose screen; tell its owner.

        On own transactions, for the caller's is undone. Nothing when there is no PIN.
        """
        with self.env["md.own.transaction"]._begin() as cr:
            here = self.with_env(self.env(cr=cr))
            # whoever asks may not read managers
            owner = here.env["res.users"].sudo().browse(user_id)
            if not here._disabled(owner):
                return
            here._remind(owner)
        self.env["md.audit.trail"]._record_apart(
            "approval", "pin.disabled", model="res.users", res_id=user_id
        )

    def _find(self, text):
        """(user, whether by badge): both ways are always tried, for equal time."""
        self.env.cr.execute(
            "SELECT user_id FROM md_approval_pin WHERE badge_digest = %s",
            [pin.badge_digest(text)],
        )
        found = self.env.cr.fetchone()
        # who stands at the screen is not known yet
        users = self.env["res.users"].sudo()
        by_login = users.search([("login", "=", text.strip())], limit=1)
        by_badge = users.browse(found[0]).filtered("active") if found else users
        user = by_badge or by_login
        return user.filtered(self._may_hold), bool(by_badge)

    def _may_hold(self, user):
        person = self.env["md.approval.rules"]._person(user)
        return approval.APPROVER in person.roles and not person.roles & approval.BARRED

    def _manager(self):
        """The user, who must be somebody who approves."""
        if not self._may_hold(self.env.user):
            raise AccessError(self.env._("Only managers have a PIN or a badge."))
        return self.env.user

    def _verify(self, user, code):
        """Whether ``code`` is the user's PIN, still in use; as slow for no user."""
        rows = self.env[MODEL].sudo()  # askers may not see who has a PIN
        row = rows.search([("user_id", "=", user.id)]) if user else rows
        matches = self._matches(code, self._column(row, "pin_hash") if row else None)
        return matches and not self._is_over(user)

    def _is_over(self, user):
        """Whether the PIN is disabled as of now, not of the caller's snapshot."""
        with self.env["md.own.transaction"]._begin() as cr:
            return self.env["md.auth.throttle"]._ended(cr, "pin", _subject(user))

    def _matches(self, code, stored):
        context = self.env["res.users"]._crypt_context()
        if not stored:
            context.hash(code)  # the time that a comparison takes
            return False
        return context.verify(code, stored)

    def _row(self, user):
        """The record of a user, made when there is none."""
        rows = self.env[MODEL].sudo()  # written here only, by no user's own rights
        return rows.search([("user_id", "=", user.id)]) or rows.create(
            {"user_id": user.id}
        )

    def _column(self, row, name):
        query = SQL(
            "SELECT %s FROM md_approval_pin WHERE id = %s", SQL.identifier(name), row.id
        )
        return self.env.execute_query(query)[0][0]

    def _store(self, row, name, value, since, **values):
        """Write a secret's column, since when it is, and what people may see of it."""
        self.env.cr.execute(
            SQL(
                "UPDATE md_approval_pin SET %s = %s WHERE id = %s",
                SQL.identifier(name),
                value,
                row.id,
            )
        )
        row.write({since: self.env["md.clock"]._now(), **values})

    def _record(self, action, row):
        self.env["md.audit.trail"]._record(
            "rights",
            action,
            model=MODEL,
            res_id=row.id,
            after={"user": [[row.user_id.id, row.user_id.name]]},
        )

    def _explain(self, weak):
        return {
            Weakness.FORM: self.env._("A PIN has 4 to 8 digits and nothing else."),
            Weakness.SAME: self.env._("All digits are the same: choose another PIN."),
            Weakness.RUN: self.env._("The digits are in a row: choose another PIN."),
            Weakness.REPEAT: self.env._("The digits repeat: choose another PIN."),
            Weakness.COMMON: self.env._("This PIN is too common: choose another."),
        }[weak]


def _subject(user):
    """Name of a PIN's owner in the throttle."""
    return f"user:{user.id}"
