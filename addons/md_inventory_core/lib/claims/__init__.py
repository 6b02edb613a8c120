"""Claims: who has a right to which stock; the decisions, without Odoo or a database."""

from .fairness import Contender, Rank, Standing, rank, stand
from .pools import COMMON, Part, draws, split, to_level
from .marks import GOODS_ARE_GONE, SOLD, ToReserve
from .pool_rules import Excess, Goods, Outcome, Reach, Rule, excess, outcomes
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
    "Contender",
    "Entry",
    "Excess",
    "Fact",
    "Finding",
    "Goods",
    "Ground",
    "Outcome",
    "Part",
    "Rank",
    "Reach",
    "Recorded",
    "Rule",
    "Settlement",
    "Slot",
    "Standing",
    "Terms",
    "additions",
    "claim_finding",
    "counter_finding",
    "draws",
    "excess",
    "next_pace",
    "outcomes",
    "plan_moves",
    "rank",
    "settle",
    "shortages",
    "split",
    "stand",
    "to_level",
]
