"""Why a receipt costs something else than the server finds."""

from dataclasses import dataclass
from decimal import Decimal

from .promotion_receipt import outcome
from .promotion_terms.share import gets

# Of several reasons, the first of these is the one that is listed.
ORDER = (
    *("failed", "unknown", "price", "discount", "optimal", "facts"),
    *("refund", "refund_over"),
    *("ended", "revision", "customer", "missed", "total", "clock"),
)


@dataclass(frozen=True, slots=True)
class Named:
    """A promotion with the revision that a receipt names.

    ``contract``: None when there is no such revision; ``standing``: "" when it was on
    sale then, "ended" when it was not, "revision" when ``instead`` was.
    """

    code: str
    rev: str
    name: str
    contract: dict | None = None
    standing: str = ""
    instead: dict | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """``reasons``: [{"code", ...facts}], empty when all is as it should be."""

    reasons: list
    rows: list
    less: Decimal  # what lines cost less than they should: below zero


def main_reason(reasons):
    """The reason that is listed."""
    return min((one["code"] for one in reasons), key=ORDER.index)


def judge(receipt, named, missed=()):
    """`Verdict` of a sale.

    :param named: [`Named`] of the receipt
    :param missed: contracts that were on sale there and that it does not name
    """
    who = _customer_id(receipt)
    claimed = [n.contract for n in named if n.contract]
    right = [n.contract for n in named if n.contract and not n.standing]
    right += [n.instead for n in named if n.instead]
    right += missed
    claimed, right = (
        [one for one in some if gets(one, receipt.uuid, who)]
        for some in (claimed, right)
    )
    truth = outcome(receipt, right, listed=True, customer=receipt.trusted)
    reasons = _prices(receipt)
    reasons += [
        {"code": "unknown", "promotion": n.code, "rev": n.rev}
        for n in named
        if not n.contract
    ]
    if not _same(receipt, truth):
        told = outcome(receipt, claimed, customer=receipt.customer)
        reasons += _arithmetic(receipt, claimed, told)
        reasons += _standing(named, missed, told, truth)
        reasons += _customer(receipt, right, truth)
        if not reasons and any(line.at != line.trusted_at for line in receipt.lines):
            reasons = [{"code": "clock", "ahead": True}]
        reasons = reasons or [{"code": "discount"}]
    rows = compare(receipt, truth, {c["id"]: c for c in (*claimed, *right)})
    return Verdict(reasons, rows, sum((row["less"] for row in rows), Decimal(0)))


def _text(amount, digits):
    """An amount for people: the currency's decimals, more where it has more."""
    exact = f"{amount.normalize():f}"
    plain = f"{amount:.{digits}f}"
    return plain if Decimal(plain) == amount else exact


def _customer_id(receipt):
    return (receipt.customer or {}).get("id")


def _same(receipt, found):
    return all(found.nets[line.id] == line.charged for line in receipt.lines)


def _prices(receipt):
    return [
        {
            "code": "price",
            "item": line.name,
            "charged": _text(line.price, receipt.digits),
            "listed": _text(line.listed, receipt.digits),
        }
        for line in receipt.lines
        if line.price != line.listed
    ]


def _arithmetic(receipt, claimed, told):
    """Whether the till's amounts are what the promotions it names give."""
    if _same(receipt, told):
        return []
    few = outcome(receipt, claimed, customer=receipt.customer, few=True)
    given = sum((line.promo for line in receipt.lines), Decimal(0))
    found = sum(told.discounts.values(), Decimal(0))
    facts = {
        "given": _text(given, receipt.digits),
        "found": _text(found, receipt.digits),
    }
    if _same(receipt, few):
        return [{"code": "facts", **facts}]
    return [{"code": "discount" if told.optimal else "optimal", **facts}]


def _standing(named, missed, told, truth):
    """Promotions that did something and should not have, and the other way round."""
    found = [
        {"code": n.standing, "promotion": n.name, "rev": n.rev}
        | ({"now": n.instead["rev"]} if n.instead else {})
        for n in named
        if n.standing and (n.code in told.used or (n.instead and n.code in truth.used))
    ]
    return found + [
        {"code": "missed", "promotion": one.get("name") or one["id"]}
        for one in missed
        if one["id"] in truth.used
    ]


def _customer(receipt, right, truth):
    """Whether it matters that the till believed something else of the customer."""
    if receipt.customer == receipt.trusted:
        return []
    believed = outcome(receipt, right, listed=True, customer=receipt.customer)
    return [] if believed.nets == truth.nets else [{"code": "customer"}]


def compare(receipt, truth, contracts):
    """A row for each line: as it was sold, and as the server finds it."""
    rows = []
    for line in receipt.lines:
        shares = truth.shares.get(line.id, ())
        names = (contracts[share["promotion"]] for share in shares)
        rows.append(
            {
                "line": line.id,
                "item": line.name,
                "qty": line.qty,
                "price": line.price,
                "listed": line.listed,
                "promo": line.promo,
                "found_promo": truth.discounts[line.id],
                "manual": line.manual,
                "charged": line.charged,
                "found": truth.nets[line.id],
                "less": line.charged - truth.nets[line.id],
                "by": [
                    share.get("name") or share["promotion"] for share in line.shares
                ],
                "found_by": [one.get("name") or one["id"] for one in names],
            }
        )
    return rows
