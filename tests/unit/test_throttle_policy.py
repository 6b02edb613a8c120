"""Rules from the numbers that an administrator sets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from md_pure.md_inventory_core import throttle
from md_pure.md_inventory_core.throttle_address import network_of
from md_pure.md_inventory_core.throttle_policy import SETTINGS, rule, rules_for

NOTHING = {}.get


def test_the_defaults():
    pair = rule("password", "pair", NOTHING)
    assert (pair.tries, pair.lock, pair.longest, pair.forgives) == (5, 60, 900, True)
    address = rule("password", "ip", NOTHING)
    assert (address.tries, address.lock, address.grows) == (30, 300, False)
    assert rule("password", "login", NOTHING).tries == 20
    assert rule("pin", "user", NOTHING).tries == 5
    asker = rule("pin", "asker", NOTHING)
    assert (asker.tries, asker.longest) == (10, 900)


def test_a_success_is_no_pardon_for_the_screen_that_asks():
    assert rule("pin", "user", NOTHING).forgives
    asker = rule("pin", "asker", NOTHING)
    assert asker.grows
    assert not asker.forgives


def test_only_a_pin_ends_after_so_many_failures_in_a_row():
    assert rule("pin", "user", NOTHING).ends == 20
    others = [("pin", "asker"), ("password", "pair"), ("totp", "user")]
    assert {rule(*pair, NOTHING).ends for pair in others} == {0}


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


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("::FFFF:c000:201", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:DB8:1:2::", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("::1", "::/64"),
        ("not an address", "not an address"),
        ("192.0.2.1:8069", "192.0.2.1:8069"),
        ("", ""),
    ],
)
def test_one_customer_is_one_network(address, network):
    assert network_of(address) == network


@given(st.ip_addresses(v=6).filter(lambda a: not a.ipv4_mapped), st.integers(0, 2**64))
def test_nobody_leaves_a_network_by_its_lower_half(address, lower):
    other = type(address)(int(address) >> 64 << 64 | (int(address) ^ lower) % 2**64)
    if not other.ipv4_mapped:
        assert network_of(str(address)) == network_of(str(other))


@given(st.text(max_size=20))
def test_whatever_it_is_the_network_is_its_own_network(text):
    assert network_of(network_of(text)) == network_of(text)
