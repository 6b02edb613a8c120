"""What facts and needs do to the claims of some keys."""

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from .slot import NOTHING, Slot

Place = tuple[str, int, int, int]  # key, product, warehouse, owner


@dataclass(frozen=True, slots=True)
class Claim:
    """A live claim; ``left`` is what is neither consumed nor released of it."""

    id: int
    key: str
    slot: Slot
    confirmed: bool
    left: Decimal

    @property
    def place(self) -> Place:
        """Key, product, warehouse and owner: facts know no pools."""
        return self.key, *self.slot[:3]


@dataclass(frozen=True, slots=True)
class Fact:
    """What a committed transaction said; see ``md.claim.fact``."""

    kind: str
    key: str
    claim_id: int | None = None
    product_id: int | None = None
    warehouse_id: int | None = None
    owner_id: int = 0
    quantity: Decimal = NOTHING
    source: str | None = None

    @property
    def place(self) -> Place:
        """Key, product, warehouse and owner of what was consumed."""
        return self.key, self.product_id, self.warehouse_id, self.owner_id


@dataclass(slots=True)
class Settlement:
    """What is to be written.

    ``confirm``: ids of claims; ``less``: (claim id, kind, quantity, source) off claims;
    ``adopt``: {(key, `Slot`): quantity} that moves have reserved without a claim.
    """

    confirm: list[int] = field(default_factory=list)
    less: list[tuple[int, str, Decimal, str | None]] = field(default_factory=list)
    adopt: dict[tuple[str, Slot], Decimal] = field(default_factory=dict)


def settle(
    facts: Iterable[Fact],
    claims: Iterable[Claim],
    needs: Mapping[Place, tuple[Decimal, Decimal]],
    consumed: Container[str] = (),
) -> Settlement:
    """Apply facts to live claims, in the order given.

    ``needs``: (needed, reserved) by open moves, as committed. ``consumed``: sources
    that were applied before and do nothing. A review releases what is confirmed beyond
    what is needed or reserved, the newest first; what is only held belongs to a
    transaction that is not over, and is left alone. What is reserved beyond all live
    claims is adopted: it is gone whether claimed or not.
    """
    result = Settlement()
    live = {claim.id: claim for claim in claims}
    reviewed, seen = [], set()
    for fact in facts:
        if fact.kind == "confirm" and fact.claim_id in live:
            live[fact.claim_id] = replace(live[fact.claim_id], confirmed=True)
            result.confirm.append(fact.claim_id)
        elif fact.kind == "consume" and fact.source not in seen:
            seen.add(fact.source)
            if fact.source not in consumed:
                mine = [c for c in live.values() if c.place == fact.place]
                _take(result, live, mine, "consume", fact.quantity, fact.source)
        elif fact.kind == "review" and fact.key not in reviewed:
            reviewed.append(fact.key)
    for key in reviewed:
        _review(result, live, key, needs)
    return result


def _review(result, live, key, needs):
    places = defaultdict(list)
    for claim in live.values():
        if claim.key == key:
            places[claim.place].append(claim)
    for place in sorted({*places, *(place for place in needs if place[0] == key)}):
        needed, reserved = needs.get(place, (NOTHING, NOTHING))
        mine = places[place]
        sure = [claim for claim in reversed(mine) if claim.confirmed]
        surplus = sum((c.left for c in sure), NOTHING) - max(needed, reserved)
        if surplus > NOTHING:
            _take(result, live, sure, "release", surplus, None)
        missing = reserved - sum((claim.left for claim in mine), NOTHING)
        if missing > NOTHING:
            result.adopt[key, Slot(*place[1:])] = missing


def _take(result, live, claims, kind, quantity, source):
    for claim_id, part in spread(quantity, {c.id: c.left for c in claims}).items():
        claim = live[claim_id]
        live[claim_id] = replace(claim, left=claim.left - part)
        result.less.append((claim_id, kind, part, source))


def spread(quantity: Decimal, live: Mapping[int, Decimal]) -> dict[int, Decimal]:
    """Take ``quantity`` off claims in the order given, each down to nothing at most.

    What is more than all of them together is nobody's claim and left out: goods may
    leave that were never promised.
    """
    parts = {}
    for claim, left in live.items():
        part = min(quantity, left)
        if part > NOTHING:
            parts[claim] = part
            quantity -= part
    return parts
