"""Promotions as people enter them, and what the engine is told of them."""

from .chain import gift_circle
from .compile import compile_terms
from .faults import Fault, Faulty
from .goods import Goods, match, mean, select
from .share import gets
from .terms import Benefit, Entry, Terms, Tier

__all__ = [
    "Benefit",
    "Entry",
    "Fault",
    "Faulty",
    "Goods",
    "Terms",
    "Tier",
    "compile_terms",
    "gets",
    "gift_circle",
    "match",
    "mean",
    "select",
]
