"""The audit trail's pure part: chain, values, watches."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from md_pure.md_inventory_core.audit import (
    GENESIS,
    Verifier,
    Watch,
    changed,
    encode,
    link_hash,
    merged,
    secret_key,
)

LINES = st.lists(st.text(max_size=40), min_size=1, max_size=30)


def chain(lines):
    """[(number, line, hash)] as the worker makes it."""
    head, links = GENESIS, []
    for seq, line in enumerate(lines, 1):
        head = link_hash(head, line)
        links.append((seq, line, head))
    return links


def verified(links):
    """A verifier that was fed with links."""
    verifier = Verifier()
    for link in links:
        verifier.feed(*link)
    return verifier


def test_hash_is_sha256_of_previous_and_line():
    # printf '%064d["a"]' 0 | sha256sum
    assert link_hash(GENESIS, '["a"]') == (
        "6287e625364612a876ec77a0fb6f784ff931ef31ab40dcb12e6ed4c68fb342e3"
    )


@given(LINES)
def test_whole_chain_verifies(lines):
    verifier = verified(chain(lines))
    assert verifier.broken is None
    assert (verifier.seq, verifier.count) == (len(lines), len(lines))
    assert verifier.head == chain(lines)[-1][2]


@given(LINES, st.data())
def test_any_single_change_is_named(lines, data):
    links = chain(lines)
    place = data.draw(st.integers(0, len(links) - 1))
    seq, line, stored = links[place]
    kind = data.draw(st.sampled_from(["line", "hash", "event", "link", "swap"]))
    if kind == "line":
        links[place] = (seq, line + "x", stored)
    elif kind == "hash":
        links[place] = (seq, line, link_hash(stored, ""))
    elif kind == "event":
        links[place] = (seq, None, stored)
    elif kind == "link" and place < len(links) - 1:
        del links[place]
    elif kind == "swap" and place < len(links) - 1 and line != links[place + 1][1]:
        other = links[place + 1]
        links[place], links[place + 1] = (
            (seq, other[1], stored),
            (seq + 1, line, other[2]),
        )
    else:
        return
    broken = verified(links).broken
    assert broken is not None and broken.seq == seq


@given(LINES)
def test_forger_who_rehashes_the_rest_changes_the_head(lines):
    forged = chain([lines[0] + "x", *lines[1:]])
    assert verified(forged).broken is None  # consistent in itself ...
    assert forged[-1][2] != chain(lines)[-1][2]  # ... but its head is another


def test_parts_join_only_where_the_first_ended():
    links = chain(["a", "b", "c"])
    verifier = verified(links[:2])
    assert verifier.join(2, links[1][2])
    assert not verifier.join(2, GENESIS)
    assert verifier.broken.seq == 3
    assert not verifier.feed(*links[2])
    assert verifier.count == 2


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({"a": 1}, {"a": 1}, ({}, {})),
        ({"a": 1, "b": 2}, {"a": 1, "b": 3}, ({"b": 2}, {"b": 3})),
        ({}, {"a": 1}, ({}, {"a": 1})),
        ({"a": 1}, {}, ({"a": 1}, {})),
        ({"a": [[1, "x"]]}, {"a": [[1, "y"]]}, ({"a": [[1, "x"]]}, {"a": [[1, "y"]]})),
        ({"a": 0}, {"a": False}, ({}, {})),
    ],
)
def test_only_differences_stay(before, after, expected):
    assert changed(before, after) == expected


@given(st.sets(st.integers()), st.sets(st.integers(), max_size=3), st.booleans())
def test_long_lists_are_kept_as_what_went_and_came(kept, came, long):
    kept = kept - came | (set(range(10**6, 10**6 + 101)) if long else set())
    before, after = sorted(kept), sorted(kept | came)
    old, new = changed({"a": before}, {"a": after})
    if not came:
        assert (old, new) == ({}, {})
    elif len(after) > 100:
        assert (old["a"], new["a"]) == ([], sorted(came))
    else:
        assert (old["a"], new["a"]) == (before, after)


@given(
    st.dictionaries(
        st.text(min_size=1), st.none() | st.booleans() | st.integers() | st.text()
    )
)
def test_encoded_values_come_back(values):
    text = encode(values)
    if not values:
        assert text is None
        return
    assert "\0" not in text  # PostgreSQL's text takes none; JSON escapes it
    assert json.loads(text) == values


def test_encoding_is_stable_and_readable():
    assert encode({"b": 1, "a": "দাম"}) == '{"a":"দাম","b":1}'


@pytest.mark.parametrize(
    ("name", "secret"),
    [
        ("database.secret", True),
        ("mail.smtp_password", True),
        ("x.API_KEY", True),
        ("md.metrics_token", True),
        ("mail.sfu_server_key", True),
        ("cloud_storage_google_account_info", True),
        ("unsplash.access_key", True),
        ("whatever.we.never.saw", True),
        ("web.base.url", False),
        ("md_inventory_core.audit_retention_months", False),
    ],
)
def test_secret_settings_are_known_by_name(name, secret):
    assert secret_key(name) is secret


def test_watches_of_several_addons_add_up():
    found = merged(
        [
            Watch.on("a", "price", "x", life=False),
            Watch.on("a", "settings", "y", secret=("z",)),
            Watch.on("b", "rights", "x"),
        ]
    )
    assert found["a"] == Watch.on("a", "price", "x", "y", secret=("z",), life=True)
    assert set(found) == {"a", "b"}


def test_a_watch_is_touched_by_its_fields_only():
    watch = Watch.on("a", "price", "x", "gone", secret=("z",)).on_fields(
        {"x", "z"}, True
    )
    assert watch.touched({"x": 1}) and watch.touched(["z", "q"])
    assert not watch.touched({"gone": 1}) and not watch.touched({})
    assert watch.has_company
