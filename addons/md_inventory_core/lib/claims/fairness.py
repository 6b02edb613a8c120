"""Who loses when reality took goods that were promised.

The rule, in this order: what is in a parcel already stays there (a physical scan); what
is paid comes before what is promised on account, that before what is held while
somebody pays, that before what is in a cart; then the earlier claim wins; claims of the
same millisecond draw lots. A draw can be repeated by anybody from its seed.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from decimal import Decimal
from enum import IntEnum
from hashlib import sha256
from typing import NamedTuple

NOTHING = Decimal(0)
MILLISECOND = 1000  # microseconds


class Standing(IntEnum):
    """How strong a claim is; the greater is the stronger."""

    CARTED = 0
    HELD = 1
    PROMISED = 2
    PAID = 3
    SCANNED = 4


class Contender(NamedTuple):
    """A live claim on goods that are not there for all, or a part of one.

    ``key`` is whose it is; ``at`` is the database's time of the claim, ``left`` what is
    claimed still, in the product's own unit. A claim of which a part is scanned is two.
    """

    claim_id: int
    key: str
    standing: Standing
    at: datetime
    left: Decimal


class Rank(NamedTuple):
    """A contender's place: the first keeps its goods longest.

    ``drawn``: only the draw decided between it and somebody else's. ``loses``: what of
    ``contender.left`` is not there.
    """

    contender: Contender
    loses: Decimal
    drawn: bool


def lot(seed: str, key: str) -> str:
    """The lot of a key in a draw; the smaller is the stronger."""
    return sha256(f"{seed}:{key}".encode()).hexdigest()


def rank(contenders: Iterable[Contender], missing: Decimal, seed: str) -> list[Rank]:
    """All contenders, the strongest first, with what each loses of ``missing``.

    The weakest loses first, all of its claim if need be; the last loser may keep a
    part. What is missing beyond all claims is nobody's loss.

    :param seed: of the draw among keys that claimed in one millisecond
    """
    order = sorted(
        contenders, key=lambda one: (*_merit(one), lot(seed, one.key), one.claim_id)
    )
    keys = defaultdict(set)
    for one in order:
        keys[_merit(one)].add(one.key)
    ranks = []
    for one in reversed(order):
        loses = max(min(missing, one.left), NOTHING)
        missing -= loses
        ranks.append(Rank(one, loses, len(keys[_merit(one)]) > 1))
    return ranks[::-1]


def stand(claims: Iterable[Contender], scanned: Decimal) -> Iterator[Contender]:
    """Claims of one key, the oldest first; what is ``scanned`` of them is apart."""
    for one in sorted(claims, key=lambda claim: claim.claim_id):
        part = min(scanned, one.left)
        scanned -= part
        if part > NOTHING:
            yield one._replace(standing=Standing.SCANNED, left=part)
        if one.left > part:
            yield one._replace(left=one.left - part)


def _merit(one):
    """Sorts the strongest first."""
    millisecond = one.at.microsecond // MILLISECOND * MILLISECOND
    return -one.standing, one.at.replace(microsecond=millisecond)
