from datetime import datetime, timedelta

from odoo import models
from odoo.tools import SQL

from .basket_sql import (
    COUNT_SQL,
    FORGET_DOCUMENTS_SQL,
    FORGET_HISTORY_SQL,
    FORGET_OLD_SQL,
    HISTORY_FOUND,
    KEEP_BASKETS_SQL,
    KEEP_LINES_SQL,
    NEWEST_SQL,
    PAGE_OF_HISTORY_SQL,
    PAGE_OF_ORDERS_SQL,
    SALE_FOUND,
    WANTS,
)

ORDERS = 5000  # documents of a piece
LINES = 200_000  # lines of history of a piece
# Who commits late wrote an earlier time than others who are read already.
OVERLAP = timedelta(days=1)
START = "1970-01-01 00:00:00"


class MdBasketReader(models.AbstractModel):
    """Reads what was sold into baskets: each night what is new or was changed since.

    A mark for each source says how far it is read; it is committed with the baskets of
    its piece. An order that was changed is read again: its basket is replaced, or gone
    when it was cancelled.
    """

    _name = "md.basket.reader"
    _description = "Reader of Baskets"

    def _sources(self):
        """{source: method that reads its next piece}; addons add their own."""
        return {"history": self._read_history, "sale": self._read_sales}

    def _read(self, company, source, mark):
        """Read the next piece of a source.

        :return: (the mark from now on, documents or lines read; 0 when that was all)
        """
        return self._sources()[source](company, mark)

    def _rewind(self, marks):
        """Marks of the last run, as a new run begins with them."""
        rewound = dict(marks or {})
        for source, (at, number) in rewound.items():
            if at:
                back = datetime.fromisoformat(at) - OVERLAP
                rewound[source] = [back.isoformat(" "), 0]
            else:
                rewound[source] = [at, number]
        return rewound

    def _read_history(self, company, mark):
        _at, after = mark or (None, 0)
        given = {"company": company.id, "source": "history", "after_id": after}
        [(upto, count)] = self._rows(PAGE_OF_HISTORY_SQL, **given, size=LINES)
        if not count:
            return [None, after], 0
        self._keep(HISTORY_FOUND, **given, upto=upto)
        return [None, upto], count

    def _read_sales(self, company, mark):
        return self._read_orders(company, "sale", "sale_order", SALE_FOUND, mark)

    def _read_orders(self, company, source, table, found, mark):
        """Read orders of ``table`` that were written after the mark."""
        at, after = mark or (START, 0)
        page = self._rows(
            PAGE_OF_ORDERS_SQL.format(table=table),
            company=company.id,
            after=at,
            after_id=after,
            size=ORDERS,
        )
        if not page:
            return [at, after], 0
        ids = [number for number, _at in page]
        given = {"company": company.id, "source": source}
        documents = list(map(str, ids))
        self._run(FORGET_DOCUMENTS_SQL, **given, documents=documents)
        self._keep(found, **given, ids=ids)
        last, last_at = page[-1]
        return [last_at, last], len(ids)

    def _keep(self, found, **given):
        self._run(KEEP_BASKETS_SQL.format(wants=WANTS, found=found), **given)
        self._run(KEEP_LINES_SQL.format(found=found), **given)

    def _newest(self, company):
        """The day of the newest basket, or None: age is counted from it."""
        [(day,)] = self._rows(NEWEST_SQL, company=company.id)
        return day

    def _forget(self, company, day):
        """Forget baskets from before a day, and those of history that is gone."""
        self._run(FORGET_OLD_SQL, company=company.id, day=day)
        self._run(FORGET_HISTORY_SQL, company=company.id)

    def _count(self, company):
        """How many baskets of the company there are."""
        [(count,)] = self._rows(COUNT_SQL, company=company.id)
        return count

    def _rows(self, query, **given):
        self.env.cr.execute(SQL(query, **given))
        return self.env.cr.fetchall()

    def _run(self, query, **given):
        self.env.cr.execute(SQL(query, **given))
