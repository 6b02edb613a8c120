"""Claims: who has a right to which stock; the decisions, without Odoo or a database."""

from .marks import GOODS_ARE_GONE, ToReserve
from .settle import Claim, Fact, Settlement, settle
from .slot import Ground, Slot, additions, shortages

__all__ = [
    "GOODS_ARE_GONE",
    "ToReserve",
    "Claim",
    "Fact",
    "Ground",
    "Settlement",
    "Slot",
    "additions",
    "settle",
    "shortages",
]
