"""Promotions: the best deal of a basket, the same in Python and in the browser.

The contract is docs/promotions.md; the twin is md_pos_ext/static/src/app/utils.
"""

from .canonical import canonical
from .engine import evaluate
from .refund import refund

__all__ = ["canonical", "evaluate", "refund"]
