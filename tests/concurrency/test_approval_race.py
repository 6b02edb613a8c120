"""Two that decide or use the same approval at once: one outcome, also with a kill."""

import random
import time

import pytest
from approval_workers import Worker, make_database, sql
from shells import NAME
from tools.stack import postgres

pytestmark = pytest.mark.concurrency

SEED = 20260301
ROUNDS = 15
WAITING = """
SELECT count(*) FROM pg_stat_activity
 WHERE datname = current_database() AND wait_event_type = 'Lock'
"""
STATES = "SELECT fingerprint, state, approver_id IS NOT NULL FROM md_approval_request"
EVENTS = """
SELECT r.fingerprint, string_agg(e.action, ' ' ORDER BY e.id)
  FROM md_approval_request r
  JOIN md_audit_event e ON e.model = 'md.approval.request' AND e.res_id = r.id
 GROUP BY 1
"""
# What the trail says of a request that ended in a state.
TOLD = {
    "pending": {"asked"},
    "approved": {"asked approved"},
    "refused": {"asked refused"},
    "withdrawn": {"asked withdrawn", "asked approved withdrawn"},
    "expired": {"asked expired", "asked approved expired"},
    "used": {"asked approved used"},
}


@pytest.fixture(scope="module")
def folder(host, tmp_path_factory):
    """A database of the module's own, and a place for pipes."""
    make_database(host)
    yield tmp_path_factory.mktemp("approvals")
    postgres.drop(NAME)


@pytest.fixture(scope="module")
def team(host, folder):
    """Two workers; one that was killed is replaced when it is needed again."""
    workers = {}

    def get(name):
        worker = workers.get(name)
        if worker is None or worker.process.poll() is not None:
            worker = workers[name] = Worker(host, folder, name)
        return worker

    yield get
    for worker in workers.values():
        if worker.process.poll() is None:
            worker.kill()


@pytest.fixture
def first(team):
    return team("first")


@pytest.fixture
def second(team):
    return team("second")


@pytest.fixture
def number(request, second):
    """A request that waits, named as the test is."""
    name = request.node.name
    assert second.do("ask", name, "cash")[1] == "ok"
    return name


def wait_until_blocked():
    """Until another transaction waits for a row that the held one has changed."""
    deadline = time.monotonic() + 30
    while sql(WAITING) == [["0"]]:
        assert time.monotonic() < deadline, "nobody waits: the deeds did not meet"
        time.sleep(0.02)


def meet(first, second, one, other, kill=False):
    """``one`` is held before its commit while ``other`` begins; answers of both.

    ``one`` and ``other``: (deed, request, login). Killed, the first has no answer.
    """
    first.start(*one, hold=True)
    second.start(*other)
    wait_until_blocked()
    if kill:
        first.kill()
        return None, second.answer()
    first.go()
    return first.answer(), second.answer()


def check(number, state):
    """The request is in this state, and the trail tells how it came there."""
    states = {row[0]: row[1:] for row in sql(STATES)}
    decided = "t" if state in ("approved", "refused", "used") else "f"
    assert states[number] == [state, decided]
    told = dict(sql(EVENTS))[number].replace("approval.", "")
    assert told in TOLD[state]


@pytest.mark.parametrize(
    ("one", "other", "state", "says"),
    [
        ("approve", "refuse", "approved", "It was approved by one"),
        ("refuse", "approve", "refused", "It was refused by one"),
        ("approve", "approve", "approved", "It was approved by one"),
    ],
)
def test_two_deciders(first, second, number, one, other, state, says):
    won, lost = meet(first, second, (one, number, "one"), (other, number, "two"))
    assert won[:2] == ["done", "ok"]
    assert lost[1] == "UserError"
    assert lost[2].startswith(says)
    assert lost[3] == 2  # waited, was retried, and read what is
    check(number, state)


def test_decider_who_is_killed(first, second, number):
    _killed, won = meet(
        first, second, ("approve", number, "one"), ("refuse", number, "two"), kill=True
    )
    assert won[:2] == ["done", "ok"]
    check(number, "refused")


