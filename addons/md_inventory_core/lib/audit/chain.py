"""A hash chain over audit events: who changes, drops or inserts one breaks it.

Link ``n`` holds ``sha256(hash of link n-1 || line n)``, where the line is the event as
one JSON array in UTF-8 that starts with the sequence number. The first link hangs on
`GENESIS`. With the lines alone anybody can verify the chain, without this program.
"""

from dataclasses import dataclass
from hashlib import sha256

GENESIS = "0" * 64


def link_hash(previous: str, line: str) -> str:
    """Hash (64 hex digits) of an event's ``line`` that follows hash ``previous``."""
    return sha256(previous.encode() + line.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Break:
    """The first place where a chain is broken: link number and what is wrong there."""

    seq: int
    why: str


class Verifier:
    """Walks a chain link by link and keeps the first break.

    Feed it every link in order of its number; ``broken`` is the first `Break` or None,
    ``seq`` and ``head`` are number and hash of the last good link, ``count`` how many
    were good.
    """

    def __init__(self, seq: int = 0, head: str = GENESIS):
        self.seq = seq
        self.head = head
        self.count = 0
        self.broken: Break | None = None

    def feed(self, seq: int, line: str | None, stored: str) -> bool:
        """Check a link; ``line`` is None when its event is gone. False when broken."""
        if self.broken:
            return False
        if seq != self.seq + 1:
            self.broken = Break(self.seq + 1, f"missing; the next link is {seq}")
        elif line is None:
            self.broken = Break(seq, "its event is gone")
        elif (computed := link_hash(self.head, line)) != stored:
            self.broken = Break(seq, "event or link was changed: the hash differs")
        else:
            self.seq, self.head = seq, computed
            self.count += 1
            return True
        return False

    def join(self, seq: int, head: str) -> bool:
        """Check that the next part of the chain starts where this one ended."""
        if not self.broken and (seq, head) != (self.seq, self.head):
            self.broken = Break(self.seq + 1, "archive and chain do not join")
        return not self.broken
