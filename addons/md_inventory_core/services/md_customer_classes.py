from collections import defaultdict
from datetime import UTC, datetime, time
from decimal import Decimal

from odoo import fields, models
from odoo.tools import SQL

from ..lib.customer_classes import DAY, Held, Step, months_later, reached, turn

SALES = """
SELECT p.commercial_partner_id, sum(o.amount_untaxed / o.currency_rate)
  FROM sale_order o JOIN res_partner p ON p.id = o.partner_id
 WHERE o.state = 'sale' AND o.company_id = %(company)s AND o.date_order >= %(since)s
   AND o.currency_rate > 0
 GROUP BY 1
"""


class MdCustomerClasses(models.AbstractModel):
    """Who is of which class: on a day, and after what was spent."""

    _name = "md.customer.classes"
    _description = "Classes of Customers"

    def _today(self, company, at=None):
        """The day that a clock at the company shows.

        :param at: moment in UTC; None: now
        """
        at = at or self.env["md.clock"]._now()
        zone = self.env["md.clock"]._zone(company)
        return at.replace(tzinfo=UTC).astimezone(zone).date()

    def _of(self, partners, at=None):
        """{partner id: its class of each company} at a moment; the first by sequence.

        Contacts are of the class of their company.
        """
        # sudo: who sells need not see who is of which class
        members = self.env["md.customer.membership"].sudo()
        people = partners.commercial_partner_id | partners
        # a day more to each side: the day is another one elsewhere
        found = members.search([("partner_id", "in", people.ids)]) if people else []
        # sudo: as above
        none = self.env["md.customer.class"].sudo()
        known = defaultdict(lambda: none)
        for row in found:
            day = self._today(row.company_id, at)
            if row.date_from <= day and (not row.date_to or row.date_to >= day):
                known[row.partner_id.id] |= row.class_id.filtered("active")
        answer = {}
        for partner in partners:
            classes = known[partner.id] | known[partner.commercial_partner_id.id]
            best = none
            for mine in classes.grouped("company_id").values():
                best |= mine.sorted(lambda one: (one.sequence, one.id))[:1]
            answer[partner.id] = best
        return answer

    # By spending

    def _cron_renew(self):
        """Each night: who reached what, and who did not any more."""
        classes = self.env["md.customer.class"].search([("least_spend", ">", 0)])
        # where none is reached any more, those who had reached one end
        members = self.env["md.customer.membership"]
        rows = members._read_group([("by_hand", "=", False)], ["company_id"])
        for company in classes.company_id.union(*(one for [one] in rows)):
            self._renew(company)

    def _renew(self, company):
        """Make members of a company what their spending says; return how many changed.

        Members by hand are left alone. Again on the same day it changes nothing.
        """
        # night and button at once: who comes second begins again
        lock = "UPDATE md_customer_class SET months = months WHERE company_id = %s"
        self.env.cr.execute(lock, [company.id])
        steps, spent = self._steps(company)
        today = self._today(company)
        # sudo: members by spending are the system's
        members = self.env["md.customer.membership"].sudo()
        valid = [*members._valid_on(today), ("company_id", "=", company.id)]
        rows, changed = self._held(members.search(valid), today)
        nobody = self.env["md.promotion.experiment"]._nobody()
        new = []
        for partner in sorted((spent.keys() | rows.keys()) - nobody):
            row = rows.get(partner)
            have = row and Held(row.class_id.id, row.date_from, row.date_to or None)
            best = reached(spent.get(partner, {}), steps)
            done = turn(have or None, best, steps, today)
            if done:
                changed += 1
                new += self._turn(row, partner, done, today)
        changed -= len(new)
        new = self._without_named(members, new, today)
        members.create(new)
        return changed + len(new)

    def _held(self, members, today):
        """({partner: the row by spending that he holds}, how many others ended).

        Contacts that were merged may bring two: the one that began last stays.
        """
        rows, others = {}, 0
        for row in members.filtered(lambda one: not one.by_hand):
            if row.partner_id.id in rows:
                others += 1
                self._end(row, today - DAY)
            else:
                rows[row.partner_id.id] = row
        return rows, others

    def _without_named(self, members, new, today):
        """Who was named by hand today begins tomorrow: a class begins once a day."""
        named = members.search([("date_from", "=", today)])
        taken = {(row.partner_id.id, row.class_id.id) for row in named}
        return [row for row in new if (row["partner_id"], row["class_id"]) not in taken]

    @staticmethod
    def _end(row, day):
        """Its last day; before its first, it never was."""
        if day < row.date_from:
            row.unlink()
        else:
            row.date_to = day

    def _turn(self, row, partner, done, today):
        """Do what was decided for one customer; return values of a new row, or none."""
        if done.ends and row:
            self._end(row, done.ends)
        if not done.begins:
            if not done.ends:
                row.date_to = done.until
            return []
        return [
            {
                "partner_id": partner,
                "class_id": done.begins.key,
                "date_from": today,
                "date_to": done.until,
                "by_hand": False,
            }
        ]

    def _steps(self, company):
        """([`Step`], {partner: {class: spent in its months}}) of a company."""
        # sudo: figures of all stores decide
        classes = self.env["md.customer.class"].sudo()
        classes = classes.search(
            [("company_id", "=", company.id), ("least_spend", ">", 0)]
        )
        spent = defaultdict(dict)
        for months, some in classes.grouped("months").items():
            since = self._since(company, months)
            for partner, amount in self._spent(company, since).items():
                spent[partner].update(dict.fromkeys(some.ids, amount))
        steps = [
            Step(one.id, Decimal(str(one.least_spend)), one.keeps) for one in classes
        ]
        return steps, dict(spent)

    def _since(self, company, months):
        """The moment (UTC) at which so many months before today began."""
        day = months_later(self._today(company), -months)
        zone = self.env["md.clock"]._zone(company)
        begin = datetime.combine(day, time.min, zone)
        return begin.astimezone(UTC).replace(tzinfo=None)

    def _spent(self, company, since):
        """{commercial partner: Decimal} spent since a moment, without tax.

        In the company's currency; what came back on sales orders is not taken off.
        """
        self.env["sale.order"].flush_model()
        self.env["res.partner"].flush_model(["commercial_partner_id"])
        found = defaultdict(Decimal)
        given = {"company": company.id, "since": fields.Datetime.to_string(since)}
        for query in self._sources():
            for partner, amount in self.env.execute_query(SQL(query, **given)):
                found[partner] += Decimal(str(amount or 0))
        return found

    def _sources(self):
        """Queries of what customers spent; addons add theirs."""
        return [SALES]
