"""How often an order used its promotions."""

from decimal import Decimal

from md_pure.md_inventory_core.promotion_uses import money_of, uses_of


def deal(promotion, amount, *units):
    """A deal of a result; units are (line, qty)."""
    rows = [{"line": line, "qty": qty, "role": "get"} for line, qty in units]
    return {"promotion": promotion, "amount": amount, "units": rows}


def test_each_piece_of_a_unit_price_is_a_use():
    deals = [deal("P", "30.00", ("L1", "2"), ("L2", "1"))]
    assert uses_of(deals, {"P": {"kind": "unit"}}) == {"P": 3}


def test_weighed_goods_are_one_item_whatever_they_weigh():
    deals = [deal("P", "30.00", ("L1", "5"), ("L2", "0.755"), ("L3", "4"))]
    assert uses_of(deals, {"P": {"kind": "unit"}}, {"L1"}) == {"P": 6}


def test_a_deal_is_a_use_and_unknown_promotions_count_deals():
    deals = [deal("P", "10.00", ("L1", "3")), deal("P", "10.00", ("L1", "3"))]
    deals.append(deal("Q", "0.01", ("L1", "7")))
    assert uses_of(deals, {"P": {"kind": "buy_get"}}) == {"P": 2, "Q": 1}


def test_every_chunk_of_the_retailers_way_is_a_use():
    deals = [deal("P", "30.00", ("L1", "4"), ("L2", "3"))]
    contract = {"kind": "nth", "favour": "retailer", "every": 3}
    assert uses_of(deals, {"P": contract}) == {"P": 2}
    assert uses_of(deals, {"P": {**contract, "favour": "customer"}}) == {"P": 1}


def test_money_is_added_exactly():
    deals = [deal("P", "0.10"), deal("Q", "5"), deal("P", "0.20")]
    assert money_of(deals, "P") == Decimal("0.30")
    assert money_of(deals, "R") == 0
    assert uses_of([], {}) == {}
