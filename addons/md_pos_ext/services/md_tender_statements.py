from collections import defaultdict
from datetime import UTC, datetime, time, timedelta

from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command

from odoo.addons.md_inventory_core.lib import sheets
from odoo.addons.md_inventory_core.lib.promotion_amounts import exactly

from ..lib import statements, tender_ids

COLUMNS = tuple(statements.NAMES)


class MdTenderStatements(models.AbstractModel):
    """Compares a provider's statement with what tills have taken; posts nothing."""

    _name = "md.tender.statements"
    _description = "Statements of Providers"

    def _compare(self, statement):
        """Write what each row is, anew; ``statement`` with all rights."""
        # one at a time: who comes second begins again
        statement.lock_for_update()
        entries, broken = self._entries(statement)
        first, last = statements.period([entry["day"] for entry in entries])
        due = self._due(statement, first, last)
        # a payment of another day counts when a row names it
        unread = {row["transaction_id"] for row in broken}
        keys = {entry["key"] for entry in entries} | unread
        named = self._payments(statement, [("md_transaction_key", "in", list(keys))])
        known = {
            payment.md_transaction_key: (
                payment,
                self._units(statement, payment.amount),
            )
            for payment in (due | named).filtered("md_transaction_key")
        }
        found, missing = statements.compare(entries, known)
        without = due.filtered(lambda payment: not payment.md_transaction_key)
        # what a row names is not missing, though the rest of it cannot be read
        missing = [one for one in missing if one.md_transaction_key not in unread]
        left = [*missing, *without]
        alike = self._by_amount(statement, left)
        pairs = zip(entries, found, strict=True)
        rows = [self._row(statement, *pair, alike) for pair in pairs]
        for row in broken:
            payment, _amount = known.get(row["transaction_id"], (None, 0))
            rows.append({**row, **(self._of(payment) if payment else {})})
        rows += [self._missing(statement, payment) for payment in left]
        statement.line_ids.unlink()
        statement.write(
            {
                "line_ids": [Command.create(row) for row in rows],
                "date_from": first,
                "date_to": last,
                "state": "compared",
            }
        )

    def _entries(self, statement):
        """([{number, key, amount, fee, day, text}], [rows that cannot be read])."""
        digits = statement.currency_id.decimal_places
        entries, broken = [], []
        for row in self._rows(statement):
            key = tender_ids.normalise(row.text("id"))
            if not key and not row.text("amount"):
                continue  # a line of text below the table
            day = statements.day_of(row.text("date"))
            own = {"number": row.number, "transaction_id": key, "day": day}
            wrong = self._wrong(row, key, day)
            try:
                amount = statements.units_of(row.text("amount"), digits, sheets.number)
                fee = self._fee(row, digits)
            except ValueError as error:
                wrong = wrong or self.env._("%s is no amount.", error.args[0] or "-")
            if wrong:
                broken.append({**own, "state": "unreadable", "message": wrong})
                continue
            more = {"key": key, "amount": amount, "fee": fee}
            entries.append({**own, **more})
        return entries, broken

    def _wrong(self, row, key, day):
        if not key:
            return self.env._("There is no transaction id.")
        if row.cells["id"].spoiled == "shortened":
            return self.env._("A spreadsheet has shortened the id: save it as text.")
        if row.text("date") and not day:
            return self.env._("%s is no date.", row.text("date"))
        return ""

    def _fee(self, row, digits):
        text = row.text("fee")
        return statements.units_of(text, digits, sheets.number) if text else 0

    def _rows(self, statement):
        names = statement.tender_id._md_columns()
        try:
            return sheets.read(
                statement._data(), statements.NEEDED, COLUMNS, also=names, loose=True
            )
        except sheets.SheetError as error:
            told = error.details
            raise UserError(self._words(error.why, names, **told)) from error

    def _words(self, why, names, column="", found="", most=0):
        called = [name for name, meant in names.items() if meant == column]
        words = {
            "empty": self.env._("The file has no rows."),
            "too_large": self.env._("The file has more than %s MB.", most),
            "too_many": self.env._("The file has more than %s rows.", most),
            "no_column": self.env._(
                "The file has no column %(names)s; it begins with %(found)s. Say with "
                "the way to pay how the column is called.",
                names=" / ".join(called or [column]),
                found=found,
            ),
        }
        other = self.env._("The file is no CSV and no XLSX: save it as one.")
        return words.get(why, other)

    def _payments(self, statement, domain):
        """What tills of the company took on this tender."""
        return self.env["pos.payment"].search(
            [
                ("company_id", "=", statement.company_id.id),
                ("payment_method_id.md_tender_id", "=", statement.tender_id.id),
                ("pos_order_id.state", "in", ("paid", "done")),
                ("is_change", "=", False),
                ("session_id.md_data_import_id", "=", False),
                *domain,
            ]
        )

    def _due(self, statement, first, last):
        """Payments of its days that no other statement has matched."""
        if not first:
            return self.env["pos.payment"]
        zone = self.env["md.clock"]._zone(statement.company_id)
        begin, end = (
            datetime.combine(day, time.min, zone).astimezone(UTC).replace(tzinfo=None)
            for day in (first, last + timedelta(days=1))
        )
        days = [("payment_date", ">=", begin), ("payment_date", "<", end)]
        here = self._payments(statement, days)
        matched = self.env["md.tender.statement.line"].search(
            [
                ("payment_id", "in", here.ids),
                ("state", "=", "matched"),
                ("statement_id", "!=", statement.id),
            ]
        )
        return here - matched.payment_id

    def _by_amount(self, statement, payments):
        """{smallest units: payments of so much}."""
        found = defaultdict(list)
        for payment in payments:
            found[self._units(statement, payment.amount)].append(payment)
        return found

    def _row(self, statement, entry, found, alike):
        digits = statement.currency_id.decimal_places
        payment = found["payment"]
        row = {
            "number": entry["number"],
            "day": entry["day"],
            "transaction_id": entry["transaction_id"],
            "amount": statements.shown(entry["amount"], digits),
            "fee": statements.shown(entry["fee"], digits),
            "difference": statements.shown(found["difference"], digits),
            "state": found["state"],
            "message": self._told(found["state"], alike.get(entry["amount"], ())),
        }
        return {**row, **(self._of(payment) if payment else {})}

    def _told(self, state, alike):
        if state == "twice":
            return self.env._("The id is in the file before.")
        if state != "unknown":
            return ""
        names = [self._of(payment)["receipt"] for payment in alike[:3]]
        if names:
            return self.env._("Mistyped? The same amount: %s", ", ".join(names))
        return self.env._("No till has taken it.")

    def _missing(self, statement, payment):
        key = payment.md_transaction_key
        message = self.env._("The provider does not name it.")
        if not key and payment.amount < 0:
            message = self.env._("It was given back without a transaction id.")
        elif not key:
            message = self.env._("It has no transaction id of its own.")
        return {
            "number": 0,
            "day": self._day(statement, payment),
            "transaction_id": key or payment.transaction_id,
            "state": "missing",
            "message": message,
            **self._of(payment),
        }

    def _day(self, statement, payment):
        zone = self.env["md.clock"]._zone(statement.company_id)
        return payment.payment_date.replace(tzinfo=UTC).astimezone(zone).date()

    def _of(self, payment):
        order = payment.pos_order_id
        return {
            "payment_id": payment.id,
            "receipt": order.pos_reference or order.name,
            "taken": payment.amount,
        }

    def _units(self, statement, amount):
        return int(round(exactly(amount) * 10**statement.currency_id.decimal_places))
