"""How much of a demand is granted."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

NOTHING = Decimal(0)


class Slot(NamedTuple):
    """Where stock is counted; tuples sort in the one order in which rows are locked."""

    product_id: int
    warehouse_id: int
    pool_id: int = 0  # COMMON


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
    held: Decimal

    @property
    def free(self) -> Decimal:
        """What may still be claimed; never below zero."""
        promised = self.pending + self.unclaimed + self.claimed
        return max(self.on_hand - promised, NOTHING)


def additions(
    wanted: Mapping[Slot, Decimal], grounds: Mapping[Slot, Ground], *, whole: bool
) -> dict[Slot, Decimal]:
    """What each slot gets on top of what its key holds already.

    ``wanted`` is the whole demand of a key, in the product's own unit; asking again for
    what is held grants nothing more, so a repeat changes nothing. With ``whole`` it is
    all or nothing over all slots. A demand below what is held takes nothing away: only
    a release does. Slots that get nothing are left out.
    """
    missing = {slot: wanted[slot] - grounds[slot].held for slot in wanted}
    if whole and any(missing[slot] > grounds[slot].free for slot in wanted):
        return {}
    granted = {slot: min(missing[slot], grounds[slot].free) for slot in wanted}
    return {slot: quantity for slot, quantity in granted.items() if quantity > NOTHING}


def shortages(
    wanted: Mapping[Slot, Decimal], granted: Mapping[Slot, Decimal]
) -> Iterable[tuple[Slot, Decimal, Decimal]]:
    """(slot, wanted, granted) of what was not granted whole, in the order of locks."""
    for slot in sorted(wanted):
        got = granted.get(slot, NOTHING)
        if got < wanted[slot]:
            yield slot, wanted[slot], got
