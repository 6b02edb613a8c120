import json
from decimal import Decimal
from hashlib import sha256

from odoo import models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from ..lib import approval
from ..lib.card_numbers import mask_cards
from ..lib.refusals import refused
from .change_sql import INSERT_LINES_SQL

REQUEST = "md.change.request"
PRICE = ("product.template", "list_price")
PRICE_KIND, DATA_KIND = "price_change", "master_data"
NAMED = 8  # changes that the approver reads in the approval itself
MOST = 100_000
AT_ONCE = 1000
MANAGER = "md_inventory_core.group_manager"


class MdChangeDesk(models.AbstractModel):
    """Takes change requests: drafts, asking, what was decided, taking back.

    A wish is (record, field name, JSON of the new value); see `md.change.values`.
    """

    _name = "md.change.desk"
    _description = "Desk for Change Requests"

    # Drafts

    def _draft(self, wishes, reason, effective_at=None, **more):
        """A draft of the user; wishes that change nothing are left out.

        :param more: kind, reverts_id, follows_id, subject; and ``said``:
            {(model, id, field): (percent, margin, warning)}
        """
        said = more.pop("said", {})
        reason = mask_cards(reason or "").strip()
        if not reason:
            raise UserError(self.env._("Say why you ask."))
        rows = self._rows(wishes, said)
        if not rows:
            raise UserError(self.env._("Nothing would change."))
        if len(rows) > MOST:
            raise UserError(
                self.env._("%s changes are too many for one request.", len(rows))
            )
        values = {
            "subject": self._subject(rows),
            "kind": "single",
            "company_id": self._company(rows).id,
            "requester_id": self.env.uid,
            "reason": reason,
            "effective_at": effective_at or False,
            "line_count": len(rows),
            "warning_count": sum(1 for row in rows if row["warning"]),
            **more,
        }
        # sudo: requests are the desk's to write
        request = self.env[REQUEST].sudo().create(values)
        self._insert(request, rows)
        return request.sudo(False)

    def _rows(self, wishes, said):
        """Values of lines; those that ask for what is already so are left out."""
        values, rows = self.env["md.change.values"], []
        for record, name, new in wishes:
            # sudo: what is asked for is compared with what is stored
            record = record.sudo()
            field, old = record._fields[name], values._of(record, name)
            if new == old:
                continue
            key = (record._name, record.id, name)
            percent, margin, warning = said.get(key) or (None, None, None)
            if (record._name, name) == PRICE:
                percent = self._percent(record, old, new)
            rows.append(
                {
                    "model": record._name,
                    "res_id": record.id,
                    "record_name": record.display_name,
                    "product_tmpl_id": self._template(record).id or None,
                    "field": name,
                    "old_value": old,
                    "new_value": new,
                    "old_text": values._for_people(field, old),
                    "new_text": values._for_people(field, new),
                    "percent": percent if percent is None else float(percent),
                    "margin": margin,
                    "warning": warning,
                }
            )
        return rows

    def _percent(self, record, old, new):
        """How much a price changes, as Decimal; no price is nothing."""
        before, after = (Decimal(json.loads(value)) for value in (old, new))
        if after <= 0:
            message = self.env._("%s: a price is more than 0.", record.display_name)
            raise UserError(message)
        return approval.percent_change(before, after)

    def _insert(self, request, rows):
        """Lines, many at once: ten thousand of them are usual in a mass change."""
        self.env.flush_all()
        names = list(rows[0])
        for start in range(0, len(rows), AT_ONCE):
            some = rows[start : start + AT_ONCE]
            columns = {name: [row[name] for row in some] for name in names}
            query = SQL(INSERT_LINES_SQL, request=request.id, **columns)
            self.env.cr.execute(query)
        request.invalidate_recordset()

    def _template(self, record):
        """The product that a record belongs to, if it belongs to one."""
        if record._name == "product.template":
            return record
        if "product_tmpl_id" in record._fields:
            return record.product_tmpl_id
        return self.env["product.template"]

    def _subject(self, rows):
        first = rows[0]
        field = self.env[first["model"]]._fields[first["field"]]
        label = field._description_string(self.env)
        if len(rows) == 1:
            return self.env._(
                "%(field)s of %(record)s", field=label, record=first["record_name"]
            )
        records = {(row["model"], row["res_id"]) for row in rows}
        if len(records) == 1:
            return self.env._(
                "%(count)s fields of %(record)s",
                count=len(rows),
                record=first["record_name"],
            )
        if len({row["field"] for row in rows}) == 1:
            return self.env._(
                "%(field)s of %(count)s records", field=label, count=len(records)
            )
        return self.env._("%s changes", len(rows))

    def _company(self, rows):
        first = rows[0]
        record = self.env[first["model"]].browse(first["res_id"])
        # sudo: only the company is needed
        record = record.sudo()
        return (
            "company_id" in record._fields and record.company_id
        ) or self.env.company

    # Asking

    def _ask(self, request):
        """Ask for a draft: the old values are those of this moment."""
        self._refuse_who_is_not_the_asker(request)
        if request.state != "draft":
            raise UserError(self.env._("%s was asked for already.", request.name))
        lines = request.line_ids
        self._refuse_who_may_not_ask(lines)
        self._refresh(lines)
        kind, amount = self._kind(lines)
        made = self.env["md.approval"]._ask(
            kind,
            amount,
            request,
            self._fingerprint(request, lines),
            request.reason,
            key=f"{REQUEST}:{request.id}:{request.asked_at or ''}",
            second=True,
        )
        self._refuse_without_approver(made)
        now = self.env["md.clock"]._now()
        if not request._move(
            "waiting", approval_id=made.id, asked_at=now, message=None
        ):
            raise UserError(self.env._("%s was asked for already.", request.name))
        self._changed(request)

    def _refuse_who_is_not_the_asker(self, request):
        if request.requester_id != self.env.user:
            message = self.env._("%s was made by somebody else.", request.name)
            raise refused(AccessError(message), REQUEST, "write", request.ids)

    def _refuse_who_may_not_ask(self, lines):
        locks = self.env["md.field.locks"]
        for model, name in sorted({(line.model, line.field) for line in lines}):
            if not locks._may_ask(model, name):
                label = self.env[model]._fields[name]._description_string(self.env)
                message = self.env._("Your role does not ask for changes of %s.", label)
                raise refused(AccessError(message), REQUEST, "create")

    def _refuse_without_approver(self, made):
        # sudo: who else has which role is not the asker's to see
        if not self.env["md.approval.rules"]._approvers(made.sudo()):
            raise UserError(
                self.env._(
                    "There is nobody who could decide this: it needs a second manager "
                    "of the company."
                )
            )

    def _refresh(self, lines):
        """Old values of a draft that were changed since it was made."""
        values = self.env["md.change.values"]
        lines = lines.sudo()  # sudo: lines are the desk's to write
        found = values.with_env(lines.env)._now(lines)
        for line in lines:
            record, now = found[line.id]
            if record is None:
                raise self._gone(line)
            if now != line.old_value:
                text = values._for_people(line._field(), now)
                line.write({"old_value": now, "old_text": text})

    def _kind(self, lines):
        """(code of the kind of approval, amount): the largest change of a price."""
        prices = lines.filtered(lambda line: (line.model, line.field) == PRICE)
        if not prices:
            return DATA_KIND, len(lines)
        changes = (
            approval.percent_change(*map(Decimal, map(json.loads, both)))
            for both in prices.mapped(lambda line: (line.old_value, line.new_value))
        )
        return PRICE_KIND, approval.amount_of(max(changes))

    def _fingerprint(self, request, lines):
        """What exactly is asked: the first changes in words, all of them as a sum."""
        parts = {}
        for line in lines[:NAMED]:
            parts[f"{line.record_name}, {line.field_label}"] = (
                f"{line.old_text} → {line.new_text}"
            )
        if len(lines) > NAMED:
            parts[self.env._("and more")] = str(len(lines) - NAMED)
        text = "\n".join(
            f"{line.model},{line.res_id},{line.field}={line.new_value}"
            for line in lines
        )
        parts[request.name] = sha256(text.encode()).hexdigest()[:16]
        return parts

    # What was decided

    def _told(self, request, made, action):
        """The approval was approved, refused, withdrawn, or has expired."""
        if request.approval_id != made or request.state != "waiting":
            return
        now = self.env["md.clock"]._now()
        decided = {
            "approver_id": made.approver_id.id or None,
            "decision_reason": made.decision_reason or None,
            "decided_at": now,
        }
        if action == "approved":
            later = request.effective_at and request.effective_at > now
            request._move("scheduled" if later else "approved", **decided)
            # used up here: what was approved is applied once, by this request
            asker = made.with_user(made.requester_id)
            asker.env["md.approval"]._use(asker)
            self.env["md.change.applier"]._plan(request)
        elif action == "refused":
            request._move("refused", **decided)
        elif action == "withdrawn":
            request._move("cancelled")
        elif action == "expired":
            message = self.env._("Nobody decided in time: ask again.")
            request._move("draft", message=message)
        self._changed(request)

    # Taking back

    def _cancel(self, request):
        """Nothing of it will be applied."""
        if not request.can_cancel:
            self._refuse_cancelling(request)
        if request.state == "waiting":
            self.env["md.approval"]._withdraw(request.approval_id)
            return  # the approval tells the request
        if not request._move("cancelled"):
            self._refuse_cancelling(request)
        self.env["md.audit.trail"]._record(
            "approval", "change.cancelled", model=REQUEST, res_id=request.id
        )
        self._changed(request)

    def _refuse_cancelling(self, request):
        states = dict(request._fields["state"]._description_selection(self.env))
        if request.state in ("draft", "waiting", "approved", "scheduled"):
            message = self.env._("%s was made by somebody else.", request.name)
            raise refused(AccessError(message), REQUEST, "write", request.ids)
        raise UserError(
            self.env._(
                "%(request)s is %(state)s: it cannot be cancelled.",
                request=request.name,
                state=states[request.state].lower(),
            )
        )

    def _revert(self, request):
        """A draft that takes back what a request changed, with its values swapped."""
        self._refuse_who_is_no_manager()
        changed = request.line_ids.filtered(lambda line: line.state == "done")
        if not changed:
            raise UserError(self.env._("%s changed nothing.", request.name))
        reason = self.env._(
            "Revert of %(request)s: %(why)s", request=request.name, why=request.reason
        )
        wishes = self._wishes(changed, "old_value")
        return self._draft(wishes, reason[:1000], kind="revert", reverts_id=request.id)

    def _again(self, request):
        """A draft of what a request could not change, from what is now."""
        self._refuse_who_is_no_manager()
        left = request.line_ids.filtered(lambda line: line.state in ("stale", "failed"))
        if not left:
            raise UserError(self.env._("All of %s was changed.", request.name))
        wishes = self._wishes(left, "new_value")
        return self._draft(
            wishes, request.reason, kind=request.kind, follows_id=request.id
        )

    def _wishes(self, lines, value):
        """Wishes of lines whose records are still there."""
        records = self.env["md.change.values"]._records(lines)
        return [
            (records[line.id], line.field, line[value])
            for line in lines
            if records[line.id]
        ]

    def _gone(self, line):
        message = self.env._("%s does not exist any more.", line.record_name)
        return UserError(message)

    def _refuse_who_is_no_manager(self):
        if not self.env.user.has_group(MANAGER):
            message = self.env._("Only managers do this.")
            raise refused(AccessError(message), REQUEST, "create")

    def _changed(self, request):
        """Open screens show it anew."""
        live = self.env["md.live.mixin"]
        for group in (MANAGER, "md_inventory_core.group_auditor"):
            live._live_changed(REQUEST, group)
        request.requester_id._bus_send("md_live", {"model": REQUEST})
