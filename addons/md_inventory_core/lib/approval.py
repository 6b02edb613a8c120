"""Approvals: what somebody may do alone, who may decide for whom, and until when.

Amounts are non-negative `Decimal`s with four places: money in company currency, percent
or pieces, as the kind of approval says. No float comes in or goes out.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_CEILING, Decimal, InvalidOperation
from enum import StrEnum

# Roles that can hold a limit; a manager holds the others' roles too.
ROLES = ("cashier", "warehouse", "support", "manager")
APPROVER = "manager"
# Who configures does not approve, who audits does not either, the program never does.
BARRED = frozenset({"admin", "auditor", "system"})
PLACES = Decimal("0.0001")
# Below this a double keeps all four places, so amounts survive the ORM's floats.
MAXIMUM = Decimal(10) ** 11
# Every change of state there is; what has no entry is final.
MOVES = {
    "pending": frozenset({"approved", "refused", "withdrawn", "expired"}),
    "approved": frozenset({"used", "withdrawn", "expired"}),
}


class Verdict(StrEnum):
    """What is to be done about an amount."""

    ALLOWED = "allowed"
    NEEDS_APPROVAL = "needs_approval"
    BEYOND_ALL = "beyond_all"


class Objection(StrEnum):
    """Why a person may not decide a request."""

    INACTIVE = "inactive"
    BARRED = "barred"
    SELF = "self"
    ROLE = "role"
    COMPANY = "company"
    STORE = "store"
    LIMIT = "limit"


@dataclass(frozen=True, slots=True)
class Limit:
    """Up to which amount a role acts alone; ``company`` None means in every company."""

    role: str
    maximum: Decimal
    company: int | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody at this moment; no ``stores`` means all stores of the companies."""

    id: int
    roles: frozenset[str]
    companies: frozenset[int]
    stores: frozenset[int] = frozenset()
    active: bool = True


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request asks for; ``store`` None: no single store is concerned."""

    requester: int
    amount: Decimal
    company: int
    store: int | None = None


def amount_of(value: Decimal | int | str) -> Decimal:
    """``value`` with four places, rounded up so that rounding never helps to pass.

    Raises TypeError for floats (their last digits are accidents) and ValueError for
    what is negative, not finite or too large.
    """
    if isinstance(value, bool | float) or not isinstance(value, Decimal | int | str):
        raise TypeError(f"amount is {type(value).__name__}, not Decimal, int or str")
    try:
        amount = Decimal(value)
        if not amount.is_finite() or not 0 <= amount < MAXIMUM:
            raise ValueError(f"amount {value} is out of range")
        return amount.quantize(PLACES, rounding=ROUND_CEILING)
    except InvalidOperation as error:
        raise ValueError(f"amount {value!r} is no number") from error


def merged_limit(
    limits: Iterable[Limit], roles: Iterable[str], company: int
) -> Decimal:
    """What somebody with these roles may do alone in a company; 0 unless named.

    Of a role the company's own limit counts instead of the general one, be it higher or
    lower; of several roles the highest limit counts.
    """
    general, own = {}, {}
    for limit in limits:
        if limit.company in (None, company):
            (general if limit.company is None else own)[limit.role] = limit.maximum
    known = {**general, **own}
    return max((known[role] for role in roles if role in known), default=Decimal(0))


def decide(
    amount: Decimal, own_limit: Decimal, highest: Decimal, *, second: bool = False
) -> Verdict:
    """Whether ``amount`` is within the own limit, an approver's, or beyond all.

    With ``second`` a second person is needed within the own limit, too.
    """
    if amount <= own_limit and not second:
        return Verdict.ALLOWED
    return Verdict.NEEDS_APPROVAL if amount <= highest else Verdict.BEYOND_ALL


def objection(
    person: Person, asked: Asked, limit: Decimal, *, refusing: bool = False
) -> Objection | None:
    """Why ``person`` with this ``limit`` may not decide; None when they may.

    To refuse a request no limit is needed.
    """
    reasons = (
        (Objection.BARRED, bool(person.roles & BARRED)),
        (Objection.INACTIVE, not person.active),
        (Objection.SELF, person.id == asked.requester),
        (Objection.ROLE, APPROVER not in person.roles),
        (Objection.COMPANY, asked.company not in person.companies),
        (Objection.STORE, not _covers(person.stores, asked.store)),
        (Objection.LIMIT, not refusing and asked.amount > limit),
    )
    return next((reason for reason, against in reasons if against), None)


def may_ask(person: Person) -> bool:
    """Whether somebody can ask at all: works in a retail role and does not audit."""
    return bool(person.roles & set(ROLES)) and "auditor" not in person.roles


def is_due(state: str, expires_at: datetime, now: datetime) -> bool:
    """Whether a request, by the clock, has expired although it may not say so yet."""
    return state in MOVES and now >= expires_at


def fingerprint(parts: Mapping[str, str] | str) -> str:
    """What exactly is asked, as one stable text; equal texts ask for the same thing."""
    if isinstance(parts, str):
        return parts
    if not all(isinstance(value, str) for value in parts.values()):
        raise TypeError("parts of a fingerprint are texts")
    return json.dumps(
        dict(parts), sort_keys=True, ensure_ascii=False, separators=(",", ":")
    )


def parts_of(text: str) -> dict[str, str]:
    """The parts of a `fingerprint`; {} when it was a text."""
    try:
        parts = json.loads(text)
    except ValueError:
        return {}
    return parts if isinstance(parts, dict) else {}


def percent_change(old: Decimal, new: Decimal) -> Decimal:
    """How far ``new`` is from ``old`` in percent of ``old``; from 0 it is 100."""
    if old == new:
        return Decimal(0)
    if not old:
        return Decimal(100)
    return abs(new - old) * 100 / abs(old)


def _covers(stores: frozenset[int], store: int | None) -> bool:
    return store is None or not stores or store in stores
