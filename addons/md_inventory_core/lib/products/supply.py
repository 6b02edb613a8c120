"""What may be ordered of a supplier: at least so many, in whole cases."""

from decimal import Decimal

NOTHING = Decimal(0)


def order_quantity(wish: Decimal, least: Decimal, case: Decimal) -> Decimal:
    """The least quantity from ``wish`` on that a supplier delivers.

    :param least: the supplier's smallest order, 0 for none
    :param case: how many are in a case, 0 where single ones are sold; all in the same
        unit
    """
    if wish <= NOTHING:
        return wish
    wish = max(wish, least)
    if case <= NOTHING:
        return wish
    whole, rest = divmod(wish, case)
    return (whole + (1 if rest else 0)) * case
