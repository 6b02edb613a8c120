"""What a promotion brought: those who got it against those who did not.

Who gets it is drawn by a hash (`promotion_terms.share`), so the two groups differ by it
alone; all count, whether they used it or not (intention to treat). Differences of means
with Welch's standard error (Welch 1947); a split that is not the one asked for is said,
because then nothing else can be trusted (Fabijan et al. 2019, sample ratio mismatch).
"""

from dataclasses import dataclass
from math import sqrt

SURE = 1.959964  # standard errors to each side of a 95 % interval
ODD = 3.290527  # a split further off than this happens once in 1,000 by chance
LEAST = 30  # of each group, for the interval to mean anything


@dataclass(frozen=True)
class Sample:
    """Sums of one measure over a group."""

    count: int
    total: float
    squares: float

    @property
    def mean(self):
        """The mean, 0 of nothing."""
        return self.total / self.count if self.count else 0.0

    @property
    def error(self):
        """Variance of the mean; 0 of fewer than two."""
        if self.count < 2:
            return 0.0
        spread = max(self.squares - self.total * self.mean, 0.0)
        return spread / (self.count - 1) / self.count


@dataclass(frozen=True)
class Difference:
    """A measure in both groups; ``low`` and ``high`` None when there are too few."""

    name: str
    got: float
    rest: float
    low: float | None
    high: float | None

    @property
    def verdict(self):
        """``more``, ``less``, ``open`` (could be chance) or ``few``."""
        if self.low is None:
            return "few"
        if self.low > 0:
            return "more"
        return "less" if self.high < 0 else "open"


def samples(rows, names):
    """{name: (`Sample` of who got it, `Sample` of the rest)}.

    :param rows: (got it, value of each name) of each basket or customer
    """
    sums = {
        True: [[0.0, 0.0] for _name in names],
        False: [[0.0, 0.0] for _name in names],
    }
    counts = {True: 0, False: 0}
    for got, values in rows:
        counts[got] += 1
        for pair, value in zip(sums[got], values, strict=True):
            pair[0] += value
            pair[1] += value * value
    return {
        name: tuple(Sample(counts[got], *sums[got][n]) for got in (True, False))
        for n, name in enumerate(names)
    }


def difference(name, got, rest):
    """`Difference` of two samples."""
    low = high = None
    if min(got.count, rest.count) >= LEAST:
        apart = got.mean - rest.mean
        width = SURE * sqrt(got.error + rest.error)
        low, high = apart - width, apart + width
    return Difference(name, got.mean, rest.mean, low, high)


def is_odd(got, rest, points):
    """Whether a split of counts is not the one that was asked for.

    :param points: basis points that should get it, between 0 and 10,000
    """
    count, share = got + rest, points / 10000
    return abs(got - count * share) > ODD * sqrt(count * share * (1 - share))
