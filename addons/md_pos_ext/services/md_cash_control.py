from odoo import fields, models
from odoo.exceptions import AccessError, ConcurrencyError, UserError, ValidationError
from odoo.tools import SQL

from odoo.addons.md_inventory_core.lib.refusals import refused

from ..lib import till_report

MANAGERS = ("md_inventory_core.group_manager", "point_of_sale.group_pos_manager")
LONGEST = 200  # characters of a reason, 40 of a bag


class MdCashControl(models.AbstractModel):
    """What is in a till's drawer: counted without knowing what should be, and moved.

    Each count is recorded, also those that did not match. All amounts are in the till's
    currency. Who counts, drops and hands over has been checked by `pos.session`.
    """

    _name = "md.cash.control"
    _description = "Cash Control"

    def _is_manager(self):
        return self.env.su or any(map(self.env.user.has_group, MANAGERS))

    def _lock(self, session):
        """One at a time at a drawer; who comes second sees what the first has done.

        The row is written, not only locked: a transaction that began before the first
        one ended would go on with what it saw then. So Odoo runs it again.
        """
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                "UPDATE pos_session SET write_date = write_date WHERE id = %s",
                session.id,
            )
        )
        session.invalidate_recordset()

    def _expected(self, session):
        """What the drawer should have now: opening, cash taken, in, out and dropped."""
        # sudo: cash moves are bank statement lines
        session = session.sudo()
        session.invalidate_recordset(["cash_register_balance_end"])
        return session.currency_id.round(session.cash_register_balance_end)

    def _counts(self, session):
        """Accepted counts of a session in their order, as `lib/till_report` wants."""
        # sudo: who counts does not see what was expected
        found = self.env["md.cash.count"].sudo()
        rows = found.search(
            [("session_id", "=", session.id), ("accepted", "=", True)], order="id"
        )
        return [
            {
                "kind": row.kind,
                "user": row.user_id.id,
                "at": fields.Datetime.to_string(row.at),
                "counted": row.counted,
                "expected": row.expected,
                "reason": row.reason or None,
            }
            for row in rows
        ]

    def _drawer(self, session):
        """Who has the drawer, for the till: {holder: [id, name] or None, counted}.

        ``counted`` is what who handed it over has counted, when nobody has it.
        """
        counts = self._counts(session)
        user = self.env["res.users"].browse(till_report.holder(counts) or ())
        # sudo: the name of a colleague
        named = user.sudo().exists()
        return {
            "holder": [named.id, named.name] if named else None,
            "free": bool(counts) and not named,
            "counted": counts[-1]["counted"] if counts else None,
        }

    # Counting

    def _count(self, session, kind, denominations, reason, key):
        """Record a count and say what comes of it.

        :return: {"state": as `lib.till_report.verdict`, "difference": once it is told}
        :raises UserError: when it cannot be counted now, or the count is none
        """
        self._lock(session)
        before = key and self._recorded(session, key)
        if before:
            return self._answer(session, before)
        self._refuse_count(session, kind)
        total = self._total(session, denominations)
        expected = self._expected(session)
        difference = session.currency_id.round(total - expected)
        state = till_report.verdict(
            difference,
            session.config_id.md_cash_tolerance,
            self._limit(session),
            tries=0 if kind == "spot" else self._tries(session, kind),
            reason=reason,
            manager=self._is_manager(),
        )
        if kind == "spot":
            state = "ok"  # a manager looks; nothing depends on it
        row = self._insert(
            session,
            kind=kind,
            counted=total,
            expected=expected,
            difference=difference,
            denominations=sorted(denominations, reverse=True),
            accepted=state == "ok",
            reason=reason or None,
            key=key or None,
        )
        if state == "ok" and kind == "closing":
            # sudo: a cashier may not write what a session counted
            session.sudo().cash_register_balance_end_real = total
        return self._answer(session, row, state)

    def _recorded(self, session, key):
        # sudo: who counts does not see what was expected
        found = self.env["md.cash.count"].sudo()
        return found.search([("session_id", "=", session.id), ("key", "=", key)])

    def _answer(self, session, row, state=None):
        if state is None:  # asked a second time
            state = "ok" if row.accepted else "again"
        told = state in ("reason", "manager") or row.kind == "spot"
        told = told or (state == "ok" and bool(row.reason))
        return {
            "state": state,
            "counted": row.counted,
            "difference": row.difference if told else None,
        }

    def _limit(self, session):
        till = session.config_id
        return till.amount_authorized_diff if till.set_maximum_difference else None

    def _tries(self, session, kind):
        """Counts of this kind that did not match since the last one that was good."""
        # sudo: who counts does not see what was expected
        rows = self.env["md.cash.count"].sudo()
        mine = [("session_id", "=", session.id)]
        good = rows.search([*mine, ("accepted", "=", True)], limit=1)
        since = [("id", ">", good.id or 0), ("kind", "=", kind)]
        return rows.search_count([*mine, *since])

    def _total(self, session, denominations):
        wrong = {
            "rows": self.env._("Count notes and coins: how many of each there are."),
            "value": self.env._("A note or coin is worth more than nothing."),
            "pieces": self.env._("How many notes or coins is a whole number."),
            "twice": self.env._("A note or coin is listed twice."),
        }
        try:
            total = till_report.counted(denominations)
        except ValueError as error:
            raise ValidationError(wrong[str(error)]) from None
        return session.currency_id.round(total)

    def _refuse_count(self, session, kind):
        if session.state == "closed":
            raise UserError(self.env._("%s is closed already.", session.name))
        if not session.cash_control:
            raise UserError(self.env._("%s has no drawer.", session.config_id.name))
        if session.state == "opening_control":
            raise UserError(self.env._("%s is not open yet.", session.config_id.name))
        if kind == "spot" and not self._is_manager():
            message = self.env._("A manager makes spot checks.")
            raise refused(AccessError(message), "md.cash.count", "create")
        user = till_report.holder(self._counts(session))
        if kind == "hand_over" and user is None:
            raise UserError(self.env._("The drawer was handed over already."))
        if kind == "take_over" and user == self.env.uid:
            raise UserError(self.env._("You have the drawer already."))

    def _insert(self, session, **values):
        """Insert a count; the session's own facts are filled in."""
        # sudo: a till's store is no secret
        config = session.sudo().config_id
        row = {
            "session_id": session.id,
            "config_id": config.id,
            "company_id": config.company_id.id,
            "warehouse_id": config._md_warehouse().id,
            "currency_id": config.currency_id.id,
            "user_id": self.env.uid,
            "at": fields.Datetime.now(),
            **values,
        }
        made = self.env["md.till.report"]._row("md.cash.count", row)
        if not made:
            # the same request is being answered at this moment
            raise ConcurrencyError(self.env._("The drawer is being counted."))
        return made

    def _opened(self, session, last):
        """Record what a session was opened with.

        :param last: what was left in the drawer
        """
        start = session.cash_register_balance_start
        self._insert(
            session,
            kind="opening",
            counted=start,
            expected=last,
            difference=session.currency_id.round(start - last),
            accepted=True,
            reason=(session.opening_notes or "")[:LONGEST] or None,
        )

    def _closing(self, session):
        """The count with which a session may be closed; nothing when it is old."""
        # sudo: who counts does not see what was expected
        rows = self.env["md.cash.count"].sudo()
        last = rows.search([("session_id", "=", session.id)], limit=1)
        if last.kind != "closing" or not last.accepted:
            return rows
        same = session.currency_id.compare_amounts
        fresh = not same(last.expected, self._expected(session))
        return last if fresh else rows

    def _close(self, session):
        """Record the count of a till that was not counted by notes and coins."""
        if session.cash_control and not self._closing(session):
            expected = self._expected(session)
            total = session.cash_register_balance_end_real
            self._insert(
                session,
                kind="closing",
                counted=total,
                expected=expected,
                difference=session.currency_id.round(total - expected),
                accepted=True,
                reason=(session.closing_notes or "")[:LONGEST] or None,
            )

    # The safe

    def _drop(self, session, amount, bag, key):
        """Take a bag of cash out of the drawer and into the safe, and into the ledger.

        A request that comes again (same key) changes nothing.

        :return: the `md.safe.drop`
        :raises UserError: naming the bag or the amount that cannot be
        """
        self._lock(session)
        # sudo: rows are the system's; `pos.session` has checked who asks
        drops = self.env["md.safe.drop"].sudo()
        before = drops.search([("session_id", "=", session.id), ("key", "=", key)])
        if before:
            return before
        if session.state != "opened":
            raise UserError(self.env._("%s is not open.", session.config_id.name))
        if not session.cash_control:
            raise UserError(self.env._("%s has no drawer.", session.config_id.name))
        amount = session.currency_id.round(amount)
        if amount <= 0:
            raise UserError(self.env._("Enter how much is in bag %s.", bag))
        if amount > self._expected(session):
            raise UserError(
                self.env._("Bag %s: the drawer does not have as much.", bag)
            )
        # sudo: bag numbers of other stores count, too
        used = [("company_id", "=", session.company_id.id), ("bag", "=", bag)]
        if drops.search_count([*used, ("state", "!=", "void")], limit=1):
            raise UserError(self.env._("Bag number %s was used before.", bag))
        line = self._move(session, -amount, self.env._("Safe drop, bag %s", bag))
        return drops.create(
            {
                "session_id": session.id,
                "config_id": session.config_id.id,
                "company_id": session.company_id.id,
                "warehouse_id": session.config_id._md_warehouse().id,
                "currency_id": session.currency_id.id,
                "bag": bag,
                "amount": amount,
                "user_id": self.env.uid,
                "dropped_at": fields.Datetime.now(),
                "statement_line_id": line.id,
                "key": key,
            }
        )

    def _put_back(self, drop):
        """The bag is in its drawer again; the ledger gets the opposite entry."""
        # sudo: who may has been checked by the drop
        drop, session = drop.sudo(), drop.sudo().session_id
        self._lock(session)
        drop.invalidate_recordset()
        if drop.state != "safe":
            raise UserError(self.env._("Bag %s is not in the safe.", drop.bag))
        if session.state != "opened":
            raise UserError(
                self.env._(
                    "Bag %(bag)s: %(session)s is closed; put the money into the "
                    "drawer of today by Cash In.",
                    bag=drop.bag,
                    session=session.name,
                )
            )
        text = self.env._("Back from the safe, bag %s", drop.bag)
        self._move(session, drop.amount, text)
        drop.state = "void"

    def _move(self, session, amount, text):
        """A cash entry against the company's account of money in transit."""
        # sudo: a cashier moves cash, and has no right to bank statements
        session = session.sudo()
        values = {
            "pos_session_id": session.id,
            "journal_id": session.cash_journal_id.id,
            "date": fields.Date.context_today(session),
            "payment_ref": f"{session.name} - {text}",
            **session._prepare_statement_line_amount_values(
                session.cash_journal_id, amount
            ),
        }
        transit = session.company_id.transfer_account_id
        if transit:
            values["counterpart_account_id"] = transit.id
        # sudo: as above
        lines = self.env["account.bank.statement.line"].sudo()
        return lines.with_context(no_retrieve_partner=True).create(values)
