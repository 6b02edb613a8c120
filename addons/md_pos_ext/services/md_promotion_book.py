from datetime import timedelta

from odoo import models
from odoo.tools import SQL

from odoo.addons.md_inventory_core.lib import promo_codes
from odoo.addons.md_inventory_core.lib.promotion_book import Book
from odoo.addons.md_inventory_core.lib.promotion_verdict import Named

from .promotion_check_sql import CONTRACTS_SQL, EVENTS_SQL, LIVE_SQL, REVISIONS_SQL

# A till hears of a change in seconds; so long nobody is to blame.
GRACE = timedelta(minutes=2)


class MdPromotionBook(models.AbstractModel):
    """What was on sale at the time of a receipt, beside what the receipt names."""

    _name = "md.promotion.book"
    _description = "Promotions at a Time"

    def _grace(self):
        """So long after a change tills may not have heard of it."""
        return GRACE

    def _open(self, company, since, codes):
        """The `Book` of a company from a time on; ``codes`` are in it in any case."""
        self.env["md.promotion"].flush_model(["code", "name", "state", "active"])
        asked = {
            "company": company.id,
            "since": since - self._grace(),
            "codes": list(codes),
        }
        query = self.env.execute_query
        rows = query(SQL(LIVE_SQL, **asked))
        ids = [row[0] for row in rows]
        events = query(SQL(EVENTS_SQL, ids, since - self._grace()))
        return Book(rows, events, query(SQL(REVISIONS_SQL, ids)))

    def _contracts(self, pairs):
        """{(code, revision): contract} of those that there are."""
        rows = self.env.execute_query(
            SQL(CONTRACTS_SQL, [code for code, _ in pairs], [rev for _, rev in pairs])
        )
        return {(code, rev): promo_codes.opened(said) for code, rev, said in rows}

    def _named(self, book, pairs, begin, end):
        """[`Named`] for what a receipt names, sold from ``begin`` to ``end`` (UTC)."""
        begin, end = begin - self._grace(), end + self._grace()
        now = {code: book.revision(code, end) for code, _rev in pairs}
        known = self._contracts({*pairs, *((c, r) for c, r in now.items() if r)})
        found = []
        for code, rev in pairs:
            contract = known.get((code, rev))
            name = (contract or {}).get("name") or book.names.get(code) or code
            standing, instead = "", None
            if contract and not book.ever(code, begin, end):
                standing = "ended"
            elif contract and rev not in (book.revision(code, begin), now[code]):
                standing, instead = "revision", known.get((code, now[code]))
            found.append(Named(code, rev, name, contract, standing, instead))
        return found

    def _missed(self, book, named, begin, end):
        """Contracts that were on sale all the time and that a receipt does not name.

        Those with limits that are used up by now are left out: nobody can say whether
        they were then.
        """
        begin, end = begin - self._grace(), end + self._grace()
        known = {code for code, _rev in named}
        codes = [
            code
            for code in book.ids
            if code not in known and book.always(code, begin, end)
        ]
        if not codes:
            return []
        numbers = [book.ids[code] for code in codes]
        # sudo: the check is the system's
        records = self.env["md.promotion"].sudo().browse(numbers)
        spent = set(self.env["md.promotion.usage"]._exhausted(records).mapped("code"))
        pairs = {
            (code, book.revision(code, end))
            for code in codes
            if code not in spent
            and book.revision(code, begin) == book.revision(code, end)
        }
        return list(self._contracts({pair for pair in pairs if pair[1]}).values())
