"""How much the reconciler looks at in one step, so that a step is short."""

SECONDS = 0.7  # that a step is to take
FEWEST, MOST = 500, 500_000  # rows of each kind
FIRST = 20_000


def next_pace(pace: int, seconds: float, whole: bool = False) -> int:
    """How many rows the next step reads, after one of ``pace`` rows took ``seconds``.

    At most twice as many, and half of them at least. A step that was the ``whole`` of
    what was left had fewer rows than it might have, and says nothing of more.
    """
    factor = SECONDS / max(seconds, 0.001)
    factor = min(max(factor, 0.5), 1.0 if whole else 2.0)
    return int(min(max(pace * factor, FEWEST), MOST))
