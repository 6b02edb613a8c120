"""Declares what the audit trail watches on a model."""

from collections.abc import Container, Iterable
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Watch:
    """Fields of one model whose changes are audited.

    ``kind`` is the event's kind (a value of ``md.audit.event.kind``); changes of
    ``secret`` fields are recorded without their values. With ``life`` the creation and
    the deletion of a record are events too, showing the watched fields that are set.
    With ``has_company`` an event belongs to the record's company, if it has one, rather
    than to the one that the user works in.
    """

    model: str
    kind: str
    fields: frozenset[str]
    secret: frozenset[str] = frozenset()
    life: bool = True
    has_company: bool = False

    @classmethod
    def on(cls, model: str, kind: str, *fields: str, secret=(), life=True) -> "Watch":
        """Short form: ``Watch.on("product.product", "price", "barcode")``."""
        return cls(model, kind, frozenset(fields), frozenset(secret), life)

    def on_fields(self, known: Container[str], has_company: bool) -> "Watch":
        """The same without fields that the model does not have."""
        return replace(
            self,
            fields=frozenset(name for name in self.fields if name in known),
            secret=frozenset(name for name in self.secret if name in known),
            has_company=has_company,
        )

    def touched(self, names: Iterable[str]) -> bool:
        """Whether a change of these fields may be an event."""
        return not (self.fields.isdisjoint(names) and self.secret.isdisjoint(names))


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
