"""The promotion contract, read a second time: naive, literal, slow.

It was written from the contract's text alone and shares no code with the engine that
it judges. It tries every allowed set of deals, so it is meant for small baskets.
"""

from .canonical import canonical
from .evaluate import evaluate
from .refund import refund
