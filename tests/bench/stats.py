"""Arithmetic of a comparison: order of measuring, medians, ratios, verdict.

Pure: no Odoo, no database, and the clock comes in from outside.
"""

import time
from statistics import median, quantiles

LOWER, HIGHER = "lower", "higher"  # which is better
OK, MISSED = "ok", "missed"


def alternating(first, second, rounds):
    """The two sides of each pair in order: A B, B A, A B, ...

    Whatever drifts while the bench runs (heat, caches, growing tables) then meets both
    sides alike.
    """
    for number in range(rounds):
        yield (second, first) if number % 2 else (first, second)


def measure(call, size, counters=None, clock=time.perf_counter):
    """Run ``call`` once and return its figures per unit.

    :param size: number of units that the call works through.
    :param counters: {figure: function without arguments}; how much each grows during
        the call, per unit, is a figure too.
    :return: what the call returned (figures of its own, these win) and what was seen.
    """
    counters = counters or {}
    before = {name: read() for name, read in counters.items()}
    began = clock()
    own = call()
    seconds = clock() - began
    figures = {"ms": 1000 * seconds / size}
    for name, read in counters.items():
        figures[name] = (read() - before[name]) / size
    return {**figures, **(own or {})}


def ratio(plain, ours):
    """ours / plain; None when plain is zero, for then nothing can be said."""
    return ours / plain if plain else None


def compare(pairs):
    """Sum up [(figures of plain, figures of ours)].

    :return: {figure: {plain, ours, ratio, low, q1, q3, high, spread}}: the medians of
        both sides; of the ratios of the pairs the median, the lowest, the quartiles and
        the highest; and the range of plain itself over its median, which tells how
        noisy the machine was.
    """
    names = [name for name in pairs[0][0] if all(name in side for side in both(pairs))]
    return {name: _compare_figure(name, pairs) for name in names}


def both(pairs):
    """All figures of both sides in one row."""
    return [side for pair in pairs for side in pair]


def _compare_figure(name, pairs):
    plain = [pair[0][name] for pair in pairs]
    ours = [pair[1][name] for pair in pairs]
    ratios = [ratio(*values) for values in zip(plain, ours, strict=True)]
    middle = median(plain)
    return {
        "plain": middle,
        "ours": median(ours),
        **_spread_of(ratios),
        "spread": (max(plain) - min(plain)) / middle if middle else None,
    }


def _spread_of(ratios):
    """Median, quartiles and range; None for all when one ratio is not known."""
    names = ("low", "q1", "ratio", "q3", "high")
    if None in ratios:
        return dict.fromkeys(names)
    first, middle, third = (
        quantiles(ratios, method="inclusive") if len(ratios) > 1 else 3 * ratios
    )
    values = (min(ratios), first, middle, third, max(ratios))
    return dict(zip(names, values, strict=True))


def verdict(found, target, better=LOWER, ours=None, most=None):
    """Whether a ratio keeps its target; None when there is no target or no ratio.

    :param ours: the figure of our side, which may be ``most``, if that is given
    """
    if most is not None and ours is not None and ours > most:
        return MISSED
    if target is None or found is None:
        return None
    kept = found <= target if better == LOWER else found >= target
    return OK if kept else MISSED
