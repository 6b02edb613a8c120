"""The audit trail's decisions: what is watched, what changed, how it is chained."""

from .chain import GENESIS, Break, Verifier, link_hash
from .values import MASK, changed, encode, secret_key
from .watch import Watch, merged

__all__ = [
    "GENESIS",
    "MASK",
    "Break",
    "Verifier",
    "Watch",
    "changed",
    "encode",
    "link_hash",
    "merged",
    "secret_key",
]
