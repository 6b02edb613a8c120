from datetime import timedelta
from uuid import uuid4

from odoo import api, models
from odoo.exceptions import AccessError, UserError

from ..lib import approval
from ..lib.approval import Verdict
from ..lib.card_numbers import mask_cards
from .approval_errors import ApprovalBeyondAll, ApprovalNeeded

REQUEST = "md.approval.request"
# What makes two requests the same; with the same key all of it must agree.
CONTENT = ("kind_id", "company_id", "store_id", "model", "res_id", "fingerprint")


class MdApproval(models.AbstractModel):
    """The verbs of approvals; business code calls `_require`, screens the others.

    ``kind`` is the code of an `md.approval.kind`; ``amount`` a Decimal, int or text
    (never a float) in the kind's unit, money in the company's currency; ``record`` what
    it is about; ``fingerprint`` a text, or {name: text}, that says exactly what is
    asked; ``store`` the warehouse concerned, if it is a single one. Limits, roles and
    stores count as they are at this moment; `sudo()` changes nothing about who the user
    is.
    """

    _name = "md.approval"
    _description = "Approvals"

    def _require(
        self, kind, amount, record, fingerprint, reason=None, key=None, store=None
    ):
        """Let the caller go on, or raise: call it in the transaction of the deed.

        Returns an empty recordset within the user's own limit (not audited: the deed
        is), else the approved request, which is used up by it when the caller's
        transaction commits. Raises `ApprovalNeeded`, which carries what to ask for, or
        `ApprovalBeyondAll`; both are UserErrors.
        """
        asked = self._asked(kind, amount, record, fingerprint, store)
        verdict = self._verdict(asked)
        requests = self.env[REQUEST]
        if verdict is Verdict.ALLOWED:
            return requests
        approved = self._find(asked, "approved")
        if approved:
            return self._use(approved)
        if verdict is Verdict.BEYOND_ALL:
            self._refuse_beyond_all(asked)
        waiting = self._find(asked, "pending")
        message = (
            self.env._("This waits for a manager's approval.")
            if waiting
            else self.env._("This is beyond your limit: it needs a manager's approval.")
        )
        raise ApprovalNeeded(
            message,
            {
                "kind": kind,
                "amount": str(asked["amount"]),
                "model": record._name,
                "res_id": record.id,
                "fingerprint": asked["fingerprint"],
                "store_id": asked["store_id"],
                "reason": reason,
                "key": key,
            },
            waiting.id or None,
        )

    def _ask(
        self,
        kind,
        amount,
        record,
        fingerprint,
        reason,
        key=None,
        store=None,
        second=False,
    ):
        """Ask for approval; return the request, which waits for a manager.

        With ``second`` within the own limit, too: somebody else must see it.
        ``reason`` must say something; card numbers in it are masked. The same ``key``
        of the same user returns the same request, whatever became of it; with other
        content it is refused (UserError).
        """
        asked = self._asked(kind, amount, record, fingerprint, store)
        self._refuse_who_cannot_ask(record)
        reason = self._reason(reason)
        if not reason:
            raise UserError(self.env._("Say why you ask."))
        if key and (known := self._known(key)):
            return self._same(known, asked, reason)
        verdict = self._verdict(asked, second)
        if verdict is Verdict.ALLOWED:
            raise UserError(
                self.env._("This is within your own limit: it needs no approval.")
            )
        if verdict is Verdict.BEYOND_ALL:
            self._refuse_beyond_all(asked)
        return self._insert(asked, reason, key or uuid4().hex)

    def _approve(self, request, reason=None):
        """The user approves a request; AccessError (recorded) when not entitled."""
        request.check_access("read")
        self._decide(request, "approved", self.env.user, "screen", reason)

    def _refuse(self, request, reason):
        """The user refuses a request and says why; no limit is needed for that."""
        request.check_access("read")
        if not self._reason(reason):
            raise UserError(self.env._("Say why you refuse."))
        self._decide(request, "refused", self.env.user, "screen", reason)

    def _approve_on_the_spot(self, request, badge_or_login, pin):
        """Somebody approves the user's own request by PIN or badge on this screen."""
        self._refuse_who_is_not_the_asker(request)
        self.env["md.clock"]._refuse_when_behind()
        # the asker may not read how far a badge goes
        kind = request.sudo().kind_id
        alone = request._decimal() <= self._decimal(kind.badge_maximum)
        identified = self.env["md.pin"]._identified(badge_or_login, pin, alone)
        with identified as (approver, method):
            self._decide(request, "approved", approver, method, None)

    def _withdraw(self, request):
        """The asker takes back a request that waits or an approval not yet used."""
        self._refuse_who_is_not_the_asker(request)
        now = self.env["md.clock"]._now()
        values = {} if request.decided_at else {"decided_at": now}
        if not request._move("withdrawn", now, **values):
            self._refuse_too_late(request)
        self._tell(request, "withdrawn")

    def _use(self, request):
        """Use up an approval of the user; of two that try, one gets it."""
        self._refuse_who_is_not_the_asker(request)
        now = self.env["md.clock"]._now()
        if not request._move("used", now, used_at=now):
            self._refuse_too_late(request)
        self._tell(request, "used")
        return request

    def _apply(self, request):
        """Do what an approved request of the user is about, if its model knows how."""
        self._refuse_who_is_not_the_asker(request)
        record = self.env[request.model].browse(request.res_id)
        record.check_access("read")
        record._md_apply_approval(request)

    @api.model
    def _cron_expire(self):
        """Say of requests past their time that they expired; decisions look themselves.

        READ COMMITTED and without waiting: a request that is being decided is left to
        whoever decides it.
        """
        with self.env["md.own.transaction"]._begin() as cr:
            self.with_env(self.env(cr=cr))._expire_due()

    def _expire_due(self):
        now = self.env["md.clock"]._now()
        due = self.env[REQUEST].search(
            [("state", "in", list(approval.MOVES)), ("expires_at", "<=", now)]
        )
        for request in due.try_lock_for_update():
            values = {} if request.decided_at else {"decided_at": now}
            if request._move("expired", now, **values):
                self._tell(request, "expired")

    def _decide(self, request, state, approver, method, reason):
        """Change a pending request by the word of ``approver``, who was identified."""
        request.ensure_one()
        rules = self.env["md.approval.rules"]
        objection = rules._objection(request, approver, refusing=state == "refused")
        if objection:
            self._deny(request, objection, approver)
        now = self.env["md.clock"]._now()
        # askers at whose screen it is decided may not read the kind's times
        valid = timedelta(minutes=request.sudo().kind_id.valid_minutes)
        decided = request._move(
            state,
            now,
            approver_id=approver.id,
            method=method,
            decision_reason=self._reason(reason),
            decided_at=now,
            expires_at=now + valid if state == "approved" else request.expires_at,
        )
        if not decided:
            self._refuse_too_late(request)
        self._tell(request, state, approver)

    def _insert(self, asked, reason, key):
        now = self.env["md.clock"]._now()
        # askers may not read the kind's times
        kind = self.env["md.approval.kind"].sudo().browse(asked["kind_id"])
        record = self.env[asked["model"]].browse(asked["res_id"])
        values = {
            **asked,
            # named as its users know it, whatever the asker may read of it
            "subject": record.sudo().display_name,
            "reason": reason,
            "requester_id": self.env.uid,
            "key": key,
            "asked_at": now,
            "expires_at": now + timedelta(minutes=kind.wait_minutes),
        }
        request = self.env[REQUEST]._insert(values)
        if not request:
            return self._same(self._known(key), asked, reason)
        self._tell(request, "asked")
        return request

    def _asked(self, kind, amount, record, fingerprint, store):
        """Arguments as columns of a request."""
        record.ensure_one()
        # whoever asks need not be able to read kinds
        kinds = self.env["md.approval.kind"].sudo()
        found = kinds.search([("code", "=", kind)])
        if not found:
            raise ValueError(f"no approval kind {kind!r}")
        # of what the asker may not read all of, only the company is needed
        company = store.sudo().company_id if store else None
        if not company and "company_id" in record._fields:
            # the same of the record itself
            company = record.sudo().company_id
        return {
            "kind_id": found.id,
            "company_id": (company or self.env.company).id,
            "store_id": store.id if store else None,
            "model": record._name,
            "res_id": record.id,
            "fingerprint": approval.fingerprint(fingerprint),
            "amount": approval.amount_of(amount),
        }

    def _verdict(self, asked, second=False):
        return self.env["md.approval.rules"]._verdict(
            # sudo: whoever asks need not be able to read kinds
            self.env["md.approval.kind"].sudo().browse(asked["kind_id"]),
            asked["amount"],
            self.env["res.company"].browse(asked["company_id"]),
            self.env.user,
            second,
        )

    def _find(self, asked, state):
        """The user's request for exactly this that is in ``state`` by the clock."""
        requests = self._own_requests(
            [(name, "=", asked[name]) for name in CONTENT]
            + [("state", "=", state), ("expires_at", ">", self.env["md.clock"]._now())]
        )
        return requests.filtered(lambda r: r._decimal() == asked["amount"])[:1]

    def _known(self, key):
        return self._own_requests([("key", "=", key)])

    def _own_requests(self, domain):
        # programs act for users who hold no role that reads requests
        requests = self.env[REQUEST].sudo()
        domain = [*domain, ("requester_id", "=", self.env.uid)]
        return requests.search(domain).sudo(False)

    def _same(self, known, asked, reason):
        """The request of a repeated key, if the repetition asks for the same."""
        # as in _own_requests
        row = known.sudo()
        before = {name: row[name] for name in ("model", "res_id", "fingerprint")}
        before |= {n: row[n].id or None for n in ("kind_id", "company_id", "store_id")}
        if {**before, "amount": row._decimal()} != asked or row.reason != reason:
            raise UserError(self.env._("This key was used before, for something else."))
        return known

    def _reason(self, text):
        return mask_cards(text or "").strip() or None

    def _decimal(self, number):
        return approval.amount_of(str(round(number, 4)))

    def _refuse_who_cannot_ask(self, record):
        record.check_access("read")
        person = self.env["md.approval.rules"]._person(self.env.user)
        if not approval.may_ask(person):
            raise AccessError(
                self.env._("Only those who work in the shops ask for approval.")
            )

    def _refuse_who_is_not_the_asker(self, request):
        request.check_access("read")
        if request.requester_id != self.env.user:
            self.env["md.audit.trail"]._record_apart(
                "refusal", "approval.not_yours", model=REQUEST, res_id=request.id
            )
            raise _recorded(
                AccessError(self.env._("This request was made by somebody else."))
            )

    def _refuse_beyond_all(self, asked):
        kind = self.env["md.approval.kind"].browse(asked["kind_id"])
        company = self.env["res.company"].browse(asked["company_id"])
        highest = self.env["md.approval.rules"]._highest(kind, company)
        raise ApprovalBeyondAll(
            self.env._(
                "%(amount)s is more than anybody may approve (%(highest)s). An "
                "administrator sets the limits.",
                amount=format(asked["amount"].normalize(), "f"),
                highest=format(highest.normalize(), "f"),
            )
        )

    def _refuse_too_late(self, request):
        # the asker may not read who decided it
        row = request.sudo()
        messages = {
            "approved": self.env._("It was approved by %s.", row.approver_id.name),
            "refused": self.env._("It was refused by %s.", row.approver_id.name),
            "withdrawn": self.env._("It was withdrawn by who asked."),
            "expired": self.env._("It has expired: ask again."),
            "used": self.env._("It was used already."),
            "pending": self.env._("It still waits for a decision."),
        }
        raise UserError(messages[row.status])

    def _deny(self, request, objection, approver):
        """Record on an own transaction that somebody tried, and raise AccessError."""
        self.env["md.audit.trail"].with_user(approver)._record_apart(
            "refusal",
            "approval.denied",
            model=REQUEST,
            res_id=request.id,
            after={"because": objection.value},
            company_id=request.company_id.id,
        )
        line = self.env["md.approval.rules"]._explain(objection, request)
        raise _recorded(AccessError(line))

    def _tell(self, request, action, actor=None):
        """Audit what became of a request, tell the screens and what it is about."""
        self.env["md.approval.news"]._tell(request, action, actor)
        about = self.env.get(request.model)
        if hasattr(about, "_md_approval_told"):
            # sudo: whoever decides need not be able to write what waits for it
            record, request = about.sudo().browse(request.res_id), request.sudo()
            record._md_approval_told(request, action)


def _recorded(error):
    error.md_recorded = True  # the audit trail has it already
    return error
