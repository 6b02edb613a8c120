"""What an X or Z report of a till adds up, and what a cashier's count leads to.

Amounts are numbers in the till's currency, above 0 for what was sold.
"""

from math import fsum

STARTS = {"opening", "take_over"}  # counts with which somebody takes a drawer
ENDS = {"hand_over", "closing"}  # counts with which somebody gives it back


class TaxSums:
    """Values and taxes of receipts, summed from Odoo's base lines as they come.

    Odoo fills in the taxes of a list of lines after it has made the list: each list is
    therefore added when the next one comes, so that at most one is kept.
    """

    def __init__(self):
        self.base = []
        self.taxes = {}  # {tax id: ([values], [amounts])}
        self._waiting = []

    def expect(self, lines):
        """Add the list that came before; ``lines`` are added when they are complete."""
        self._add(self._waiting)
        self._waiting = lines

    def done(self):
        """Add the last list.

        :return: {"base": value without taxes, "taxes": [[tax id, value, amount]]}
        """
        self.expect([])
        return {
            "base": fsum(self.base),
            "taxes": [
                [tax, fsum(values), fsum(amounts)]
                for tax, (values, amounts) in self.taxes.items()
            ],
        }

    def _add(self, lines):
        for line in lines:
            details = line.get("tax_details")
            if not details:
                continue  # nobody has asked for its taxes
            sign = -line["sign"]  # Odoo's is that of the ledger: a sale is a credit
            excluded = details["total_excluded_currency"]
            delta = details["delta_total_excluded_currency"]
            self.base.append(sign * (excluded + delta))
            for one in details["taxes_data"]:
                values, amounts = self.taxes.setdefault(one["tax"].id, ([], []))
                values.append(sign * one["base_amount_currency"])
                amounts.append(sign * one["tax_amount_currency"])


def verdict(difference, tolerance, limit, *, tries, reason, manager):
    """Return what comes of a count: "ok", "again", "manager" or "reason".

    :param difference: counted less expected
    :param tolerance: up to which nobody asks
    :param limit: beyond which only a manager accepts it; None: there is no limit
    :param tries: counts of the same kind before this one that did not match
    :param reason: what the cashier says of it, or nothing
    """
    off = abs(difference)
    if off <= tolerance:
        return "ok"
    if not tries:
        return "again"
    if limit is not None and off > limit and not manager:
        return "manager"
    return "ok" if reason else "reason"


def shifts(counts):
    """Return who had the drawer, from its accepted counts in their order.

    :param counts: [{kind, user, at, counted, expected, reason}]; ``expected`` is what
        the drawer should have had at that moment, all shifts together
    :return: [{user, start, end, opening, closing, difference, reason}]; ``difference``
        is what changed in the drawer less what should have; None while it is open
    """
    found, held = [], None
    for count in counts:
        kind = count["kind"]
        if kind not in STARTS | ENDS:
            continue
        if held is not None:
            change = count["counted"] - held["opening"]
            due = count["expected"] - held.pop("_expected")
            held["closing"], held["end"] = count["counted"], count["at"]
            held["difference"] = change - due
            held["reason"] = count["reason"] if kind in ENDS else None
            held = None
        if kind in STARTS:
            # what was found at opening is what the session begins with
            base = count["counted"] if kind == "opening" else count["expected"]
            held = {
                "user": count["user"],
                "start": count["at"],
                "end": None,
                "opening": count["counted"],
                "closing": None,
                "difference": None,
                "reason": None,
                "_expected": base,
            }
            found.append(held)
    if held is not None:
        del held["_expected"]
    return found


def holder(counts):
    """Return the user who has the drawer now, or None when it was handed over."""
    for count in reversed(counts):
        if count["kind"] in STARTS:
            return count["user"]
        if count["kind"] in ENDS:
            return None
    return None


def counted(denominations):
    """Return what notes and coins are worth.

    :param denominations: [[value, pieces]]
    :raises ValueError: saying in one word what is wrong: "rows", "value", "pieces" or
        "twice"
    """
    if not isinstance(denominations, list) or not denominations:
        raise ValueError("rows")
    seen = set()
    for row in denominations:
        if not isinstance(row, list) or len(row) != 2:
            raise ValueError("rows")
        value, pieces = row
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise ValueError("value")
        if not 0 < value < 10**9:
            raise ValueError("value")
        if isinstance(pieces, bool) or not isinstance(pieces, int):
            raise ValueError("pieces")
        if not 0 <= pieces < 10**6:
            raise ValueError("pieces")
        if value in seen:
            raise ValueError("twice")
        seen.add(value)
    return fsum(value * pieces for value, pieces in denominations)
