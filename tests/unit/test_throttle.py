"""Locks after failures: exact counts, growing locks, clocks that jump."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from md_pure.md_inventory_core import throttle
from md_pure.md_inventory_core.throttle import PATIENCE, Count, Rule
from md_pure.md_inventory_core.throttle_policy import rules_for
from throttle_subject import NOON, NOTHING, ONE, SHARED, Subject, after


def test_the_fifth_failure_locks_and_says_so_once():
    subject = Subject(ONE)
    for at in range(4):
        assert subject.begin(after(at)).allowed
        assert not subject.fail(after(at))
    assert subject.begin(after(4)).allowed
    assert subject.fail(after(4))
    assert subject.begin(after(4)).wait == 60
    assert subject.begin(after(63.5)).wait == 1
    assert subject.begin(after(64)).allowed


@pytest.mark.parametrize(
    ("level", "seconds"), [(1, 60), (2, 120), (3, 240), (4, 480), (5, 900), (99, 900)]
)
def test_locks_double_up_to_the_longest(level, seconds):
    assert ONE.duration(level) == timedelta(seconds=seconds)


def test_after_a_lock_one_failure_locks_for_longer():
    subject, now = Subject(ONE), 0
    for _time in range(5):
        subject.try_wrong(after(now))
    waits = []
    for _time in range(6):
        waits.append(subject.begin(after(now)).wait)
        now += waits[-1]
        assert subject.begin(after(now)).allowed
        assert subject.fail(after(now))
    assert waits == [60, 120, 240, 480, 900, 900]


def test_a_shared_subject_begins_anew_after_its_lock():
    subject = Subject(SHARED)
    for _time in range(5):
        subject.try_wrong(NOON)
    assert subject.begin(NOON).wait == 300
    assert [subject.try_wrong(after(300)) for _time in range(6)] == [0] * 5 + [300]


def test_failures_outside_the_window_do_not_count():
    subject = Subject(ONE)
    for at in (0, 200, 400, 600, 900, 1100, 1300, 1500):
        assert subject.try_wrong(after(at)) == 0
    assert subject.try_wrong(after(1501)) == 0
    assert subject.try_wrong(after(1502)) == 59


def test_a_success_forgets_what_is_personal_only():
    personal, shared = Subject(ONE), Subject(SHARED)
    for subject in (personal, shared):
        for _time in range(4):
            subject.try_wrong(NOON)
        subject.begin(NOON)
        subject.succeed(NOON)
    assert personal.count == Count(good_at=NOON)
    assert len(shared.count.failures) == 4
    assert not shared.count.pending


def test_tries_side_by_side_are_as_many_as_are_left():
    subject = Subject(ONE)
    subject.try_wrong(NOON)
    assert [subject.begin(NOON).allowed for _time in range(6)] == [True] * 4 + [
        False
    ] * 2
    assert subject.begin(NOON).busy
    subject.succeed(NOON)
    assert subject.begin(NOON).allowed


def test_after_a_lock_only_one_try_at_a_time():
    subject = Subject(ONE)
    for _time in range(5):
        subject.try_wrong(NOON)
    assert subject.begin(after(60)).allowed
    assert subject.begin(after(60)).busy


def test_a_try_that_nobody_settles_becomes_a_failure():
    subject = Subject(ONE)
    for _time in range(5):
        subject.begin(NOON)
    assert subject.begin(NOON + PATIENCE - timedelta(seconds=1)).busy
    assert subject.begin(NOON + PATIENCE).wait == 60


def test_a_try_that_is_given_back_counts_nothing():
    subject = Subject(ONE)
    for _time in range(20):
        assert subject.begin(NOON).allowed
        subject.counts = throttle.given_back(subject.counts, subject.rules, NOON)
    assert subject.count == Count()


def test_earlier_locks_are_forgotten_in_the_end():
    subject = Subject(ONE)
    for _time in range(5):
        subject.try_wrong(NOON)
    quiet = 60 + 4 * 900
    assert subject.begin(after(quiet - 1)).counts["it"].level == 1
    subject.counts = {"it": subject.count}
    settled = throttle.settle(subject.count, ONE, after(quiet))
    assert (settled.level, settled.until) == (0, None)


def test_a_clock_set_back_prolongs_no_lock_beyond_its_own_length():
    subject = Subject(ONE)
    for _time in range(5):
        subject.try_wrong(NOON)
    year = timedelta(days=365)
    assert subject.begin(NOON - year).wait == 60
    assert subject.begin(NOON - year + timedelta(seconds=60)).allowed


def test_a_clock_set_back_lets_failures_count_no_longer_than_a_window():
    subject = Subject(ONE)
    for _time in range(4):
        subject.try_wrong(NOON)
    year = timedelta(days=365)
    subject.begin(NOON - year)
    subject.counts = throttle.given_back(subject.counts, subject.rules, NOON - year)
    assert len(subject.count.failures) == 4
    subject.try_wrong(NOON - year + timedelta(seconds=901))
    assert len(subject.count.failures) == 1


def test_a_clock_set_forth_gives_a_single_try_not_five():
    subject = Subject(ONE)
    for _time in range(5):
        subject.try_wrong(NOON)
    hour = 3600
    assert [subject.try_wrong(after(hour)) for _time in range(3)] == [0, 120, 120]


# Who is known

PAIR, LOGIN = "pair:h@192.0.2.1", "login:h"


def password_rules(*subjects):
    return rules_for("password", subjects, NOTHING)


def test_outsiders_do_not_lock_who_is_known_at_an_address():
    rules = password_rules(PAIR, LOGIN)
    locked = Count(until=after(300))
    known = {PAIR: Count(good_at=NOON - timedelta(days=29)), LOGIN: locked}
    assert throttle.begin(known, rules, NOON).allowed
    unknown = {PAIR: Count(good_at=NOON - timedelta(days=31)), LOGIN: locked}
    assert throttle.begin(unknown, rules, NOON).wait == 300
    counts, _locked = throttle.failed(known, rules, NOON)
    assert counts[LOGIN] == locked
    assert counts[PAIR].failures == (NOON,)


def test_who_becomes_known_while_others_wait_leaves_no_try_behind():
    rules = password_rules(PAIR, LOGIN)
    counts = {PAIR: Count(), LOGIN: Count()}
    for at in range(3):
        verdict = throttle.begin(counts, rules, after(at))
        counts = dict(verdict.counts)
    outsider = password_rules("pair:h@198.51.100.1", LOGIN)
    theirs = {"pair:h@198.51.100.1": Count(), LOGIN: counts[LOGIN]}
    counts[LOGIN] = throttle.begin(theirs, outsider, after(2.5)).counts[LOGIN]
    for at in range(3, 6):
        counts = throttle.succeeded(counts, rules, after(at))
    assert counts[PAIR].pending == ()
    assert counts[LOGIN].pending == (after(2.5),)


def test_a_failure_that_comes_late_does_not_prolong_a_lock():
    subject = Subject(ONE)
    for _time in range(9):
        subject.fail(NOON)
    assert subject.begin(NOON).wait == 60


# Whatever happens

RULES = st.builds(
    lambda tries, lock, factor: Rule(tries, 900, lock, lock * factor, forgives=True),
    *(st.integers(1, 8), st.integers(1, 300), st.sampled_from([1, 1, 4, 15])),
)
STEPS = st.lists(
    st.tuples(st.sampled_from(["begin", "fail", "succeed"]), st.integers(0, 5)),
    max_size=80,
)


@given(RULES, STEPS)
def test_no_more_failures_in_a_time_than_are_borne(rule, steps):
    """However tries overlap: those under way count as if they had failed."""
    subject, now, began, failures = Subject(rule), 0, [], []
    for step, seconds in steps:
        now += seconds
        overdue = bool(began) and now - began[0] >= 20
        if step == "begin" and not overdue:
            began += [now] if subject.begin(after(now)).allowed else []
        elif began and (step == "fail" or overdue):
            failures.append(now)
            subject.fail(after(now))
            began.pop(0)
        elif began:
            subject.succeed(after(now))
            failures.clear()
            began.pop(0)
        recent = [at for at in failures if now - at < rule.lock]
        assert len(recent) + len(began) <= rule.tries


@given(RULES, STEPS, st.lists(st.integers(-(10**7), 10**7), max_size=80))
def test_no_lock_ever_lasts_longer_than_the_longest(rule, steps, jumps):
    subject, now = Subject(rule), 0
    for (step, seconds), jump in zip(steps, jumps + [0] * 80, strict=False):
        now += seconds + jump
        if step == "begin" and (wait := subject.begin(after(now)).wait):
            assert wait <= rule.longest
        elif step == "fail":
            subject.fail(after(now))
