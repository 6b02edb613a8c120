"""Promotions to begin with: values of a form, by key.

Rows of goods are {"qty": n, "all_goods": True}; who begins with a template chooses the
goods. ``NEEDS`` names what a template makes no sense without.
"""

from copy import deepcopy

FREE = {"how": "percent", "percent": 100.0}


def _unit(percent, **more):
    return {
        "kind": "unit",
        "how": "percent",
        "percent": percent,
        "goods_ids": [{"qty": 1}],
        **more,
    }


EVERYTHING = [{"all_goods": True, "qty": 1}]
VALUES = {
    "buy_get": {
        "kind": "buy_get",
        **FREE,
        "buy_ids": [{"qty": 2}],
        "get_ids": [{"qty": 1}],
    },
    "three_for_two": {
        "kind": "nth",
        **FREE,
        "every": 3,
        "free": 1,
        "goods_ids": [{"qty": 1}],
    },
    "second_half": {
        "kind": "nth",
        "how": "percent",
        "percent": 50.0,
        "every": 2,
        "free": 1,
        "goods_ids": [{"qty": 1}],
    },
    "combo": {
        "kind": "bundle",
        "how": "price",
        "amount": 160.0,
        "slot_ids": [{"qty": 1}, {"qty": 1}],
    },
    "mix_match": {
        "kind": "bundle",
        "how": "price",
        "amount": 250.0,
        "slot_ids": [{"qty": 3}],
    },
    "happy_hour": _unit(20.0, window_ids=[{"hour_from": 17.0, "hour_to": 19.0}]),
    "happy_weekday": _unit(10.0, tue=True),
    "category_sale": _unit(20.0),
    "clearance": _unit(20.0, ends_here=True),
    "tier_quantity": {
        "kind": "tiers",
        "per": "selection",
        "mode": "all",
        "goods_ids": [{"qty": 1}],
        "tier_ids": [
            {"least": 3.0, "how": "percent", "value": 10.0},
            {"least": 6.0, "how": "percent", "value": 15.0},
        ],
    },
    "spend_save": {
        "kind": "threshold",
        "layer": 2,
        "goods_ids": EVERYTHING,
        "tier_ids": [
            {"least": 1000.0, "how": "amount", "value": 100.0},
            {"least": 2500.0, "how": "amount", "value": 300.0},
        ],
    },
    "gift": {
        "kind": "gift",
        "gift_with": "spend",
        "spend": 2000.0,
        "gift_qty": 1,
        "goods_ids": EVERYTHING,
        "per_basket": 1,
    },
    "group": _unit(5.0, goods_ids=EVERYTHING, layer=2),
    "birthday": _unit(
        10.0,
        goods_ids=EVERYTHING,
        layer=2,
        for_birthday=True,
        max_discount=500.0,
    ),
    "first_order": _unit(
        10.0,
        goods_ids=EVERYTHING,
        layer=2,
        for_first_order=True,
        max_discount=200.0,
    ),
    "staff": _unit(15.0, goods_ids=EVERYTHING, layer=2, for_staff=True),
    "tender": {
        "kind": "tender",
        "how": "percent",
        "percent": 5.0,
        "layer": 3,
        "max_discount": 100.0,
        "goods_ids": EVERYTHING,
        "tender_code": "bkash",
    },
    "coupon": _unit(
        15.0, goods_ids=EVERYTHING, layer=2, max_discount=200.0, coupon="SAVE15"
    ),
    "bundle_slots": {
        "kind": "bundle",
        "how": "price",
        "amount": 200.0,
        "slot_ids": [{"qty": 1}, {"qty": 1}, {"qty": 1}],
    },
    "wholesale": {
        "kind": "tiers",
        "per": "line",
        "mode": "all",
        "goods_ids": EVERYTHING,
        "tier_ids": [
            {"least": 12.0, "how": "percent", "value": 8.0},
            {"least": 48.0, "how": "percent", "value": 12.0},
        ],
    },
}
# {template: field without which it would be for everybody}
NEEDS = {
    "group": "partner_tag_ids",
    "birthday": "for_birthday",
    "first_order": "for_first_order",
    "staff": "for_staff",
    "coupon": "coupon",
    "happy_hour": "window_ids",
    "clearance": "date_to",
}


def values(key: str) -> dict:
    """Values of a template, to be changed at will."""
    return deepcopy(VALUES[key])
