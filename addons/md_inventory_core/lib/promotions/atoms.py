"""Atoms: runs of equal units of one line, as a layer finds them.

Exact discounts are integers of 1/10,000 of the smallest unit: a percentage of two
decimals on a price never needs rounding there.
"""

from dataclasses import dataclass

EXACT = 10000  # exact parts of a smallest unit
BUY, GET = 0, 1


@dataclass(slots=True)
class Atom:
    """``count`` equal units beside each other in unit order."""

    line: object
    run: int  # place among the runs of its line
    count: int
    price: int  # of one, as the layer begins
    first: int  # place of its first unit in the unit order of the layer
    index: int

    @property
    def milli(self):
        """Quantity of one unit in thousandths."""
        return self.line.unit_milli

    @property
    def weighed(self):
        """Whether it is one item that was weighed or measured."""
        return self.line.weighed


def atoms_of(lines):
    """Return the atoms of the open runs, in unit order."""
    found, first = [], 0
    for line in lines:
        for run, (count, price, is_open) in enumerate(line.runs):
            if is_open:
                found.append(Atom(line, run, count, price, first, len(found)))
                first += count
    return found


def unit_value(benefit, atom, base=None):
    """Return the exact discount of a benefit on one unit of an atom.

    ``base``: price that a percentage is taken of, if not the present one.
    """
    word, number = benefit
    if word == "percent":
        base = atom.price if base is None else base
        return min(base * number, atom.price * EXACT)
    # the number means 1 of quantity
    exact = number * atom.milli * (EXACT // 1000)
    if word == "amount":
        return min(exact, atom.price * EXACT)
    return max(0, atom.price * EXACT - exact)
