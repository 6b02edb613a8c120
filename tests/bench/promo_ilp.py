"""The exact greatest discount of one layer, found by HiGHS.

Every deal that can be made is written out as a column: the literal meaning of rule 2
(a unit takes part in at most one deal) and 4a of the contract, with no cleverness of
the engine's. Equal units of a line are one row with its quantity as capacity.
"""

from collections import Counter
from itertools import combinations_with_replacement as with_repeats

import highspy
import numpy as np
from tests.oracles.promotions.promotion import read_promotions
from tests.oracles.promotions.reading import read_basket
from tests.oracles.promotions.selector import matches


class Problem:
    """Columns (value, lower rows) of a maximum; rows are lines, then others."""

    def __init__(self, basket, promotions):
        self.basket = read_basket(basket)
        self.lines = self.basket.lines
        self.rows = [(-highspy.kHighsInf, line.qty // 1000) for line in self.lines]
        self.columns = []  # (value in 1/10,000, {row: coefficient}, most)
        for promotion in read_promotions(promotions, self.basket.digits):
            getattr(self, promotion.kind)(promotion)

    def row(self, low, high):
        """Add a row; return its number."""
        self.rows.append((low, high))
        return len(self.rows) - 1

    def column(self, value, cells, most):
        """Add an integer variable."""
        self.columns.append((value, cells, most))

    def of(self, select):
        """Numbers of the lines that a selector means."""
        return [n for n, line in enumerate(self.lines) if matches(select, line)]

    def price(self, number):
        """Unit price of a line."""
        return self.lines[number].price

    def chosen(self, select, number):
        """All multisets of so many units of a selector, that are there."""
        for lines in with_repeats(self.of(select), number):
            taken = Counter(lines)
            if all(taken[n] <= self.rows[n][1] for n in taken):
                yield lines, taken

    def deal(self, value, taken):
        """Add a column for a deal of these units, if it saves anything."""
        if value > 0 and all(taken[n] <= self.rows[n][1] for n in taken):
            most = min(self.rows[n][1] // taken[n] for n in taken)
            self.column(value, dict(taken), most)

    def unit(self, promotion):
        """A deal of one unit each."""
        for number in self.of(promotion.select):
            value = self.price(number) * promotion.benefit[1]
            self.deal(value, Counter([number]))

    def tiers(self, promotion):
        """At most one tier is reached; its units are as many as it needs, or more."""
        own = self.of(promotion.select)
        once = self.row(-highspy.kHighsInf, 1)
        for least, (_percent, value) in promotion.tiers:
            enough = self.row(0, highspy.kHighsInf)
            total = sum(self.rows[n][1] for n in own)
            self.column(0, {once: 1, enough: -least // 1000}, 1)
            tier = len(self.columns) - 1
            for number in own:
                here = self.rows[number][1]
                link = self.row(-highspy.kHighsInf, 0)
                self.columns[tier][1][link] = -min(here, total)
                cells = {number: 1, enough: 1, link: 1}
                self.column(self.price(number) * value, cells, here)

    def buy_get(self, promotion):
        """One entry to buy, one unit to get."""
        [(select, number)] = promotion.buy
        for bought, taken in self.chosen(select, number):
            rivals = [
                self.price(n)
                for n in bought
                if matches(promotion.select, self.lines[n])
            ]
            for got in self.of(promotion.select):
                price = self.price(got)
                if rivals and price > min(rivals):
                    continue
                self.deal(price * promotion.benefit[1], taken + Counter([got]))

    def bundle(self, promotion):
        """One slot of several units, or two slots of one."""
        sets = {}
        if len(promotion.slots) == 1:
            [(select, number)] = promotion.slots
            for lines, taken in self.chosen(select, number):
                sets[lines] = taken
        else:
            (one, _), (other, _) = promotion.slots
            for first in self.of(one):
                for second in self.of(other):
                    sets[first, second] = Counter((first, second))
        kind, value = promotion.benefit
        for lines, taken in sets.items():
            total = sum(self.price(n) for n in lines)
            worth = total * value if kind == "percent" else (total - value) * 10_000
            self.deal(worth, taken)

    def solve(self):
        """Return (greatest discount in smallest units, seconds of HiGHS)."""
        if not self.columns:
            return 0, 0.0
        solver = highspy.Highs()
        solver.setOptionValue("output_flag", False)
        solver.setOptionValue("mip_rel_gap", 0.0)
        solver.setOptionValue("mip_abs_gap", 0.5)
        solver.passModel(self.model())
        solver.run()
        if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            raise RuntimeError(str(solver.getModelStatus()))
        found = solver.getInfo().objective_function_value
        return round(-found), solver.getRunTime()

    def model(self):
        """The columns as HiGHS wants them, to be minimised, in smallest units."""
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = len(self.columns), len(self.rows)
        lp.col_cost_ = np.array([-value / 10_000 for value, _c, _m in self.columns])
        lp.col_lower_ = np.zeros(lp.num_col_)
        lp.col_upper_ = np.array([float(most) for _v, _c, most in self.columns])
        lp.row_lower_ = np.array([float(low) for low, _high in self.rows])
        lp.row_upper_ = np.array([float(high) for _low, high in self.rows])
        starts, index, values = [0], [], []
        for _value, cells, _most in self.columns:
            index += cells.keys()
            values += [float(value) for value in cells.values()]
            starts.append(len(index))
        matrix = lp.a_matrix_
        matrix.format_ = highspy.MatrixFormat.kColwise
        matrix.start_ = np.array(starts, dtype=np.int32)
        matrix.index_ = np.array(index, dtype=np.int32)
        matrix.value_ = np.array(values)
        lp.integrality_ = [highspy.HighsVarType.kInteger] * lp.num_col_
        return lp
