"""Whether claims, the entries of their journal and their counters tell the same."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from .slot import NOTHING, Slot

BEGINNINGS = ("hold", "adopt")
ENDINGS = {
    "consume": "consumed",
    "release": "released",
    "expire": "expired",
    "lose": "lost",
}
# What breaks an invariant of our own books; other findings are facts about the world.
DRIFT = frozenset(
    ("journal", "counter", "pool", "unneeded", "unclaimed", "over_reserved")
)
# What can be looked for product by product; the rest is looked for at once.
BY_PRODUCT = (*sorted(DRIFT), "shortage")


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the journal; ``batch`` is the same for what was written at once."""

    id: int
    kind: str
    claim_id: int
    key: str
    slot: Slot
    change: Decimal
    source: str | None = None
    batch: Any = None


@dataclass(frozen=True, slots=True)
class Recorded:
    """A claim as its own row says; ``expires`` is whether it has a last moment."""

    id: int
    key: str
    slot: Slot
    granted: Decimal
    gone: Decimal
    state: str
    expires: bool

    @property
    def left(self) -> Decimal:
        """What is neither consumed nor released."""
        return self.granted - self.gone


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it should be.

    ``why`` says what of its ``kind``; ``expected`` and ``found`` are quantities in the
    product's own unit, or how many; ``subject`` names the document it is about.
    """

    kind: str
    why: str
    product_id: int | None = None
    warehouse_id: int | None = None
    owner_id: int = 0
    pool_id: int = 0
    key: str | None = None
    claim_id: int | None = None
    entry_id: int | None = None
    expected: Decimal = NOTHING
    found: Decimal = NOTHING
    model: str | None = None
    res_id: int | None = None
    subject: str | None = None

    @property
    def severity(self) -> str:
        """``error`` when our own books are wrong, else ``warning``."""
        return "error" if self.kind in DRIFT else "warning"

    @property
    def identity(self) -> str:
        """The same for the same trouble, whenever it is seen."""
        place = (self.product_id, self.warehouse_id, self.owner_id, self.pool_id)
        if self.res_id:
            what = (self.model, self.res_id)
        elif self.claim_id:
            what = (self.claim_id,)
        elif self.kind == "fact":
            what = (self.key,)
        elif self.why == "lent":
            what = (*place, self.why)
        else:
            what = (*place, self.key or "")
        return ":".join(map(str, (self.kind, *what)))


class _Story:
    """What the entries read so far say of a claim."""

    def __init__(self, claim: Recorded):
        self.claim, self.left = claim, NOTHING
        self.begun = self.sure = False
        self.sources = set()

    def tell(self, entry: Entry) -> tuple[str, Decimal, Decimal] | None:
        """Read one more entry; (why, expected, found) when it cannot be right."""
        wrong = self._elsewhere(entry) or self._by_kind(entry)
        self.begun = True
        self.sure = self.sure or entry.kind in ("adopt", "confirm")
        self.left += entry.change
        self.sources.add(entry.source)
        return wrong

    def _elsewhere(self, entry):
        claim = self.claim
        if (entry.key, entry.slot) != (claim.key, claim.slot):
            return "elsewhere", NOTHING, NOTHING
        return None

    def _by_kind(self, entry):
        if entry.kind in BEGINNINGS:
            return self._beginning(entry)
        if not self.begun:
            return "no_beginning", self.claim.granted, entry.change
        if self.left <= NOTHING:
            return "after_end", NOTHING, entry.change
        if entry.kind == "confirm":
            return self._confirmation(entry)
        if entry.kind in ENDINGS:
            return self._ending(entry)
        return "unknown", NOTHING, entry.change

    def _beginning(self, entry):
        if self.begun:
            return "begun_twice", NOTHING, entry.change
        if entry.change != self.claim.granted or entry.change <= NOTHING:
            return "granted", self.claim.granted, entry.change
        return None

    def _confirmation(self, entry):
        if self.sure:
            return "confirmed_twice", NOTHING, entry.change
        return ("amount", NOTHING, entry.change) if entry.change else None

    def _ending(self, entry):
        after = self.left + entry.change
        if entry.change >= NOTHING:
            return "amount", NOTHING, entry.change
        if (entry.kind == "consume") != bool(entry.source):
            return "source", NOTHING, entry.change
        if entry.source and entry.source in self.sources:
            return "consumed_twice", NOTHING, entry.change
        if entry.kind == "expire" and (self.sure or after > NOTHING):
            return "expired", self.left, -entry.change
        if after < NOTHING:
            return "below_zero", self.left, -entry.change
        if after < self.claim.left:  # what was taken before is known to the claim
            return "beyond_claim", self.left - self.claim.left, -entry.change
        return None


def claim_finding(claim: Recorded | None, entries: Iterable[Entry]) -> Finding | None:
    """Read a claim's entries in their order; what is wrong first, None when nothing is.

    Only as much can be said as the entries tell: they have no balance of their own. A
    wrong quantity is found at the latest where the entries go below what the claim says
    is left of it, never before the entry that is wrong.
    """
    entries = sorted(entries, key=lambda entry: entry.id)
    if claim is None:
        return _orphan(entries[0]) if entries else None
    if not entries:
        return _of_claim(claim, "no_entry", None, NOTHING, claim.left)
    story = _Story(claim)
    for entry in entries:
        if wrong := story.tell(entry):
            return _of_claim(claim, wrong[0], entry.id, *wrong[1:])
    if story.left != claim.left:
        return _of_claim(claim, "not_told", entries[-1].id, story.left, claim.left)
    return _state_finding(claim, story, entries)


def _state_finding(claim, story, entries):
    if story.sure == claim.expires:
        said = [entry for entry in entries if entry.kind in (*BEGINNINGS, "confirm")]
        return _of_claim(claim, "confirmed", said[-1].id, NOTHING, NOTHING)
    states = {"confirmed" if story.sure else "held"}
    if not story.left:
        states = _end_states(entries)
    if claim.state not in states:
        return _of_claim(claim, "state", entries[-1].id, NOTHING, NOTHING)
    return None


def _end_states(entries):
    """What the state may be; of what ended it at once, the order is not known."""
    last = entries[-1]
    kinds = {last.kind}
    if last.batch is not None:
        kinds |= {entry.kind for entry in entries if entry.batch == last.batch}
    return {ENDINGS[kind] for kind in kinds if kind in ENDINGS}


def counter_finding(
    slot: Slot, counted: Decimal, live: Decimal, written: Decimal
) -> Finding | None:
    """What is wrong with the counter of a slot.

    ``live`` is what its live claims say, ``written`` what the journal does. Where these
    differ a claim is wrong, and a counter that agrees with one of them is not.
    """
    if counted in (live, written):
        return None
    return Finding("counter", "counter", *slot, expected=live, found=counted)


def _orphan(entry):
    return Finding(
        "journal",
        "no_claim",
        *entry.slot,
        key=entry.key,
        claim_id=entry.claim_id,
        entry_id=entry.id,
        found=entry.change,
    )


def _of_claim(claim, why, entry_id, expected, found):
    return Finding(
        "journal",
        why,
        *claim.slot,
        key=claim.key,
        claim_id=claim.id,
        entry_id=entry_id,
        expected=expected,
        found=found,
    )