def test_withdrawn_while_it_is_approved(first, second, number):
    won, lost = meet(
        first, second, ("withdraw", number, "cash"), ("approve", number, "one")
    )
    assert won[1] == "ok"
    assert lost[1:3] == ["UserError", "It was withdrawn by who asked."]
    check(number, "withdrawn")


def test_approved_while_it_is_withdrawn(first, second, number):
    won, later = meet(
        first, second, ("approve", number, "one"), ("withdraw", number, "cash")
    )
    # what was approved can be withdrawn as long as it is not used
    assert (won[1], later[1]) == ("ok", "ok")
    states = {row[0]: row[1] for row in sql(STATES)}
    assert states[number] == "withdrawn"
    told = dict(sql(EVENTS))[number].replace("approval.", "")
    assert told == "asked approved withdrawn"


def test_two_consumers(first, second, number):
    assert second.do("approve", number, "one")[1] == "ok"
    won, lost = meet(
        first, second, ("require", number, "cash"), ("require", number, "cash")
    )
    assert won[1] == "ok"
    assert lost[1] == "ApprovalNeeded"
    check(number, "used")


def test_consumer_who_is_killed(first, second, number):
    assert second.do("approve", number, "one")[1] == "ok"
    deed = ("require", number, "cash")
    _killed, won = meet(first, second, deed, deed, kill=True)
    assert won[1] == "ok"
    check(number, "used")


def test_used_while_it_is_withdrawn(first, second, number):
    assert second.do("approve", number, "one")[1] == "ok"
    won, lost = meet(
        first, second, ("require", number, "cash"), ("withdraw", number, "cash")
    )
    assert won[1] == "ok"
    assert lost[1:3] == ["UserError", "It was used already."]
    check(number, "used")


def test_same_key_at_once(first, second):
    one, other = meet(first, second, ("ask", "twin", "cash"), ("ask", "twin", "cash"))
    assert one[1] == other[1] == "ok"
    assert one[2] == other[2]
    check("twin", "pending")


def test_expiry_leaves_alone_what_is_being_decided(first, second, number):
    first.start("approve", number, "one", hold=True)
    assert second.do("cron_expire", "", "")[1] == "ok"  # does not wait
    first.go()
    assert first.answer()[1] == "ok"
    check(number, "approved")


def test_expired_while_it_is_approved(first, second, number):
    won, lost = meet(first, second, ("expire_due", "", ""), ("approve", number, "one"))
    assert won[1] == "ok"
    assert lost[1:3] == ["UserError", "It has expired: ask again."]
    check(number, "expired")


def test_crowd(team):
    """Three at once, again and again, in any order, with a kill in the middle."""
    chance = random.Random(SEED)
    workers = [team(name) for name in ("first", "second", "third")]
    outcomes = set()
    for round_ in range(ROUNDS):
        number = f"crowd {round_}"
        assert workers[2].do("ask", number, "cash")[1] == "ok"
        deeds = [("approve", "one"), ("refuse", "two"), ("withdraw", "cash")]
        chance.shuffle(deeds)
        for worker, (deed, login) in zip(workers, deeds, strict=True):
            worker.start(deed, number, login)
        killed = round_ == ROUNDS // 2
        if killed:
            workers[0].kill()
            workers[0] = team("first")
        answers = [worker.answer() for worker in workers[killed:]]
        wins = [answer for answer in answers if answer[1] == "ok"]
        # two: approved, then withdrawn; none: who was killed had been the first
        assert (0 if killed else 1) <= len(wins) <= 2, answers
        assert all(answer[1] in ("ok", "UserError") for answer in answers)
        outcomes.add(dict(row[:2] for row in sql(STATES))[number])
    told = {n: text.replace("approval.", "") for n, text in sql(EVENTS)}
    for number, state, _decided in sql(STATES):
        assert told[number] in TOLD[state], (number, state, told[number])
    assert len(outcomes) > 1  # not always the same one was first
