"""What looks like the same product twice: found, and found quickly."""

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from md_pure.md_inventory_core.duplicates import (
    NEAR,
    Item,
    likeness,
    pairs,
    plain_barcode,
    plain_sku,
    words,
)

VOCABULARY = ["rice", "salt", "soap", "milk", "tea", "red", "blue", "5kg", "250ml"]
WORDS = st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=5).map(" ".join)


@pytest.mark.parametrize(
    ("code", "plain"),
    [
        ("036000291452", "00036000291452"),
        ("0036000291452", "00036000291452"),
        (" 4006381-333931", "04006381333931"),
        ("4006381333932", "4006381333932"),  # wrong check digit: no GTIN
        ("abc 12", "ABC12"),
    ],
)
def test_plain_barcode(code, plain):
    assert plain_barcode(code) == plain


def test_plain_words():
    assert plain_sku(" Bas - 5 ") == plain_sku("BAS-5") == "bas-5"
    assert words("Basmati, RICE 5 kg") == words("rice  basmati 5KG")
    assert words("Café") == ["cafe"]
    # vowel signs make the word
    assert words("চাল") != words("চিল")


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Basmati Rice 5 kg", "BASMATI RICE, 5kg", True),
        ("Rice Basmati 5 kg", "Basmati Rice 5 kg", True),
        ("Coca Cola 250 ml", "Coca-Cola 250ml", True),
        ("Coca Cola 250 ml", "Coca Cola 500 ml", False),
        ("T-Shirt basic M", "T-Shirt basic L", False),
        ("Shampoo Anti Dandruf", "Shampoo Anti Dandruff", True),
        ("Basmati Rice 5 kg", "Lentils red 5 kg", False),
        ("মিনিকেট চাল ৫ কেজি", "চাল মিনিকেট ৫ কেজি", True),
    ],
)
def test_likeness(one, other, alike):
    assert (likeness(one, other) >= NEAR) is alike
    assert likeness(one, other) == likeness(other, one)


def test_strongest_reason_wins_and_pairs_are_told_once():
    found = pairs(
        [
            Item(2, "Rice 5 kg", "R-5", ("036000291452",), 1),
            Item(1, "RICE 5kg", "r-5", ("0036000291452",), 1),
            Item(3, "Rice, 5 kg", "OTHER", (), 1),
        ]
    )
    assert [(p.a, p.b, p.reason) for p in found] == [
        (1, 2, "barcode"),
        (1, 3, "name"),
        (2, 3, "name"),
    ]


def test_names_count_within_a_group_only():
    items = [Item(1, "Rice", group=1), Item(2, "Rice", group=2)]
    assert pairs(items) == []


@given(st.lists(WORDS, min_size=2, max_size=12))
def test_finds_exactly_what_comparing_all_finds(names):
    """The short cut by rare trigrams leaves out nothing."""
    found = {(p.a, p.b) for p in pairs(Item(n, name) for n, name in enumerate(names))}
    slow = {
        (a, b)
        for b in range(len(names))
        for a in range(b)
        if likeness(names[a], names[b]) >= NEAR
    }
    assert found == slow


@pytest.mark.slow
def test_twenty_thousand_names_take_seconds():
    chance = random.Random(7)
    stock = [
        f"{a}{b}"
        for a in ("alpha", "borak", "celin", "dorin", "elvar")
        for b in ("mint", "gold", "fresh", "pure", "max", "soft")
    ]
    items = [
        Item(
            n,
            f"{' '.join(chance.sample(stock, 4))} {chance.randint(1, 40)}ml",
            group=n % 50,
        )
        for n in range(20_000)
    ]
    items.append(Item(20_000, items[777].name.upper(), group=777 % 50))
    begin = time.monotonic()
    found = pairs(items)
    assert (777, 20_000) in {(pair.a, pair.b) for pair in found}
    assert time.monotonic() - begin < 30
