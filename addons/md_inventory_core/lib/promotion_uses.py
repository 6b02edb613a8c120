"""How often an order used its promotions, from the deals that the engine found."""

from collections import defaultdict
from decimal import Decimal


def uses_of(deals, contracts, weighed=()):
    """Return {promotion: uses}, as the contract counts them.

    ``deals``: as a result lists them; ``contracts``: {id: promotion}, a promotion that
    is not there counts a use for each deal; ``weighed``: ids of lines that are one item
    whatever their quantity.
    """
    found = defaultdict(int)
    for deal in deals:
        contract = contracts.get(deal["promotion"], {})
        found[deal["promotion"]] += _of_deal(deal, contract, weighed)
    return dict(found)


def _of_deal(deal, contract, weighed):
    items = sum(_items(unit, weighed) for unit in deal["units"])
    kind = contract.get("kind")
    if kind == "unit":
        return max(items, 1)
    if kind == "nth" and contract.get("favour") == "retailer":
        return max(items // int(contract["every"]), 1)
    return 1


def _items(unit, weighed):
    """Return how many units of the engine an entry of a deal stands for."""
    quantity = Decimal(unit["qty"])
    if unit["line"] in weighed or quantity % 1:
        return 1
    return int(quantity)


def money_of(deals, promotion):
    """Return what deals of a promotion took off, Decimal in the order's currency."""
    own = (Decimal(d["amount"]) for d in deals if d["promotion"] == promotion)
    return sum(own, Decimal(0))
