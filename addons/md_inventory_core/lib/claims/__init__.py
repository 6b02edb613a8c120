"""Claims: who has a right to which stock; the decisions, without Odoo or a database."""

from .marks import GOODS_ARE_GONE, SOLD, ToReserve
from .settle import Claim, Fact, Settlement, settle
from .slot import NO_TERMS, Ground, Slot, Terms, additions, shortages

__all__ = [
    "GOODS_ARE_GONE",
    "NO_TERMS",
    "SOLD",
    "ToReserve",
    "Claim",
    "Fact",
    "Ground",
    "Settlement",
    "Slot",
    "Terms",
    "additions",
    "settle",
    "shortages",
]
