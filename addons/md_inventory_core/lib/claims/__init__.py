"""Claims: who has a right to which stock; the decisions, without Odoo or a database."""

from .pools import COMMON, Part, draws, split, to_level
from .marks import GOODS_ARE_GONE, SOLD, ToReserve
from .reconcile import (
    BY_PRODUCT,
    DRIFT,
    Entry,
    Finding,
    Recorded,
    claim_finding,
    counter_finding,
)
from .settle import Claim, Fact, Settlement, settle
from .steps import FIRST, next_pace
from .slot import (
    NO_TERMS,
    Additions,
    Ground,
    Slot,
    Terms,
    Transfer,
    Wish,
    additions,
    plan_moves,
    shortages,
)

__all__ = [
    "BY_PRODUCT",
    "COMMON",
    "DRIFT",
    "FIRST",
    "GOODS_ARE_GONE",
    "NO_TERMS",
    "SOLD",
    "ToReserve",
    "Transfer",
    "Wish",
    "Additions",
    "Claim",
    "Entry",
    "Fact",
    "Finding",
    "Ground",
    "Part",
    "Recorded",
    "Settlement",
    "Slot",
    "Terms",
    "additions",
    "claim_finding",
    "counter_finding",
    "draws",
    "next_pace",
    "plan_moves",
    "settle",
    "shortages",
    "split",
    "to_level",
]
