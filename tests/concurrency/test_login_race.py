"""Guessing with many hands: the limits hold exactly, in every process together."""

from functools import partial

import login_shop
import pytest
from login_shop import PASSWORD, USER, Server, at_once
from shells import NAME
from tools.stack import postgres
from tools.stack.database import fresh

pytestmark = pytest.mark.concurrency

GUESSES = 40
PINS = """
import threading
from odoo import api
from odoo.exceptions import AccessDenied
registry, results = env.registry, []
env.cr.rollback()
gate = threading.Barrier({threads})

def guess():
    gate.wait()
    try:
        with registry.cursor() as cr:
            throttle = api.Environment(cr, {user}, {{}})['md.auth.throttle']
            with throttle._attempt('pin', 'user:{approver}', 'asker:{user}'):
                results.append('checked')
                raise AccessDenied('wrong')
    except AccessDenied as refusal:
        if 'wrong' not in str(refusal):
            results.append('refused')
    except Exception as error:
        results.append('failed: %r' % error)

guessers = [threading.Thread(target=guess) for _each in range({threads})]
[guesser.start() for guesser in guessers]
[guesser.join() for guesser in guessers]
print('result', *results)
"""


@pytest.fixture(scope="module")
def racer(host):
    """Id of the user, in a database of the module's own."""
    fresh(NAME)
    told = login_shop.lines(host.shell(login_shop.SET_UP))
    yield next(int(line.split()[1]) for line in told if line.startswith("user "))
    postgres.drop(NAME)


@pytest.fixture(scope="module")
def servers(racer, tmp_path_factory):
    """Two servers; what one counts the other knows."""
    folder = tmp_path_factory.mktemp("login")
    both = [Server(NAME, folder / f"{number}.log") for number in (1, 2)]
    try:
        for each in both:
            each.wait_until_ready()
        yield both
    finally:
        for each in both:
            each.stop()


@pytest.fixture
def sql(racer):
    """Run a query; return its rows as lists of text."""
    postgres.execute("DELETE FROM md_auth_lock", database=NAME)
    start = postgres.execute(
        "SELECT COALESCE(max(id), 0) FROM md_audit_event", database=NAME
    ).strip()

    def query(text):
        rows = postgres.execute(text.format(start=start), database=NAME).splitlines()
        return [row.split("|") for row in rows]

    return query


def spread(servers, times, deed):
    """``deed(server)`` so many times at once, over both servers."""
    return at_once([partial(deed, servers[i % 2]) for i in range(times)])


def counted(results):
    """[results without the seconds of a lock, in groups]."""
    short = [
        text.partition(";")[0] if isinstance(text, str) else text for text in results
    ]
    return {text: short.count(text) for text in set(short)}


EVENTS = """
SELECT action, count(*), min(ip), min(res_id), bool_or(user_id IS NOT NULL)
  FROM md_audit_event WHERE id > {start} AND kind IN ('login', 'approval')
 GROUP BY action ORDER BY action
"""


def test_of_forty_guesses_exactly_five_are_looked_at(servers, sql, racer):
    answers = spread(servers, GUESSES, lambda s: s.log_in(USER, "wrong"))
    assert counted(answers) == {
        "Access Denied": 5,
        "Too many failures": GUESSES - 5,
    }
    # their requests were undone, what they did is known
    assert [row[:4] for row in sql(EVENTS)] == [
        ["login.failed", "5", "127.0.0.1", str(racer)],
        ["login.locked", "1", "127.0.0.1", str(racer)],
    ]
    assert servers[0].log_in(USER, PASSWORD).startswith("Too many failures")
    assert servers[1].log_in(USER, PASSWORD).startswith("Too many failures")


def test_an_unknown_login_is_not_told_from_a_known_one(servers, sql):
    answers = spread(servers, GUESSES, lambda s: s.log_in("nobody", "wrong"))
    assert counted(answers) == {
        "Access Denied": 5,
        "Too many failures": GUESSES - 5,
    }
    assert [row[:2] for row in sql(EVENTS)] == [
        ["login.failed", "5"],
        ["login.locked", "1"],
    ]


def test_roads_of_programs_count_together_with_the_others(servers, sql, racer):
    def guess(number):
        server = servers[number % 2]
        if number % 3:
            return server.log_in(USER, "wrong")
        return server.execute(racer, "wrong", "res.users", "search_count", [])

    answers = at_once([partial(guess, number) for number in range(GUESSES)])
    assert counted(answers) == {
        "Access Denied": 5,
        "Too many failures": GUESSES - 5,
    }
    assert ["login.failed", "5", "127.0.0.1"] in [row[:3] for row in sql(EVENTS)]


def test_a_number_without_user_is_locked_like_a_login(servers, sql):
    answers = [
        servers[0].execute(99_999_999, "wrong", "res.users", "search_count", [])
        for _time in range(6)
    ]
    assert counted(answers) == {"Access Denied": 5, "Too many failures": 1}


def test_many_right_passwords_at_once_are_all_let_in(servers, sql):
    assert counted(spread(servers, 12, lambda s: s.log_in(USER, PASSWORD))) == {
        "in": 12
    }
    assert sql("SELECT count(*) FROM md_auth_lock WHERE pending <> '{{}}'") == [["0"]]


def test_a_program_is_recorded_once_however_many_call(servers, sql, racer):
    answers = spread(
        servers,
        12,
        lambda s: s.execute(racer, PASSWORD, "res.users", "search_count", []),
    )
    assert all(isinstance(answer, int) and answer > 0 for answer in answers), answers
    assert [row[:3] for row in sql(EVENTS)] == [["login.succeeded", "1", "127.0.0.1"]]


def test_pins_of_four_processes_count_together(host, sql, racer):
    threads = GUESSES // 4
    script = PINS.format(threads=threads, user=racer, approver=1)
    processes = [host.shell(script) for _each in range(4)]
    results = []
    for process in processes:
        told = [t for t in login_shop.lines(process) if t.startswith("result ")]
        results += told[0].split(" ", 1)[1].split()
    assert counted(results) == {"checked": 5, "refused": GUESSES - 5}
    assert [row[:2] for row in sql(EVENTS)] == [
        ["pin.failed", "5"],
        ["pin.locked", "1"],
    ]
    assert sql(
        "SELECT subject, cardinality(failures), cardinality(pending), level "
        "FROM md_auth_lock ORDER BY subject"
    ) == [[f"asker:{racer}", "5", "0", "0"], ["user:1", "0", "0", "1"]]
