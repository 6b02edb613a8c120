"""How the free stock of a product in a warehouse is divided among pools.

Nothing moves: a named pool holds a number of units back for the channels that draw on
it, and COMMON is what all named pools leave.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

COMMON = 0
NOTHING = Decimal(0)
# Of a pool at a moment: may be drawn on; keeps its goods and nobody draws; is at its
# end and keeps nothing.
OPEN, CLOSED, OVER = "open", "closed", "over"


class Part(NamedTuple):
    """What a named pool holds of a product in a warehouse, in the product's own unit.

    ``allotted`` includes what is ``claimed`` of it; ``lent`` is what others took of it
    and it gets back when its channels need it. A pool of ``priority`` 1 keeps its goods
    longer than one of 9; one that ``lends`` lets others draw when COMMON has nothing.
    """

    pool_id: int
    allotted: Decimal
    claimed: Decimal = NOTHING
    lent: Decimal = NOTHING
    priority: int = 5
    phase: str = OPEN
    lends: bool = False

    @property
    def free(self) -> Decimal:
        """What is claimed by nobody."""
        return max(self.allotted - self.claimed, NOTHING)


class Draw(NamedTuple):
    """Units that may be claimed in ``pool_id``, first moved there from ``source``."""

    pool_id: int
    source: int
    quantity: Decimal

    @property
    def kind(self) -> str | None:
        """What the pool move is called; None where nothing changes its pool."""
        if self.source == self.pool_id:
            return None
        return "give_back" if self.source == COMMON else "borrow"


def split(free: Decimal, parts: Iterable[Part]) -> dict[int, Decimal]:
    """{pool: its share of ``free``}; COMMON's is what the named pools leave.

    ``free`` is what is on hand and promised to nobody; below zero where reality took
    what was promised. Where it is less than the pools hold, they give up theirs, the
    least important first: the shares are never below zero and always add up to
    ``free``, or to nothing.
    """
    shares, missing = {}, -free
    for part in sorted(parts, key=_giving):
        shares[part.pool_id] = NOTHING if part.phase == OVER else part.free
        missing += shares[part.pool_id]
    common = max(-missing, NOTHING)
    for pool in shares:
        given = max(min(missing, shares[pool]), NOTHING)
        shares[pool] -= given
        missing -= given
    return {COMMON: common, **shares}


def _giving(part: Part):
    """Order in which pools give up goods: idle ones, then the least important."""
    return part.phase == OPEN, -part.priority, -part.pool_id


def draws(
    shares: Mapping[int, Decimal], parts: Sequence[Part], order: Iterable[int]
) -> Iterator[Draw]:
    """From where a channel that draws on the pools of ``order`` may take, in turn.

    After a pool's own share comes what others borrowed of it, as far as COMMON has it;
    after all pools of the channel, if COMMON is among them, what other pools lend.
    """
    left, order = dict(shares), tuple(order)
    known = {part.pool_id: part for part in parts}
    for pool in order:
        if pool == COMMON:
            yield Draw(COMMON, COMMON, left[COMMON])
            left[COMMON] = NOTHING
        elif pool in known and known[pool].phase == OPEN:
            yield Draw(pool, pool, left[pool])
            back = min(known[pool].lent, left[COMMON])
            left[COMMON] -= back
            yield Draw(pool, COMMON, back)
    if COMMON in order:
        for part in sorted(parts, key=_giving):
            if part.lends and part.phase == OPEN and part.pool_id not in order:
                yield Draw(COMMON, part.pool_id, left[part.pool_id])


def to_level(free: Decimal, parts: Sequence[Part]) -> dict[int, Decimal]:
    """{pool: what it holds beyond its share}, to be moved to COMMON.

    What reality took (see `split`), and all that is free of a pool at its end.
    """
    shares = split(free, parts)
    beyond = {part.pool_id: part.free - shares[part.pool_id] for part in parts}
    return {pool: quantity for pool, quantity in beyond.items() if quantity > NOTHING}
