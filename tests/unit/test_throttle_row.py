"""Failures in a row, however slow: in the end the secret itself is switched off."""

from hypothesis import given
from hypothesis import strategies as st

from md_pure.md_inventory_core import throttle
from md_pure.md_inventory_core.throttle import Count, Rule
from throttle_subject import NOON, ONE, Subject, after

SLOW = Rule(5, forgives=True, ends=20)


@given(st.lists(st.integers(0, 40 * 24 * 3600), min_size=20, max_size=25))
def test_guessing_ends_however_slow_it_is(pauses):
    subject, now, looked_at = Subject(SLOW), 0, 0
    for pause in pauses:
        now += pause + 1000
        assert subject.count.ended(SLOW) == (looked_at >= 20)
        looked_at += not subject.try_wrong(after(now))
    assert looked_at >= 20


def test_a_success_begins_the_row_anew_and_what_ended_is_told_once():
    subject, told = Subject(SLOW), []
    for day in range(41):
        before = subject.counts
        subject.try_wrong(after(day * 86400))
        if day == 18:
            assert subject.begin(after(day * 86400 + 1000)).allowed
            subject.succeed(after(day * 86400 + 1000))
        told += [day] * len(throttle.ended(before, subject.counts, subject.rules))
    assert told == [38]


def test_a_try_that_nobody_settled_counts_in_the_row():
    subject = Subject(SLOW)
    assert subject.begin(NOON).allowed
    assert throttle.settle(subject.count, SLOW, after(60)).streak == 1
    subject.counts = throttle.given_back(subject.counts, subject.rules, after(1))
    assert subject.count.streak == 0


def test_a_success_beside_the_last_failure_does_not_bring_it_back():
    subject = Subject(SLOW)
    subject.counts = {"it": Count(streak=19)}
    assert subject.begin(NOON).allowed
    assert subject.begin(NOON).allowed
    subject.fail(NOON)
    subject.succeed(NOON)
    assert subject.count.ended(SLOW)
    assert subject.count.failures == ()


def test_where_there_is_no_end_there_is_no_row():
    subject = Subject(ONE)
    for day in range(30):
        subject.try_wrong(after(day * 86400))
    assert subject.count.streak == 0
    assert not subject.count.ended(ONE)
