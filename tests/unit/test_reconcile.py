"""The reconciler's decisions: right histories pass, a wrong row is found and named."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from md_pure.md_inventory_core.claims import (
    Entry,
    Finding,
    Recorded,
    Slot,
    claim_finding,
    counter_finding,
)

HERE, THERE = Slot(1, 1), Slot(2, 1)
STATES = ("held", "confirmed", "consumed", "released", "expired")
KINDS = ("hold", "adopt", "confirm", "consume", "release", "expire")
cents = st.integers(1, 1200).map(lambda units: Decimal(units) / 100)


def history(granted, steps, *, first="hold", number=7):
    """The claim and entries of ``steps``: (kind, quantity taken)."""
    told = [(first, Decimal(granted)), *((k, -Decimal(q)) for k, q in steps)]
    entries = [
        Entry(
            *(100 + 2 * place, kind, number, "k", HERE, change),
            f"move:{place}" if kind == "consume" else None,
            batch=place,
        )
        for place, (kind, change) in enumerate(told)
    ]
    gone = -sum((e.change for e in entries[1:]), Decimal(0))
    sure = any(e.kind in ("adopt", "confirm") for e in entries)
    ended = {"consume": "consumed", "release": "released", "expire": "expired"}
    state = "confirmed" if sure else "held"
    if gone == granted:
        state = ended.get(entries[-1].kind, "unknown")
    claim = Recorded(number, "k", HERE, Decimal(granted), gone, state, not sure)
    return claim, entries


@st.composite
def histories(draw):
    """A claim that lived rightly, with its entries."""
    granted = draw(cents)
    first = draw(st.sampled_from(("hold", "adopt")))
    steps, left = [], granted
    if first == "hold" and draw(st.booleans()):
        if draw(st.booleans()):
            steps = [(draw(st.sampled_from(("expire", "release"))), left)]
        return history(granted, steps, first=first)
    if first == "hold":
        steps.append(("confirm", 0))
    for kind in draw(st.lists(st.sampled_from(("consume", "release")), max_size=5)):
        part = min(left, draw(cents))
        if part:
            steps.append((kind, part))
            left -= part
    return history(granted, steps, first=first)


def wrong(claim, entries):
    """(why, number of the entry that is named)."""
    found = claim_finding(claim, entries)
    return found and (found.why, found.entry_id)


@given(histories(), st.randoms())
def test_a_right_history_has_no_finding(told, chance):
    claim, entries = told
    chance.shuffle(entries)
    assert claim_finding(claim, entries) is None


@given(histories(), st.data())
def test_an_entry_of_another_kind_is_found_and_named(told, data):
    claim, entries = told
    place = data.draw(st.integers(0, len(entries) - 1))
    kind = data.draw(st.sampled_from(KINDS))
    assume(kind != entries[place].kind)
    entries[place] = replace(entries[place], kind=kind)
    _why, named = wrong(claim, entries)
    after = entries[place + 1 : place + 2] or entries[place:]
    assert named in (entries[place].id, after[0].id)


@given(histories(), st.sampled_from(("slot", "key")), st.data())
def test_an_entry_of_another_place_is_named(told, what, data):
    claim, entries = told
    place = data.draw(st.integers(0, len(entries) - 1))
    other = {"slot": THERE, "key": "other"}[what]
    entries[place] = replace(entries[place], **{what: other})
    assert wrong(claim, entries) == ("elsewhere", entries[place].id)


@given(histories(), cents, st.booleans(), st.data())
def test_a_wrong_quantity_is_found_and_nothing_before_it_blamed(told, by, up, data):
    claim, entries = told
    place = data.draw(st.integers(0, len(entries) - 1))
    row = entries[place]
    entries[place] = replace(row, change=row.change + (by if up else -by))
    _why, named = wrong(claim, entries)
    assert named >= row.id
    at_once = row.kind in ("hold", "adopt", "confirm") or entries[place].change >= 0
    assert not at_once or named == row.id


@given(histories(), st.data())
def test_a_missing_entry_is_found(told, data):
    claim, entries = told
    place = data.draw(st.integers(0, len(entries) - 1))
    gone = entries.pop(place)
    why, named = wrong(claim, entries)
    if not entries:
        assert (why, named) == ("no_entry", None)
    elif place == 0:
        assert (why, named) == ("no_beginning", entries[0].id)
    elif gone.kind == "confirm":
        assert (why, named) == ("confirmed", entries[0].id)
    else:
        assert (why, named) == ("not_told", entries[-1].id)


@given(histories(), st.data())
def test_an_entry_twice_is_found(told, data):
    claim, entries = told
    row = data.draw(st.sampled_from(entries))
    entries.append(replace(row, id=row.id + 1))
    _why, named = wrong(claim, entries)
    assert named > row.id


@given(histories(), cents, st.data())
def test_a_claim_that_was_changed_is_found(told, by, data):
    claim, entries = told
    state = data.draw(st.sampled_from(STATES))
    changed = data.draw(
        st.sampled_from(
            [
                replace(claim, granted=claim.granted + by),
                replace(claim, gone=claim.gone + by),
                replace(claim, gone=claim.gone - by),
                replace(claim, expires=not claim.expires),
                replace(claim, state=state),
            ]
        )
    )
    assume(changed != claim)
    assert claim_finding(changed, entries)


@pytest.mark.parametrize(
    ("steps", "why", "place"),
    [
        ([("confirm", 0), ("confirm", 0)], "confirmed_twice", 2),
        ([("expire", 4), ("confirm", 0)], "after_end", 2),
        ([("release", 4), ("release", 1)], "after_end", 2),
        ([("consume", 3), ("consume", 3)], "below_zero", 2),
        ([("confirm", 0), ("expire", 4)], "expired", 2),
        ([("expire", 3)], "expired", 1),
        ([("melt", 1)], "unknown", 1),
    ],
)
def test_the_first_wrong_entry_is_named(steps, why, place):
    claim, entries = history(4, steps)
    ended = replace(claim, gone=claim.granted)
    assert wrong(ended, entries) == (why, entries[place].id)


def test_the_claim_knows_less_than_the_journal():
    claim, entries = history(10, [("confirm", 0), ("consume", 3), ("consume", 2)])
    found = claim_finding(replace(claim, gone=Decimal(3)), entries)
    assert (found.why, found.entry_id) == ("beyond_claim", entries[3].id)
    found = claim_finding(replace(claim, gone=Decimal(6)), entries)
    assert (found.why, found.entry_id) == ("not_told", entries[3].id)
    assert (found.expected, found.found) == (5, 4)


def test_one_source_consumes_once():
    claim, entries = history(9, [("consume", 3), ("consume", 3)])
    entries[2] = replace(entries[2], source=entries[1].source)
    assert wrong(claim, entries) == ("consumed_twice", entries[2].id)


def test_what_ended_at_once_may_be_called_by_either():
    claim, entries = history(4, [("confirm", 0), ("release", 1), ("consume", 3)])
    entries[3] = replace(entries[3], batch=entries[2].batch)
    assert claim_finding(replace(claim, state="released"), entries) is None
    assert claim_finding(replace(claim, state="expired"), entries).why == "state"


def test_entries_without_a_claim():
    _claim, entries = history(4, [("confirm", 0)])
    found = claim_finding(None, entries)
    assert (found.why, found.claim_id, found.entry_id) == ("no_claim", 7, 100)
    assert claim_finding(None, []) is None


@given(cents, cents, cents)
def test_a_counter_is_wrong_when_it_agrees_with_nobody(counted, live, written):
    found = counter_finding(HERE, counted, live, written)
    assert bool(found) == (counted not in (live, written))
    assert counter_finding(HERE, live, live, written) is None


def test_a_finding_is_the_same_when_seen_again():
    first = Finding("shortage", "shortage", 1, 2, expected=Decimal(1))
    again = replace(first, expected=Decimal(0), found=Decimal(3))
    assert first.identity == again.identity == "shortage:1:2:0:0:"
    assert first.severity == "warning"
    assert Finding("counter", "counter", 1, 2).severity == "error"
    picking = Finding("x", "x", model="stock.picking", res_id=5)
    assert picking.identity == "x:stock.picking:5"
    assert Finding("fact", "fact", 1, key="k").identity == "fact:k"
