from datetime import timedelta

from odoo import models
from odoo.tools import SQL

from ..lib.baskets import LAPSED, MOST_ITEMS, PARTS, weights
from .basket_sql import (
    CUSTOMERS_SQL,
    DROP_SQL,
    FORGET_HABITS_SQL,
    FORGET_PAIRS_SQL,
    GOODS_SQL,
    HABITS_SQL,
    INDEX_SQL,
    ITEMS_SQL,
    PAIRS_SQL,
    PIECE_SQL,
    PRUNE_SQL,
    RESULT_SQL,
    SUMS_SQL,
    TOTAL_SQL,
)

LINES = 100_000  # of the products whose pairs are counted in a piece
CUSTOMERS = 5000  # whose habits are counted in a piece
END = 2**31 - 1
MEMORY = "128MB"  # for the sums of a piece; else they go over the disk


class MdBasketCounter(models.AbstractModel):
    """Counts pairs and habits in SQL, with the numbers of ``lib.baskets``.

    A piece replaces the rows of a range of products, or of customers: who looks
    meanwhile sees the old ones or the new ones. What all pieces need lies in temporary
    tables; `_prepare` makes them, in the transaction of the first piece or after a
    kill.
    """

    _name = "md.basket.counter"
    _description = "Counter of Baskets"

    def _prepare(self, company, newest, terms):
        """Make the temporary tables.

        :return: (number of baskets that count, their weight)
        """
        for name in ("product.product", "product.template"):
            self.env[name].flush_model()
        self._drop()
        self._run(SQL("SELECT set_config('work_mem', %s, true)", MEMORY))
        self._run(SQL(GOODS_SQL, company=company.id))
        days = self._days(newest, terms)
        self._run(SQL(ITEMS_SQL, company=company.id, most=MOST_ITEMS, **days))
        [(count, total)] = self._rows(SQL(TOTAL_SQL))
        self._run(SQL(SUMS_SQL, least=terms.least))
        self._run(SQL(PRUNE_SQL))
        self._run(SQL(INDEX_SQL))
        return count, int(total)

    def _drop(self):
        self._run(SQL(DROP_SQL))

    def _ready(self):
        """Whether this database session has the temporary tables."""
        [(table,)] = self._rows(SQL("SELECT to_regclass('pg_temp.md_t_item')"))
        return bool(table)

    def _pairs(self, company, after, total, terms):
        """Companions of the products that come after one.

        :return: (the last product of the piece, number of products in it); the last
            piece ends at `END`
        """
        [(last, count)] = self._rows(SQL(PIECE_SQL, after=after, lines=LINES))
        upto = last if count else END
        given = {"company": company.id, "after": after, "upto": upto}
        self._run(SQL("SELECT set_config('work_mem', %s, true)", MEMORY))
        self._run(SQL(FORGET_PAIRS_SQL, **given))
        if count:
            numbers = {"least": terms.least, "top": terms.top, "parts": PARTS}
            self._run(SQL(PAIRS_SQL, **given, **numbers, total=total))
        return upto, count

    def _habits(self, company, after, newest, terms, least):
        """Habits of the customers that come after one; as `_pairs`."""
        page = SQL(CUSTOMERS_SQL, company=company.id, after=after, size=CUSTOMERS)
        [(last, count)] = self._rows(page)
        upto = last if count == CUSTOMERS else END
        given = {"company": company.id, "after": after, "upto": upto}
        self._run(SQL(FORGET_HABITS_SQL, **given))
        if count:
            numbers = {"top": terms.top, "parts": PARTS, "lapsed": LAPSED}
            days = self._days(newest, terms)
            habits = SQL(
                HABITS_SQL, **given, **numbers, **days, today=newest, least=least
            )
            self._run(habits)
        return upto, count

    def _result(self, company):
        """(pairs, products with some, habits, customers with some)."""
        return self._rows(SQL(RESULT_SQL, company=company.id))[0]

    def _days(self, newest, terms):
        found = weights(newest, terms)
        return {"days": list(found), "weights": list(found.values())}

    def _oldest(self, newest, terms):
        """The first day that counts."""
        return newest - timedelta(days=terms.window)

    def _rows(self, query):
        self.env.cr.execute(query)
        return self.env.cr.fetchall()

    def _run(self, query):
        self.env.cr.execute(query)
