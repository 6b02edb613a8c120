"""How much of a demand is granted."""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, Decimal
from typing import NamedTuple

from .pools import COMMON, NOTHING, OPEN, OVER, Draw, Part, draws, split, to_level


class Slot(NamedTuple):
    """Where stock is counted; tuples sort in the one order in which rows are locked."""

    product_id: int
    warehouse_id: int
    owner_id: int = 0  # own goods; else the partner whose goods are kept apart
    pool_id: int = COMMON

    @property
    def place(self) -> "Slot":
        """The slot of COMMON there, which stands for all pools: its row is locked."""
        return self if self.pool_id == COMMON else self._replace(pool_id=COMMON)


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms a channel draws: on which pools, in turn, and what it leaves.

    Left is in each warehouse: ``units`` in the product's own unit; ``percent`` of what
    is on hand, rounded up to whole units. Both may be given; the greater counts.
    """

    channel_id: int = 0  # none: a planned move that nobody's channel sells
    units: Decimal = NOTHING
    percent: Decimal = NOTHING
    pools: tuple[int, ...] = (COMMON,)

    def buffer(self, on_hand: Decimal) -> Decimal:
        """What is left where ``on_hand`` is; never below zero."""
        share = (on_hand * self.percent / 100).to_integral_value(ROUND_CEILING)
        return max(self.units, share, NOTHING)


NO_TERMS = Terms()


@dataclass(frozen=True, slots=True)
class Ground:
    """What is known of a place while it is locked; in the product's own unit.

    ``on_hand`` is what the quants say (sellable and committed), ``pending`` what tills
    sold and is not posted yet, ``unclaimed`` what planned moves without a claim have
    reserved, ``claimed`` the counter of COMMON, ``held`` what the asking key has
    already in whatever pool, ``parts`` what named pools hold. ``owed`` is what those
    lost who come before the asking key (see `md.stock.shortage`): it is left to them,
    as far as it is common stock.
    """

    on_hand: Decimal
    pending: Decimal
    unclaimed: Decimal
    claimed: Decimal
    held: Decimal = NOTHING
    parts: tuple[Part, ...] = ()
    owed: Decimal = NOTHING

    @property
    def unpromised(self) -> Decimal:
        """On hand, promised to nobody; below zero when reality took what was."""
        claimed = self.claimed
        for part in self.parts:
            claimed += part.claimed
        return self.on_hand - self.pending - self.unclaimed - claimed

    def with_parts(self, others: Iterable[Part]) -> "Ground":
        """The same with a part of each of ``others`` that has none here yet."""
        known = {part.pool_id for part in self.parts}
        more = tuple(part for part in others if part.pool_id not in known)
        return replace(self, parts=self.parts + more)

    def with_ending(self, pools: Container[int]) -> "Ground":
        """The same with those of ``pools`` at their end that are not open."""
        parts = (
            part._replace(phase=OVER)
            if part.pool_id in pools and part.phase != OPEN
            else part
            for part in self.parts
        )
        return replace(self, parts=tuple(parts))

    def leveled(self) -> "Ground":
        """The same after pools gave up what is beyond their shares: see `to_level`."""
        beyond = to_level(self.unpromised, self.parts)
        parts = (
            part._replace(allotted=part.allotted - beyond.get(part.pool_id, NOTHING))
            for part in self.parts
        )
        return replace(self, parts=tuple(parts))

    def moved(self, source: int, target: int, quantity: Decimal) -> "Ground":
        """The same after a pool move; what comes out of COMMON pays debts, too."""
        change = {source: -quantity, target: quantity}
        back = quantity if source == COMMON else NOTHING
        parts = (
            part._replace(
                allotted=part.allotted + change.get(part.pool_id, NOTHING),
                lent=max(part.lent - back, NOTHING)
                if part.pool_id == target
                else part.lent,
            )
            for part in self.parts
        )
        return replace(self, parts=tuple(parts))

    def shares(self) -> dict[int, Decimal]:
        """{pool: its share of what is promised to nobody}: see `split`."""
        return split(self.unpromised, self.parts)

    def draws(self, terms: Terms = NO_TERMS) -> Iterator[Draw]:
        """From where these terms may take, in turn: see `draws`; without a buffer."""
        shares = self.shares()
        shares[COMMON] = max(shares[COMMON] - self.owed, NOTHING)
        return draws(shares, self.parts, terms.pools)

    def free(self, terms: Terms = NO_TERMS) -> Decimal:
        """What may still be claimed on these terms; never below zero."""
        if not self.parts:
            common = self.unpromised - self.owed
            found = common if COMMON in terms.pools else NOTHING
        else:
            found = sum((draw.quantity for draw in self.draws(terms)), NOTHING)
        return max(found - terms.buffer(self.on_hand), NOTHING)


class Transfer(NamedTuple):
    """Units that change their pool; nothing moves. ``kind`` as of the pool move."""

    place: Slot
    source: int
    target: int
    quantity: Decimal
    kind: str


class Wish(NamedTuple):
    """Somebody wants units of a place in another pool."""

    place: Slot
    source: int
    target: int
    quantity: Decimal


def plan_moves(
    wishes: Iterable[Wish], grounds: Mapping[Slot, Ground], kind: str
) -> tuple[list[Transfer | Decimal], dict[Slot, Ground]]:
    """What becomes of each wish, one after the other: a `Transfer`, or what there is.

    No pool gives more than its free share (see `split`). ``grounds`` have a `Part` of
    every pool that is named. Also returns what the grounds are then.
    """
    found, known = [], dict(grounds)
    for place, source, target, quantity in wishes:
        have = known[place].shares().get(source, NOTHING)
        if quantity > have:
            found.append(have)
            continue
        found.append(Transfer(place, source, target, quantity, kind))
        known[place] = known[place].moved(source, target, quantity)
    return found, known


class Additions(NamedTuple):
    """What a key gets: {`Slot`: quantity to be claimed}, after these `Transfer`."""

    claims: dict[Slot, Decimal]
    transfers: list[Transfer]


def additions(
    wanted: Mapping[Slot, Decimal],
    grounds: Mapping[Slot, Ground],
    *,
    whole: Container[Slot] = (),
    terms: Terms = NO_TERMS,
) -> Additions:
    """What a key gets in each place on top of what it holds there already.

    ``wanted`` is the whole demand of a key by place, in the product's own unit; asking
    again for what is held grants nothing more, so a repeat changes nothing. When a
    place of ``whole`` cannot be granted whole, nothing is, in no place. A demand below
    what is held takes nothing away: only a release does.
    """
    missing = {slot: wanted[slot] - grounds[slot].held for slot in wanted}
    free = {slot: grounds[slot].free(terms) for slot in wanted}
    if any(slot in whole and missing[slot] > free[slot] for slot in wanted):
        return Additions({}, [])
    found = Additions(defaultdict(Decimal), [])
    for slot in wanted:
        part = min(missing[slot], free[slot])
        if grounds[slot].parts:
            _draw(found, slot, part, grounds[slot].draws(terms))
        elif part > NOTHING:  # all there is, is common stock
            found.claims[slot] += part
    return found


def _draw(found, place, quantity, sources):
    for draw in sources:
        part = min(quantity, draw.quantity)
        if part > NOTHING:
            quantity -= part
            found.claims[place._replace(pool_id=draw.pool_id)] += part
            if draw.kind:
                found.transfers.append(
                    Transfer(place, draw.source, draw.pool_id, part, draw.kind)
                )


def shortages(
    wanted: Mapping[Slot, Decimal], granted: Mapping[Slot, Decimal]
) -> Iterable[tuple[Slot, Decimal, Decimal]]:
    """(slot, wanted, granted) of what was not granted whole, in the order of locks."""
    for slot in sorted(wanted):
        got = granted.get(slot, NOTHING)
        if got < wanted[slot]:
            yield slot, wanted[slot], got
