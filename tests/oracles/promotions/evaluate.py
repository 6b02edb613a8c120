"""`evaluate` of the promotion contract, by brute force."""

from dataclasses import replace
from hashlib import sha256

from .canonical import canonical, money, quantity
from .layer import ranked, settle
from .promotion import read_promotions
from .reading import read_basket, read_now
from .selector import active_for, is_offered, matches
from .suggest import suggest


def evaluate(basket, promotions, now):
    """Return the contract's result; ValueError with a path on malformed input."""
    basket = read_basket(basket)
    promotions = read_promotions(promotions, basket.digits)
    basket = replace(basket, now=read_now(now))
    kept = [one for one in promotions if is_kept(one, basket)]
    units, deals, suggestions = basket.units(), [], []
    for layer in sorted({one.layer for one in kept}):
        own = [one for one in kept if one.layer == layer and one.kind != "points"]
        before = [replace(unit) for unit in units if not unit.closed]
        found = settle(own, basket, units)
        suggestions += suggest(ranked(own), basket, before, found)
        deals += found
    for number, deal in enumerate(deals, 1):
        deal.number = number
    return {
        "lines": [line_result(line, deals, basket.digits) for line in basket.lines],
        "deals": [deal_result(deal, basket.digits) for deal in deals],
        "points": points(ranked(kept), basket, units),
        "suggestions": suggestions,
        "total": total(basket, deals),
        "optimal": True,
        "version": version(kept),
    }


def is_kept(promotion, basket):
    """Step 1: in time for some line, and offered here."""
    in_time = any(active_for(promotion, basket, line) for line in basket.lines)
    return in_time and is_offered(promotion, basket)


def version(kept):
    """Digest of the promotions that count."""
    pairs = [[one.id, one.rev] for one in sorted(kept, key=lambda one: one.id)]
    return sha256(canonical(pairs).encode()).hexdigest()


def taken(units, line):
    """Quantity of a line among units."""
    return sum(unit.qty for unit in units if unit.line is line)


def line_result(line, deals, digits):
    """What one line costs and why."""
    shares, discount = [], 0
    for deal in deals:
        units = [unit for unit in deal.buy + deal.get if unit.line is line]
        amount = sum(deal.shares.get(unit.number, 0) for unit in units)
        discount += amount
        if amount:
            share = {"promotion": deal.promotion.id, "deal": deal.number}
            share |= {"qty": quantity(taken(units, line))}
            shares.append(share | {"amount": money(amount, digits)})
    return {
        "id": line.id,
        "gross": money(line.gross, digits),
        "discount": money(discount, digits),
        "net": money(line.gross - discount, digits),
        "shares": shares,
    }


def deal_result(deal, digits):
    """One deal with its units by line and role."""
    lines = {unit.line.number: unit.line for unit in deal.buy + deal.get}
    units = [
        {"line": line.id, "qty": quantity(taken(side, line)), "role": role}
        for _number, line in sorted(lines.items())
        for role, side in (("buy", deal.buy), ("get", deal.get))
        if taken(side, line)
    ]
    amount = money(deal.amount, digits)
    head = {"n": deal.number, "promotion": deal.promotion.id}
    return head | {"amount": amount, "units": units}


def points(promotions, basket, units):
    """What the ledger multiplies or adds."""
    found = []
    for promotion in promotions:
        if promotion.kind != "points":
            continue
        base = sum(
            unit.price
            for unit in units
            if active_for(promotion, basket, unit.line)
            and matches(promotion.select, unit.line)
        )
        if base > 0:
            key, value = promotion.points
            head = {"promotion": promotion.id, "base": money(base, basket.digits)}
            found.append(head | {key: value})
    return found


def total(basket, deals):
    """The sums of all lines."""
    gross = sum(line.gross for line in basket.lines)
    discount = sum(deal.amount for deal in deals)
    sums = {"gross": gross, "discount": discount, "net": gross - discount}
    return {key: money(value, basket.digits) for key, value in sums.items()}
