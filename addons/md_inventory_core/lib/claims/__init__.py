"""Claims: who has a right to which stock; the decisions, without Odoo or a database."""

from .settle import Claim, Fact, Settlement, settle
from .slot import Ground, Slot, additions, shortages

__all__ = [
    "Claim",
    "Fact",
    "Ground",
    "Settlement",
    "Slot",
    "additions",
    "settle",
    "shortages",
]
