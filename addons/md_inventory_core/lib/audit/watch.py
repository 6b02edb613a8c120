"""Declares what the audit trail watches on a model."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Watch:
    """Fields of one model whose changes are audited.

    ``kind`` is the event's kind (a value of ``md.audit.event.kind``); changes of
    ``secret`` fields are recorded without their values. With ``life`` the creation and
    the deletion of a record are events too, showing the watched fields that are set.
    """

    model: str
    kind: str
    fields: frozenset[str]
    secret: frozenset[str] = frozenset()
    life: bool = True

    @classmethod
    def on(cls, model: str, kind: str, *fields: str, secret=(), life=True) -> "Watch":
        """Short form: ``Watch.on("product.product", "price", "barcode")``."""
        return cls(model, kind, frozenset(fields), frozenset(secret), life)

    @property
    def names(self) -> frozenset[str]:
        """All watched fields, secret ones included."""
        return self.fields | self.secret


def merged(watches: Iterable[Watch]) -> dict[str, Watch]:
    """One `Watch` per model: fields of several add up, the first one's kind stays."""
    result: dict[str, Watch] = {}
    for watch in watches:
        known = result.get(watch.model, watch)
        result[watch.model] = Watch(
            watch.model,
            known.kind,
            known.fields | watch.fields,
            known.secret | watch.secret,
            known.life or watch.life,
        )
    return result
