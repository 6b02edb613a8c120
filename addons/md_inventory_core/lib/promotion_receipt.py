"""A till's receipt as plain facts, and what the engine makes of them.

The twin of what the till does: promo_basket.js, promo_order.js and promo_solver.js.
Amounts are Decimals in the order's currency, in the tax mode of its prices.
"""

import re
from dataclasses import dataclass, field
from decimal import Decimal

from .promotion_amounts import (
    basket_line,
    money_text,
    rounded,
)
from .promotions import evaluate

ROUNDS = 12  # until a payment of the rest and its discount agree
BAD = re.compile(r"promotions\[(\d+)\]")
WHERE = (
    ("channels", "channel"),
    ("stores", "store"),
    ("price_lists", "price_list"),
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it was sold; ``listed``: what the price list says now, or said then.

    ``promo``: what the till says that promotions took off; ``charged``: what its price
    and percentage make of it; ``few``: the tags of goods that a till can tell alone;
    ``at``: the scan as the till says it, ``trusted_at``: as it can have been.
    """

    id: str
    name: str
    sku: str
    qty: Decimal
    price: Decimal
    listed: Decimal
    charged: Decimal
    promo: Decimal = Decimal(0)
    manual: Decimal = Decimal(0)
    tags: tuple[str, ...] = ()
    few: tuple[str, ...] = ()
    divisible: bool = False
    locked: bool = False
    at: str | None = None
    trusted_at: str | None = None
    shares: tuple = ()


@dataclass(frozen=True, slots=True)
class Receipt:
    """An order; ``customer``: what the till knew, ``trusted``: what of it is so.

    ``tenders``: [(word, amount or None)], ``rest``: the word of the payment that paid
    what the others left, when there are several.
    """

    uuid: str
    currency: str
    digits: int
    now: str
    lines: tuple[Line, ...]
    place: dict = field(default_factory=dict)
    customer: dict | None = None
    trusted: dict | None = None
    coupons: tuple[str, ...] = ()
    tenders: tuple = ()
    rest: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What promotions make of a receipt: of each line the discount and the cost."""

    discounts: dict
    nets: dict
    shares: dict
    used: frozenset
    optimal: bool


def line_net(qty, price, promo, manual, digits):
    """What a line costs after promotions and after the cashier's discount on that."""
    left = rounded(qty * price, digits) - promo
    if left < 0 < qty:
        left = Decimal(0)
    return rounded(left * (1 - manual / 100), digits)


def charged_net(qty, price, percent, digits):
    """What a line costs by its price and percentage: Odoo's own arithmetic."""
    return rounded(qty * price * (1 - percent / 100), digits)


def basket_of(receipt, listed=False, customer=None, few=False):
    """The contract's basket.

    :param listed: at the prices of the list and at scans that can be, else as the
        receipt says it
    :param few: with the tags that a till can tell alone
    """
    lines = [
        basket_line(
            {
                "id": line.id,
                "sku": line.sku,
                "qty": line.qty,
                "price": line.listed if listed else line.price,
                "tags": list(line.few if few else line.tags),
                "divisible": line.divisible,
                "locked": line.locked,
                "at": line.trusted_at if listed else line.at,
            },
            receipt.digits,
        )
        for line in receipt.lines
    ]
    return {
        "currency": {"code": receipt.currency, "digits": receipt.digits},
        **{one: receipt.place.get(one) for _many, one in WHERE},
        "customer": customer,
        "coupons": list(dict.fromkeys(receipt.coupons)),
        "tenders": _merged(receipt.tenders, receipt.digits),
        "lines": [line for line in lines if line],
    }


def _merged(tenders, digits):
    """One entry per tender: two payments by one card count together."""
    found = {}
    for name, amount in tenders:
        before = found.get(name, Decimal(0))
        some = amount is not None and before is not None
        found[name] = before + max(amount, Decimal(0)) if some else None
    return [
        {"name": name, "amount": None if sum_ is None else money_text(sum_, digits)}
        for name, sum_ in found.items()
    ]


def here(contracts, place):
    """Those of this place."""
    return [
        contract
        for contract in contracts
        if not any(
            many and place.get(one) not in many
            for key, one in WHERE
            if (many := (contract.get("where") or {}).get(key))
        )
    ]


def evaluated(basket, contracts, now):
    """What the engine says; a promotion that it refuses is left out, as at the till.

    :raises ValueError: of a basket that makes no sense
    """
    contracts = list(contracts)
    while True:
        try:
            return evaluate(basket, contracts, now)
        except ValueError as error:
            bad = BAD.match(str(error))
            if not bad:
                raise
            del contracts[int(bad[1])]


def settled(basket, contracts, now, rest=None):
    """The result with which a payment of the rest pays exactly the rest."""
    result = evaluated(basket, contracts, now)
    for _round in range(ROUNDS if rest else 0):
        [tender] = [one for one in basket["tenders"] if one["name"] == rest]
        others = (one for one in basket["tenders"] if one is not tender)
        paid = sum((Decimal(one["amount"]) for one in others), Decimal(0))
        left = max(Decimal(result["total"]["net"]) - paid, Decimal(0))
        amount = money_text(left, basket["currency"]["digits"])
        if amount == tender["amount"]:
            break
        tender["amount"] = amount
        result = evaluated(basket, contracts, now)
    return result


def outcome(receipt, contracts, listed=False, customer=None, few=False):
    """What promotions make of a receipt; nothing of one that the engine cannot read."""
    basket = basket_of(receipt, listed, customer, few)
    contracts = here(contracts, receipt.place)
    try:
        result = contracts and settled(basket, contracts, receipt.now, receipt.rest)
    except ValueError:
        result = None  # the till sells at the price of the list then
    result = result or {"lines": [], "deals": [], "optimal": True}
    told = {row["id"]: row for row in result["lines"]}
    discounts = {
        line.id: Decimal(told[line.id]["discount"]) if line.id in told else Decimal(0)
        for line in receipt.lines
    }
    nets = {
        line.id: line_net(
            line.qty,
            line.listed if listed else line.price,
            discounts[line.id],
            line.manual,
            receipt.digits,
        )
        for line in receipt.lines
    }
    return Outcome(
        discounts,
        nets,
        {name: row["shares"] for name, row in told.items()},
        frozenset(deal["promotion"] for deal in result["deals"]),
        result["optimal"],
    )
