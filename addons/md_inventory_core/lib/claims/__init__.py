"""Claims: who has a right to which stock; the decisions, without Odoo or a database."""

from .marks import GOODS_ARE_GONE, SOLD, ToReserve
from .reconcile import (
    DRIFT,
    Entry,
    Finding,
    Recorded,
    claim_finding,
    counter_finding,
)
from .settle import Claim, Fact, Settlement, settle
from .slot import NO_TERMS, Ground, Slot, Terms, additions, shortages

__all__ = [
    "DRIFT",
    "GOODS_ARE_GONE",
    "NO_TERMS",
    "SOLD",
    "ToReserve",
    "Claim",
    "Entry",
    "Fact",
    "Finding",
    "Ground",
    "Recorded",
    "Settlement",
    "Slot",
    "Terms",
    "additions",
    "claim_finding",
    "counter_finding",
    "settle",
    "shortages",
]
