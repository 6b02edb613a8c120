import json

from odoo import fields, models
from odoo.exceptions import ConcurrencyError
from odoo.tools import SQL

from ..lib.till_report import TaxSums, shifts

SOLD = ("paid", "done", "invoiced")
BATCH = 500  # receipts whose taxes are computed at a time


class MdTillReport(models.AbstractModel):
    """X and Z reports: what a session sold, took and had, from its receipts.

    Everything comes from receipts, payments and counts, in the till's currency, above 0
    for what was sold; a Z report compares it with the ledger, see `md.till.ledger`.
    """

    _name = "md.till.report"
    _description = "X and Z Reports"

    def _facts(self, session, sums=None):
        """What the receipts of a session say; numbers and names, ready for Json.

        :param sums: `TaxSums` of the receipts without invoice, when closing has them
        """
        # sudo: totals of a drawer; who may see which report is checked before
        session = session.sudo()
        self.env.flush_all()
        taxes = self._taxes(session, sums)
        return {
            "receipts": self._receipts(session),
            "sales": self._sales(session, taxes),
            "taxes": taxes["taxes"],
            "tenders": self._tenders(session),
            "cash": self._cash(session),
            "drops": self._drops(session),
            "shifts": self._shifts(session),
            "cashiers": self._cashiers(session),
            "departments": self._departments(session),
        }

    def _taxes(self, session, sums):
        orders = session.order_ids.filtered(lambda one: one.state in SOLD)
        if sums is None:
            sums = TaxSums()
        else:
            orders = orders.filtered("is_invoiced")  # closing has had the others
        taxes = self.env["account.tax"]
        for at in range(0, len(orders), BATCH):
            part = orders[at : at + BATCH]
            for order in part:
                lines = order.with_context(
                    md_tax_sums=None
                )._prepare_tax_base_line_values()
                taxes._add_tax_details_in_base_lines(lines, order.company_id)
                taxes._round_base_lines_tax_details(lines, order.company_id)
                sums.expect(lines)
        found, money = sums.done(), session.currency_id.round
        rows = []
        for tax_id, base, amount in found["taxes"]:
            tax = taxes.browse(tax_id)
            rows.append(
                {
                    "id": tax.id,
                    "name": tax.name,
                    "levy": tax.tax_group_id.md_levy or None,
                    "order": [tax.tax_group_id.sequence, tax.sequence, tax.id],
                    "base": money(base),
                    "amount": money(amount),
                }
            )
        rows.sort(key=lambda row: row.pop("order"))
        return {"base": money(found["base"]), "taxes": rows}

    def _receipts(self, session):
        [row] = self._query(
            """
            SELECT count(*) FILTER (WHERE state IN %(sold)s AND NOT back) AS sales,
                   count(*) FILTER (WHERE state IN %(sold)s AND back) AS refunds,
                   count(*) FILTER (WHERE state = 'cancel') AS cancelled,
                   count(account_move) FILTER (WHERE state IN %(sold)s) AS invoiced,
                   (array_agg(pos_reference ORDER BY date_order, id)
                       FILTER (WHERE state IN %(sold)s))[1] AS first,
                   (array_agg(pos_reference ORDER BY date_order DESC, id DESC)
                       FILTER (WHERE state IN %(sold)s))[1] AS last
              FROM (SELECT *, (is_refund OR amount_total < 0) AS back
                      FROM pos_order WHERE session_id = %(session)s) AS o
            """,
            session,
        )
        return row

    def _sales(self, session, taxes):
        [row] = self._query(
            """
            SELECT coalesce(sum(amount_total), 0) AS total,
                   -coalesce(sum(amount_total)
                       FILTER (WHERE is_refund OR amount_total < 0), 0) AS refunded,
                   coalesce(sum(amount_paid - amount_total), 0) AS rounding
              FROM pos_order WHERE session_id = %(session)s AND state IN %(sold)s
            """,
            session,
        )
        [lines] = self._query(
            """
            SELECT coalesce(sum(l.qty) FILTER (WHERE l.qty > 0), 0) AS pieces,
                   coalesce(sum(l.price_subtotal_incl) FILTER (WHERE t.md_gift_card), 0)
                       AS cards,
                   coalesce(sum(
                       CASE WHEN coalesce(l.discount, 0) = 0 THEN 0
                            WHEN l.discount >= 100 THEN l.price_unit * l.qty
                            ELSE l.price_subtotal_incl * l.discount
                                 / (100 - l.discount) END
                   ), 0) AS discount
              FROM pos_order_line AS l
              JOIN pos_order AS o ON o.id = l.order_id
              JOIN product_product AS p ON p.id = l.product_id
              JOIN product_template AS t ON t.id = p.product_tmpl_id
             WHERE o.session_id = %(session)s AND o.state IN %(sold)s
               AND l.combo_parent_id IS NULL
            """,
            session,
        )
        money = session.currency_id.round
        sales = {name: money(float(value)) for name, value in row.items()}
        base = taxes["base"]
        tax = money(sum(one["amount"] for one in taxes["taxes"]))
        return {
            **sales,
            "sold": money(sales["total"] + sales["refunded"]),
            "base": base,
            "tax": tax,
            # receipts of before a tax changed: what they say is what was paid
            "other": money(sales["total"] - base - tax),
            "discount": money(float(lines["discount"])),
            "cards": money(float(lines["cards"])),  # owed to who has them
            "pieces": float(lines["pieces"]),
        }

    def _tenders(self, session):
        rows = self._query(
            """
            SELECT m.id, m.name, p.method_type AS type, p.count, p.taken, p.back
              FROM (SELECT y.payment_method_id AS id,
                           CASE WHEN y.later AND y.invoiced THEN 'on_invoice'
                                WHEN y.later THEN 'on_account'
                                WHEN y.cash THEN 'cash' ELSE 'bank' END AS method_type,
                           count(*) FILTER (WHERE NOT y.change) AS count,
                           coalesce(sum(y.amount) FILTER (WHERE NOT y.back), 0)
                               AS taken,
                           -coalesce(sum(y.amount) FILTER (WHERE y.back), 0) AS back
                      FROM (SELECT pay.payment_method_id, pay.amount,
                                   coalesce(pay.is_change, false) AS change,
                                   (o.is_refund OR o.amount_total < 0) AS back,
                                   o.account_move IS NOT NULL AS invoiced,
                                   way.journal_id IS NULL AS later,
                                   journal.type = 'cash' AS cash
                              FROM pos_payment AS pay
                              JOIN pos_order AS o ON o.id = pay.pos_order_id
                              JOIN pos_payment_method AS way
                                   ON way.id = pay.payment_method_id
                              LEFT JOIN account_journal AS journal
                                   ON journal.id = way.journal_id
                             WHERE o.session_id = %(session)s
                               AND o.state IN %(sold)s) AS y
                     GROUP BY 1, 2) AS p
              JOIN pos_payment_method AS m ON m.id = p.id
             ORDER BY m.sequence, m.id, p.method_type
            """,
            session,
        )
        money = session.currency_id.round
        methods = self.env["pos.payment.method"].sudo()  # sudo: names of tenders
        for row in rows:
            row["name"] = methods.browse(row["id"]).name
            row["taken"], row["back"] = (
                money(float(row[name])) for name in ("taken", "back")
            )
            row["net"] = money(row["taken"] - row["back"])
        return rows

    def _cash(self, session):
        """Of the drawer; None when the till has none."""
        if not session.cash_control:
            return None
        money = session.currency_id.round
        dropped = self._dropped(session)
        moves = session.statement_line_ids - dropped.statement_line_id
        if session.state == "closed":
            # closing has posted what was paid and what differed as moves, too
            counted = session.cash_register_balance_end_real
        else:
            counted = None
        method = session.payment_method_ids.filtered("is_cash_count")[:1]
        paid = sum(
            session.order_ids.filtered(lambda one: one.state in SOLD)
            .payment_ids.filtered(lambda one: one.payment_method_id == method)
            .mapped("amount")
        )
        before = moves.filtered(lambda one: one.id in self._moved(session, moves))
        came = money(sum(line.amount for line in before if line.amount > 0))
        went = money(-sum(line.amount for line in before if line.amount < 0))
        drops = money(sum(dropped.mapped("amount")))
        opening = money(session.cash_register_balance_start)
        expected = money(opening + paid + came - went - drops)
        return {
            "opening": opening,
            "left": self._left(session),
            "paid": money(paid),
            "in": came,
            "out": went,
            "drops": drops,
            "expected": expected,
            "counted": None if counted is None else money(counted),
            "difference": None if counted is None else money(counted - expected),
            **self._counted(session),
        }

    def _moved(self, session, moves):
        """Ids of entries that were made by hand: not those that closing has made."""
        closing = self.env.context.get("md_cash_before")
        return set(moves.ids) if closing is None else set(closing) & set(moves.ids)

    def _dropped(self, session):
        # sudo: of the session whose report it is
        drops = self.env["md.safe.drop"].sudo()
        mine = [("session_id", "=", session.id), ("state", "!=", "void")]
        return drops.search(mine, order="id")

    def _left(self, session):
        """What should have been in the drawer when the session was opened."""
        # sudo: of the session whose report it is
        counts = self.env["md.cash.count"].sudo()
        mine = [("session_id", "=", session.id), ("kind", "=", "opening")]
        first = counts.search(mine, limit=1)
        return first.expected if first else None

    def _counted(self, session):
        counts = self.env["md.cash.count"].sudo()  # sudo: as above
        last = counts.search(
            [("session_id", "=", session.id), ("kind", "=", "closing")], limit=1
        )
        return {
            "reason": last.reason or None,
            "denominations": last.denominations or None,
            "tries": counts.search_count(
                [("session_id", "=", session.id), ("accepted", "=", False)]
            ),
        }

    def _drops(self, session):
        return [
            {"bag": drop.bag, "amount": drop.amount, "user": drop.user_id.name}
            for drop in self._dropped(session)
        ]

    def _shifts(self, session):
        rows = shifts(self.env["md.cash.control"]._counts(session))
        users = self.env["res.users"].sudo()  # sudo: names of who had the drawer
        money = session.currency_id.round
        for row in rows:
            row["user"] = users.browse(row["user"]).name
            if row["difference"] is not None:
                row["difference"] = money(row["difference"])
        return rows

    def _cashiers(self, session):
        rows = self._query(
            """
            SELECT user_id AS id, count(*) AS receipts,
                   coalesce(sum(amount_total), 0) AS total
              FROM pos_order WHERE session_id = %(session)s AND state IN %(sold)s
             GROUP BY user_id ORDER BY total DESC, user_id
            """,
            session,
        )
        users = self.env["res.users"].sudo()  # sudo: names of who sold
        return [
            {
                "name": users.browse(row["id"] or ()).name or "",
                "receipts": row["receipts"],
                "total": session.currency_id.round(float(row["total"])),
            }
            for row in rows
        ]

    def _departments(self, session):
        rows = self._query(
            """
            SELECT t.categ_id AS id, sum(l.qty) AS pieces,
                   sum(l.price_subtotal_incl) AS total
              FROM pos_order_line AS l
              JOIN pos_order AS o ON o.id = l.order_id
              JOIN product_product AS p ON p.id = l.product_id
              JOIN product_template AS t ON t.id = p.product_tmpl_id
             WHERE o.session_id = %(session)s AND o.state IN %(sold)s
             GROUP BY t.categ_id ORDER BY total DESC, t.categ_id
            """,
            session,
        )
        groups = self.env["product.category"].sudo()  # sudo: names of goods
        return [
            {
                "name": groups.browse(row["id"] or ()).display_name or "",
                "pieces": float(row["pieces"]),
                "total": session.currency_id.round(float(row["total"])),
            }
            for row in rows
        ]

    def _query(self, text, session):
        """Rows of a query as dictionaries."""
        self.env.cr.execute(SQL(text, session=session.id, sold=SOLD))
        return self.env.cr.dictfetchall()

    # The report

    def _make(self, session, sums, sale_lines):
        """Insert the Z report of a session that has just been closed.

        :return: the `md.z.report`
        :raises ConcurrencyError: when another session of the till is closed at this
            moment; Odoo tries the request again
        """
        facts = self._facts(session, sums)
        facts["ledger"] = self.env["md.till.ledger"]._compare(
            session, facts, sale_lines
        )
        off = sum(abs(row["till"] - row["ledger"]) for row in facts["ledger"])
        # sudo: number and total of the till go on, whoever closes
        before = self.env["md.z.report"].sudo()
        before = before.search([("config_id", "=", session.config_id.id)], limit=1)
        sales, cash = facts["sales"], facts["cash"] or {}
        grand = before.grand_total + sales["total"]
        report = self._row(
            "md.z.report",
            {
                "config_id": session.config_id.id,
                "number": before.number + 1,
                "session_id": session.id,
                "company_id": session.company_id.id,
                "warehouse_id": session.config_id._md_warehouse().id,
                "currency_id": session.currency_id.id,
                # of one whose drawer nobody opened: when it was made
                "opened_at": session.start_at or session.create_date,
                "closed_at": fields.Datetime.now(),
                "user_id": self.env.uid,
                "sales": facts["receipts"]["sales"],
                "refunds": facts["receipts"]["refunds"],
                "base": sales["base"],
                "tax": sales["tax"],
                "total": sales["total"],
                "refunded": sales["refunded"],
                "rounding": sales["rounding"],
                "expected": cash.get("expected"),
                "counted": cash.get("counted"),
                "difference": cash.get("difference"),
                "grand_total": session.currency_id.round(grand),
                "ledger_difference": session.currency_id.round(off),
                "facts": facts,
            },
        )
        if not report:
            raise ConcurrencyError(self.env._("The till is being closed."))
        return report

    def _row(self, model, values):
        """Insert one append-only row; empty when it is there already."""
        self.env.flush_all()
        texts = {
            name: json.dumps(value)
            if isinstance(value, dict | list)
            else (value or None)
            if name.endswith("_id")
            else value
            for name, value in values.items()
        }
        found = self.env.execute_query(
            SQL(
                "INSERT INTO %s (%s) VALUES %s ON CONFLICT DO NOTHING RETURNING id",
                SQL.identifier(self.env[model]._table),
                SQL(", ").join(map(SQL.identifier, texts)),
                tuple(texts.values()),
            )
        )
        # sudo: who closes or counts need not read what was recorded
        return self.env[model].sudo().browse(found[0] if found else ())
