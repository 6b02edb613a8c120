"""Rules from the numbers that an administrator sets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from md_pure.md_inventory_core import throttle
from md_pure.md_inventory_core.throttle_policy import SETTINGS, rule, rules_for

NOTHING = {}.get


def test_the_defaults():
    pair = rule("password", "pair", NOTHING)
    assert (pair.tries, pair.lock, pair.longest, pair.forgives) == (5, 60, 900, True)
    address = rule("password", "ip", NOTHING)
    assert (address.tries, address.lock, address.grows) == (30, 300, False)
    assert rule("password", "login", NOTHING).tries == 20
    assert rule("pin", "user", NOTHING).tries == 5
    assert rule("pin", "asker", NOTHING).tries == 10


def test_no_rule_for_an_unknown_subject():
    with pytest.raises(KeyError):
        rules_for("pin", ("shop:1",), NOTHING)


@given(st.sampled_from(sorted(SETTINGS)), st.text(max_size=6) | st.integers().map(str))
def test_a_limit_is_never_off_and_never_endless(name, text):
    rules = [
        rule(*pair, {name: text}.get)
        for pair in [("password", "pair"), ("password", "ip"), ("pin", "asker")]
    ]
    for each in rules:
        assert 1 <= each.tries <= throttle.MOST_TRIES
        assert 60 <= each.lock <= each.longest <= 24 * 3600
