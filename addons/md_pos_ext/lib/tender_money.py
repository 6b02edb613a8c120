"""What is paid, given back and left on each tender, in smallest units of a currency.

[!] Twin of static/src/app/utils/tender_money.js: same rules, same vectors (in
tests/vectors/tenders). A payment is {tender, amount, cash}; lists of [tender, amount]
keep the order of the payments.
"""


def paid_on(payments):
    """Return [[tender, amount]] of what was really paid on each; change is below 0."""
    sums = {}
    for payment in payments:
        sums[payment["tender"]] = sums.get(payment["tender"], 0) + payment["amount"]
    return [[tender, amount] for tender, amount in sums.items() if amount > 0]


def exact(payments, total, step):
    """Return the payments of an order with a row that takes their rounding out.

    A customer who pays 35 for 34.80 gets 34.80 back, rounded again: three refunds of
    11.60 are 12 each, and none goes over what was paid.

    :param total: what the order costs, not rounded
    :param step: to which amounts are rounded; what differs by as much is no rounding
    """
    rest = sum(payment["amount"] for payment in payments) - total
    if not payments or not rest or abs(rest) >= step:
        return payments
    by_cash = [payment for payment in payments if payment["cash"]]
    return [*payments, {**[*by_cash[:1], payments[-1]][0], "amount": -rest}]


def left_on(paid, refunds):
    """Return [[tender, amount]] of what may still go back on each of ``paid``.

    :param refunds: payments of earlier refunds, amounts below 0
    """
    back = {}
    for payment in refunds:
        back[payment["tender"]] = back.get(payment["tender"], 0) - payment["amount"]
    return [[tender, max(amount - back.get(tender, 0), 0)] for tender, amount in paid]


def proposal(due, left, cash):
    """Return {rows: [[tender, amount]], rest} of a refund of ``due`` (above 0).

    What was paid by card or phone goes back there first, in the order it was paid; the
    rest in cash. ``cash``: tenders that are cash; ``rest``: what none of them has left.
    """
    rows = []
    for tender, amount in sorted(left, key=lambda row: row[0] in cash):
        given = min(amount, due)
        if given > 0:
            rows.append([tender, given])
            due -= given
    return {"rows": rows, "rest": due}


def over(payments, left):
    """Return [[tender, excess]] of refund payments that go over what is left."""
    limits, sums = dict(left), {}
    for payment in payments:
        sums[payment["tender"]] = sums.get(payment["tender"], 0) - payment["amount"]
    beyond = [
        [tender, amount - limits.get(tender, 0)] for tender, amount in sums.items()
    ]
    return [[tender, excess] for tender, excess in beyond if excess > 0]


def problem(due, payments, remaining=0, step=1):
    """Return why payments do not settle an order, {problem, value, tender}, or None.

    :param due: what the order costs; below 0 when money goes back
    :param remaining: what is still to pay or to give back, as the till rounds it
    :param step: to which cash is rounded
    """
    sign = -1 if due < 0 else 1
    for payment in payments:
        if payment["amount"] * sign < 0:
            return _told("sign", payment["amount"], payment["tender"])
    if remaining:
        return _told("short", abs(remaining))
    paid = sum(sign * payment["amount"] for payment in payments)
    by_cash = [payment for payment in payments if payment["cash"]]
    if sign < 0:
        excess = paid + due
        allowed = step - 1 if by_cash else 0
        return _told("over", excess) if excess > allowed else None
    excess = paid - due - sum(payment["amount"] for payment in by_cash)
    return _told("change", excess) if excess > 0 else None


def _told(what, value, tender=None):
    return {"problem": what, "value": value, "tender": tender}
