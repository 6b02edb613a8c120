from odoo import fields, models
from odoo.tools.misc import formatLang


class MdTillReportWords(models.AbstractModel):
    """X and Z reports in the reader's words: the same lines for screen, till and PDF.

    A page is {title, subtitle, head, sections, marks}; a section {title, rows}; a row
    {label, value, note, strong, alarm}.
    """

    _name = "md.till.report.words"
    _description = "Words of X and Z Reports"

    def _of_report(self, report, prints=None):
        """The page of a Z report.

        :param prints: which print it is; from the second one on it says so
        """
        # sudo: names of company and till, for who may read the report
        report = report.sudo()
        head = [
            (self.env._("Opened"), self._time(report.opened_at)),
            (self.env._("Closed"), self._time(report.closed_at)),
            (self.env._("Closed By"), report.user_id.exists().name or ""),
        ]
        page = self._page(report.session_id, report.facts, head)
        page["title"] = self.env._("Z Report %s", report.number)
        page["sections"].insert(1, self._grand(report))
        page["sections"].append(self._ledger(report))
        if prints and prints > 1:
            page["marks"] = [self.env._("Copy %s", prints - 1)]
        return self._filled(page)

    def _of_session(self, session, facts):
        """The page of an X report: what a session has now."""
        head = [
            (self.env._("Opened"), self._time(session.start_at)),
            (self.env._("Now"), self._time(fields.Datetime.now())),
            (self.env._("Asked By"), self.env.user.name),
        ]
        page = self._page(session, facts, head)
        page["title"] = self.env._("X Report")
        page["marks"] = [self.env._("Not the end of the day: nothing is closed.")]
        return self._filled(page)

    @staticmethod
    def _filled(page):
        page["sections"] = [one for one in page["sections"] if one and one["rows"]]
        return page

    def _page(self, session, facts, head):
        session = session.sudo()  # sudo: names of company and till
        company = session.company_id
        bin_ = company.partner_id.md_bin
        words = self.with_context(md_currency=session.currency_id.id)
        top = [
            (self.env._("Till"), session.config_id.name),
            (self.env._("Session"), session.name),
        ]
        if bin_:
            top.insert(0, (self.env._("BIN"), bin_))
        sections = [
            words._sales(facts),
            words._taxes(facts),
            words._tenders(facts),
            words._cash(facts),
            words._pieces(facts),
            words._drops(facts),
            words._shifts(facts),
            words._cashiers(facts),
            words._departments(facts),
        ]
        return {
            "subtitle": company.name,
            "head": [{"label": label, "value": value} for label, value in top + head],
            "sections": sections,
            "marks": [],
        }

    # Amounts and times

    def _money(self, amount, currency=None):
        currency = currency or self.env["res.currency"].browse(
            self.env.context["md_currency"]
        )
        return formatLang(self.env, amount or 0.0, currency_obj=currency)

    def _time(self, instant):
        if not instant:
            return ""
        local = fields.Datetime.context_timestamp(
            self, fields.Datetime.to_datetime(instant)
        )
        return f"{local:%Y-%m-%d %H:%M}"

    @staticmethod
    def _line(label, value="", note="", **rest):
        return {"label": label, "value": value, "note": note, **rest}

    # Sections

    def _sales(self, facts):
        sales, count, line = facts["sales"], facts["receipts"], self._line
        rows = [
            line(self.env._("Receipts"), str(count["sales"])),
            line(self.env._("Sold"), self._money(sales["sold"])),
            line(
                self.env._("Given back"),
                self._money(-sales["refunded"]),
                self.env._("%s refunds", count["refunds"]) if count["refunds"] else "",
            ),
            line(self.env._("Total"), self._money(sales["total"]), strong=True),
        ]
        if sales["rounding"]:
            rows.append(
                line(self.env._("Cash rounding"), self._money(sales["rounding"]))
            )
        if sales["discount"]:
            rows.append(
                line(
                    self.env._("Discounts given"),
                    self._money(sales["discount"]),
                    self.env._("taken off already"),
                )
            )
        if sales.get("cards"):
            rows.append(
                line(
                    self.env._("Gift cards sold"),
                    self._money(sales["cards"]),
                    self.env._("in the total; owed, no turnover"),
                )
            )
        if count["invoiced"]:
            rows.append(line(self.env._("With invoice"), str(count["invoiced"])))
        if count["cancelled"]:
            rows.append(line(self.env._("Cancelled"), str(count["cancelled"])))
        if count["first"]:
            ends = f"{count['first']} – {count['last']}"
            rows.append(line(self.env._("From, to"), ends))
        return {"title": self.env._("Sales"), "rows": rows}

    def _taxes(self, facts):
        sales, line = facts["sales"], self._line
        rows = [line(self.env._("Value without taxes"), self._money(sales["base"]))]
        for tax in facts["taxes"]:
            note = self.env._("of %s", self._money(tax["base"]))
            rows.append(line(tax["name"], self._money(tax["amount"]), note))
        if sales["other"]:
            rows.append(
                line(
                    self.env._("Not explained by taxes"),
                    self._money(sales["other"]),
                    self.env._("a tax changed while the till was open"),
                    alarm=True,
                )
            )
        total = self._money(sales["total"])
        rows.append(line(self.env._("Total"), total, strong=True))
        return {"title": self.env._("Taxes"), "rows": rows}

    def _tenders(self, facts):
        rows = []
        for one in facts["tenders"]:
            notes = [self.env._("%s payments", one["count"])]
            if one["back"]:
                notes.append(self.env._("%s given back", self._money(one["back"])))
            if one["type"] == "on_invoice":
                notes.append(self.env._("on the customer's invoice"))
            elif one["type"] == "on_account":
                notes.append(self.env._("on the customer's account"))
            rows.append(
                self._line(one["name"], self._money(one["net"]), ", ".join(notes))
            )
        if len(rows) > 1:
            total = sum(one["net"] for one in facts["tenders"])
            rows.append(
                self._line(self.env._("Total"), self._money(total), strong=True)
            )
        return {"title": self.env._("Paid by"), "rows": rows}

    def _cash(self, facts):
        cash, line = facts["cash"], self._line
        if not cash:
            return None
        rows = [line(self.env._("Opening"), self._money(cash["opening"]))]
        if cash["left"] is not None and cash["left"] != cash["opening"]:
            rows[0]["note"] = self.env._("left was %s", self._money(cash["left"]))
        rows.append(line(self.env._("Paid in cash"), self._money(cash["paid"])))
        for name, label, sign in (
            ("in", self.env._("Cash in"), 1),
            ("out", self.env._("Cash out"), -1),
            ("drops", self.env._("To the safe"), -1),
        ):
            if cash[name]:
                rows.append(line(label, self._money(sign * cash[name])))
        rows.append(
            line(
                self.env._("Should be there"),
                self._money(cash["expected"]),
                strong=True,
            )
        )
        if cash["counted"] is not None:
            rows.append(line(self.env._("Counted"), self._money(cash["counted"])))
            rows.append(
                line(
                    self.env._("Difference"),
                    self._money(cash["difference"]),
                    cash["reason"] or "",
                    strong=True,
                    alarm=bool(cash["difference"]),
                )
            )
        if cash["tries"]:
            rows.append(line(self.env._("Counted again"), str(cash["tries"])))
        return {"title": self.env._("Cash"), "rows": rows}

    def _pieces(self, facts):
        rows = (facts["cash"] or {}).get("denominations") or []
        return {
            "title": self.env._("Notes and Coins"),
            "rows": [
                self._line(f"{value:g} × {pieces}", self._money(value * pieces))
                for value, pieces in rows
                if pieces
            ],
        }

    def _drops(self, facts):
        return {
            "title": self.env._("Bags in the Safe"),
            "rows": [
                self._line(one["bag"], self._money(one["amount"]), one["user"])
                for one in facts["drops"]
            ],
        }

    def _shifts(self, facts):
        rows = []
        for one in facts["shifts"]:
            period = f"{self._time(one['start'])} – {self._time(one['end'])}"
            off = one["difference"]
            text = "…" if off is None else self._money(off)
            note = f"{period}, {one['reason']}" if one["reason"] else period
            rows.append(self._line(one["user"], text, note, alarm=bool(off)))
        return {"title": self.env._("Drawer: Difference by Cashier"), "rows": rows}

    def _cashiers(self, facts):
        return {
            "title": self.env._("Cashiers"),
            "rows": [
                self._line(
                    one["name"],
                    self._money(one["total"]),
                    self.env._("%s receipts", one["receipts"]),
                )
                for one in facts["cashiers"]
            ],
        }

    def _departments(self, facts):
        return {
            "title": self.env._("Departments"),
            "rows": [
                self._line(one["name"], self._money(one["total"]), f"{one['pieces']:g}")
                for one in facts["departments"]
            ],
        }

    def _grand(self, report):
        before = report.grand_total - report.total
        money, currency = self._money, report.currency_id
        return {
            "title": self.env._("All Z Reports of this Till"),
            "rows": [
                self._line(self.env._("Before"), money(before, currency)),
                self._line(
                    self.env._("Now"), money(report.grand_total, currency), strong=True
                ),
            ],
        }

    def _ledger(self, report):
        money, currency = self._money, report.currency_id
        labels = {
            "sales": self.env._("Sales without taxes"),
            "rounding": self.env._("Cash rounding"),
            "drawer": self.env._("Change in the drawer"),
        }
        rows = []
        for one in report.facts["ledger"]:
            off = currency.compare_amounts(one["till"], one["ledger"])
            if not (off or one["till"]):
                continue
            note = self.env._("here %s", money(one["till"], currency)) if off else "✓"
            rows.append(
                self._line(
                    one["name"] or labels[one["key"]],
                    money(one["ledger"], currency),
                    note,
                    alarm=bool(off),
                )
            )
        return {"title": self.env._("In the Ledger"), "rows": rows}
