"""What is bought together, and what a customer usually buys: counted in own baskets.

A basket is a set of products bought at once on a day; quantities do not matter. Each
basket counts by its age: one as old as ``half_life`` days counts half as much as one of
today, one older than ``window`` days not at all. Weights are integers and so are all
sums: the same baskets give the same numbers here and in SQL, in whatever order.

With w(X) the weight of the baskets that hold all of X, and W that of all baskets:

    support(A, B)    = w(AB) / W            how common the pair is
    confidence(A, B) = w(AB) / w(A)         of those with A, how many have B too
    lift(A, B)       = w(AB) W / w(A) w(B)  1: as often as by chance

Support and confidence: R. Agrawal, R. Srikant, "Fast Algorithms for Mining Association
Rules", VLDB 1994; as there, what is rare itself is in no frequent pair and is left out
before pairs are counted. Lift: S. Brin, R. Motwani, J. D. Ullman, S. Tsur, "Dynamic
Itemset Counting and Implication Rules for Market Basket Data", SIGMOD 1997 (there
"interest").

A pair is a recommendation when at least ``least`` baskets hold both (counted, whatever
their age) and its lift is above 1: bought together more often than by chance.

Confidence alone names what everybody buys, lift alone what hardly anybody buys. The
score is confidence times (1 + doublings of lift, whole ones): of what was tried on real
baskets (docs/promotions.md) it named best what else was in them.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from itertools import combinations
from statistics import median_low
from typing import NamedTuple

UNIT = 1 << 20  # weight of a basket of today
PARTS = 1_000_000  # support, confidence, lift and rate are counted in millionths
# A basket of more products is a wholesale order or an error: all would be "together".
MOST_ITEMS = 100
LAPSED = 3  # so many intervals after the last purchase it is no habit any more


class Terms(NamedTuple):
    """What counts: see the module. ``top`` companions per product are kept."""

    window: int = 365
    half_life: int = 120
    least: int = 5
    top: int = 12


class Basket(NamedTuple):
    """Products bought at once."""

    day: date
    items: frozenset[int]


class Companion(NamedTuple):
    """A product that is bought with another one; ratios in millionths."""

    item: int
    baskets: int
    support: int
    confidence: int
    lift: int

    @property
    def score(self) -> int:
        """By what companions are ranked: see the module."""
        return self.confidence * (self.lift // PARTS).bit_length()


class Habit(NamedTuple):
    """A product that a customer buys again and again; ``interval`` in days.

    ``rate``: on so many millionths of the customer's shopping days. ``strength``: the
    weight of those days, old ones count less.
    """

    item: int
    days: int
    rate: int
    interval: int
    last: date
    due: date
    strength: int


def weight(age: int, half_life: int) -> int:
    """What a basket of that age in days counts; one of the future as one of today."""
    return max(1, round(UNIT * 0.5 ** (max(age, 0) / half_life)))


def weights(today: date, terms: Terms) -> dict[date, int]:
    """{day: weight} of all days that count."""
    return {
        today - timedelta(days=age): weight(age, terms.half_life)
        for age in range(terms.window + 1)
    }


def companions(
    baskets: Iterable[Basket], today: date, terms: Terms | None = None
) -> dict[int, list[Companion]]:
    """{product: its companions, the best first}; those without any are left out."""
    terms = terms or Terms()
    of_day = weights(today, terms)
    chosen = [(of_day[b.day], b.items) for b in baskets if _counts(b, of_day)]
    counts, sums = Counter(), Counter()
    for worth, items in chosen:
        counts.update(items)
        for item in items:
            sums[item] += worth
    often = {item for item, count in counts.items() if count >= terms.least}
    return _rank(_pairs(chosen, often), sums, sum(w for w, _items in chosen), terms)


def _counts(basket, of_day):
    return basket.day in of_day and 0 < len(basket.items) <= MOST_ITEMS


def _pairs(chosen, often):
    """{(a, b): [baskets, weight]} of products that are frequent themselves, a < b."""
    found = defaultdict(lambda: [0, 0])
    for worth, items in chosen:
        for pair in combinations(sorted(items & often), 2):
            both = found[pair]
            both[0] += 1
            both[1] += worth
    return found


def _rank(pairs, sums, total, terms):
    table = defaultdict(list)
    for (a, b), (count, both) in pairs.items():
        lift = PARTS * both * total // (sums[a] * sums[b])
        if count < terms.least or lift <= PARTS:
            continue
        support = PARTS * both // total
        for one, other in ((a, b), (b, a)):
            confidence = PARTS * both // sums[one]
            table[one].append(Companion(other, count, support, confidence, lift))
    return {item: sorted(table[item], key=_best)[: terms.top] for item in sorted(table)}


def _best(companion):
    return -companion.score, -companion.lift, companion.item


def suggest(
    basket: Collection[int],
    table: Mapping[int, Iterable[Companion]],
    top: int = 3,
    refused: Collection[int] = (),
) -> list[int]:
    """What else goes with a whole basket, the best first.

    A product's score is the sum of its scores over the products of the basket that
    recommend it; of equals the older product is first. Nothing of the basket itself,
    and nothing of ``refused``.
    """
    scores = Counter()
    for item in set(basket):
        for companion in table.get(item, ()):
            if companion.item not in basket and companion.item not in refused:
                scores[companion.item] += companion.score
    return sorted(scores, key=lambda item: (-scores[item], item))[:top]


def habits(
    baskets: Iterable[Basket], today: date, terms: Terms | None = None, least: int = 3
) -> list[Habit]:
    """What one customer buys again and again, the strongest first.

    Days count, not baskets: who comes back for what was forgotten has bought once. A
    habit was bought on at least ``least`` days and not longer ago than `LAPSED` of its
    intervals; the interval is the (lower) median of days between two purchases.
    """
    terms = terms or Terms()
    of_day = weights(today, terms)
    bought, shopping = defaultdict(set), set()
    for basket in baskets:
        if basket.day in of_day:
            shopping.add(basket.day)
            for item in basket.items:
                bought[item].add(basket.day)
    found = (
        _habit(item, sorted(days), len(shopping), of_day)
        for item, days in bought.items()
        if len(days) >= max(least, 2)
    )
    kept = [h for h in found if (today - h.last).days <= LAPSED * h.interval]
    return sorted(kept, key=lambda h: (-h.strength, h.item))[: terms.top]


def _habit(item, days, shopping, of_day):
    gaps = [(b - a).days for a, b in zip(days, days[1:], strict=False)]
    interval = median_low(gaps)
    return Habit(
        item,
        len(days),
        PARTS * len(days) // shopping,
        interval,
        days[-1],
        days[-1] + timedelta(days=interval),
        sum(of_day[day] for day in days),
    )


def is_due(habit: Habit, today: date) -> bool:
    """Whether it is time: a quarter of the interval before it is over, or later."""
    return today >= soon(habit.last, habit.interval)


def soon(last: date, interval: int) -> date:
    """The day from which a habit is due."""
    return last + timedelta(days=interval - interval // 4)
