"""How much of a demand is granted."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from typing import NamedTuple

NOTHING = Decimal(0)


class Slot(NamedTuple):
    """Where stock is counted; tuples sort in the one order in which rows are locked."""

    product_id: int
    warehouse_id: int
    owner_id: int = 0  # own goods; else the partner whose goods are kept apart
    pool_id: int = 0  # COMMON


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms a channel draws: what it leaves in each slot it draws from.

    ``units`` in the product's own unit; ``percent`` of what is on hand, rounded up to
    whole units. Both may be given; the greater counts.
    """

    channel_id: int = 0  # none: a planned move that nobody's channel sells
    units: Decimal = NOTHING
    percent: Decimal = NOTHING

    def buffer(self, on_hand: Decimal) -> Decimal:
        """What is left in a slot with ``on_hand``; never below zero."""
        share = (on_hand * self.percent / 100).to_integral_value(ROUND_CEILING)
        return max(self.units, share, NOTHING)


NO_TERMS = Terms()


@dataclass(frozen=True, slots=True)
class Ground:
    """What is known of a slot while its counter is locked; in the product's own unit.

    ``on_hand`` is what the quants say (sellable and committed), ``pending`` what tills
    sold and is not posted yet, ``unclaimed`` what planned moves without a claim have
    reserved, ``claimed`` the counter, ``held`` what the asking key has already.
    """

    on_hand: Decimal
    pending: Decimal
    unclaimed: Decimal
    claimed: Decimal
    held: Decimal = NOTHING

    def free(self, terms: Terms = NO_TERMS) -> Decimal:
        """What may still be claimed on these terms; never below zero."""
        promised = self.pending + self.unclaimed + self.claimed
        return max(self.on_hand - promised - terms.buffer(self.on_hand), NOTHING)


def additions(
    wanted: Mapping[Slot, Decimal],
    grounds: Mapping[Slot, Ground],
    *,
    whole: Container[Slot] = (),
    terms: Terms = NO_TERMS,
) -> dict[Slot, Decimal]:
    """What each slot gets on top of what its key holds already.

    ``wanted`` is the whole demand of a key, in the product's own unit; asking again for
    what is held grants nothing more, so a repeat changes nothing. When a slot of
    ``whole`` cannot be granted whole, nothing is, in no slot. A demand below what is
    held takes nothing away: only a release does. Slots that get nothing are left out.
    """
    missing = {slot: wanted[slot] - grounds[slot].held for slot in wanted}
    free = {slot: grounds[slot].free(terms) for slot in wanted}
    if any(slot in whole and missing[slot] > free[slot] for slot in wanted):
        return {}
    granted = {slot: min(missing[slot], free[slot]) for slot in wanted}
    return {slot: quantity for slot, quantity in granted.items() if quantity > NOTHING}


def shortages(
    wanted: Mapping[Slot, Decimal], granted: Mapping[Slot, Decimal]
) -> Iterable[tuple[Slot, Decimal, Decimal]]:
    """(slot, wanted, granted) of what was not granted whole, in the order of locks."""
    for slot in sorted(wanted):
        got = granted.get(slot, NOTHING)
        if got < wanted[slot]:
            yield slot, wanted[slot], got
