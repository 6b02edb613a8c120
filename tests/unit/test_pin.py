"""PINs that are refused, and badges."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from md_pure.md_inventory_core import pin
from md_pure.md_inventory_core.pin import Weakness


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("", Weakness.FORM),
        ("739", Weakness.FORM),
        ("739154826", Weakness.FORM),
        ("73a1", Weakness.FORM),
        ("73 1", Weakness.FORM),
        ("٧٣١٤", Weakness.FORM),
        ("²³¹⁴", Weakness.FORM),
        ("1111", Weakness.SAME),
        ("00000000", Weakness.SAME),
        ("1234", Weakness.RUN),
        ("4321", Weakness.RUN),
        ("7890", Weakness.RUN),
        ("9012", Weakness.RUN),
        ("0123456", Weakness.RUN),
        ("09876543", Weakness.RUN),
        ("1212", Weakness.REPEAT),
        ("1122", Weakness.REPEAT),
        ("7377", Weakness.REPEAT),
        ("739739", Weakness.REPEAT),
        ("2580", Weakness.COMMON),
        ("7391", None),
        ("73915", None),
        ("73915482", None),
    ],
)
def test_weakness(code, expected):
    assert pin.weakness(code) is expected


@given(st.from_regex(r"[0-9]{4,8}", fullmatch=True))
def test_what_passes_has_three_different_digits_and_no_run(code):
    if pin.weakness(code) is None:
        assert len(set(code)) >= 3
        steps = {(int(b) - int(a)) % 10 for a, b in pairwise(code)}
        assert steps not in ({1}, {9})


def test_most_pins_of_four_digits_are_left():
    left = sum(pin.weakness(f"{number:04}") is None for number in range(10_000))
    assert 9_000 < left < 10_000


def test_badges_differ_and_fit_barcodes():
    badges = {pin.new_badge() for _n in range(200)}
    assert len(badges) == 200
    assert all(re.fullmatch(r"[0-9A-HJKM-NP-TV-X]{20}", b) for b in badges), badges


def test_badge_is_found_as_a_scanner_types_it():
    badge = pin.new_badge()
    assert pin.badge_digest(f" {badge.lower()}\n") == pin.badge_digest(badge)
    assert pin.badge_digest(badge) != pin.badge_digest(pin.new_badge())
    assert badge not in pin.badge_digest(badge)
