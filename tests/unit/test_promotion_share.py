"""A share of baskets or customers: the same answer everywhere, as large as said."""

import json
from pathlib import Path

from md_pure.md_inventory_core.promotion_terms import gets

VECTORS = Path(__file__).parents[1] / "vectors" / "promotion_share.json"


def shared(points, by="basket"):
    return {"id": "P0001", "share": {"points": points, "by": by}}


def test_vectors_of_both_languages():
    cases = json.loads(VECTORS.read_text(encoding="utf-8"))
    assert len(cases) >= 40
    for case in cases:
        told = gets(case["contract"], case["order"], case["customer"])
        assert told is case["gets"], case
    assert {case["gets"] for case in cases} == {True, False}


def test_without_a_share_everybody_gets_it():
    assert gets({"id": "P0001"}, "order", None)


def test_a_share_is_as_large_as_said():
    for points in (500, 2500, 5000, 9000):
        got = sum(gets(shared(points), f"order-{n}", None) for n in range(20000))
        assert abs(got / 20000 - points / 10000) < 0.01


def test_two_promotions_take_other_baskets():
    one, two = shared(5000), {**shared(5000), "id": "P0002"}
    both = sum(
        gets(one, f"order-{n}", None) and gets(two, f"order-{n}", None)
        for n in range(20000)
    )
    assert abs(both / 20000 - 0.25) < 0.02


def test_by_customers_the_order_does_not_count():
    mine = shared(5000, "customer")
    assert not gets(mine, "order", None)
    for customer in map(str, range(50)):
        told = {gets(mine, f"order-{n}", customer) for n in range(5)}
        assert len(told) == 1
