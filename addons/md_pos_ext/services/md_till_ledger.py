from collections import defaultdict

from odoo import models

from .md_till_report import SOLD


class MdTillLedger(models.AbstractModel):
    """What the journal entries of a closed session say of what its till has sold.

    In the till's currency, above 0 for what was sold and taken.
    """

    _name = "md.till.ledger"
    _description = "Ledger of a Till"

    def _compare(self, session, facts, sale_lines):
        """Compare the till's figures with what closing has posted.

        :param facts: of `md.till.report`
        :param sale_lines: ids of journal items of closing that are sales
        :return: [{key, name, till, ledger}]
        """
        entry = session.move_id
        # sudo: who closes a till need not read journal items
        orders = session.order_ids.sudo()
        invoices = orders.filtered(lambda one: one.state in SOLD).account_move
        posted = defaultdict(float)
        for line in invoices.line_ids:
            if line.display_type in ("product", "rounding"):
                posted[line.display_type] -= line.amount_currency
            elif line.display_type == "tax":
                posted[line.tax_line_id.id] -= line.amount_currency
        wallets = defaultdict(float)
        rounding = session.config_id.rounding_method
        accounts = rounding.profit_account_id | rounding.loss_account_id
        for line in entry.line_ids:
            if line.id in sale_lines:
                posted["product"] -= line.amount_currency
            elif line.tax_line_id:
                posted[line.tax_line_id.id] -= line.amount_currency
            elif line.account_id in accounts and line.name == "Rounding line":
                posted["rounding"] -= line.amount_currency
            elif line.name and line.name.startswith(f"{session.name} - "):
                wallets[line.name] += line.amount_currency
        rows = [("sales", None, facts["sales"]["base"], posted["product"])]
        for tax in facts["taxes"]:
            rows.append(("tax", tax["name"], tax["amount"], posted[tax["id"]]))
        rows.append(("rounding", None, facts["sales"]["rounding"], posted["rounding"]))
        rows += self._wallets(session, facts, wallets)
        if facts["cash"]:
            cash = facts["cash"]
            drawer = sum(session.statement_line_ids.mapped(self._amount_of(session)))
            changed = cash["counted"] - cash["opening"]
            rows.append(("drawer", None, changed, drawer))
        money = session.currency_id.round
        return [
            {"key": key, "name": name, "till": money(till), "ledger": money(ledger)}
            for key, name, till, ledger in rows
        ]

    @staticmethod
    def _amount_of(session):
        """Which amount of a cash entry is in the till's currency."""
        journal = session.cash_journal_id
        own = journal.currency_id or session.company_id.currency_id
        return "amount" if own == session.currency_id else "amount_currency"

    def _wallets(self, session, facts, wallets):
        """A row for each tender; those on invoices are in the invoices."""
        taken = defaultdict(float)
        for row in facts["tenders"]:
            if row["type"] != "on_invoice":
                taken[row["name"]] += row["net"]
        return [
            ("tender", name, net, wallets.get(f"{session.name} - {name}", 0.0))
            for name, net in taken.items()
        ]
