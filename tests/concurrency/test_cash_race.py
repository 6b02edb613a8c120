"""Drawers at once, and killed: a bag goes to the safe once, a day has one Z report."""

import pytest

pytestmark = pytest.mark.concurrency

WORKERS = 4
TILL = """
warehouse = env["stock.warehouse"].search([], limit=1)
warehouse.md_store_ref = "1"
till = env["md.dataset.loader"]._create_till(warehouse)
till.md_blind_count = True
till.with_user(env.ref("base.user_admin")).open_ui()
session = till.current_session_id
session.set_opening_control(1000, "")
env.cr.commit()
print("made", session.id)
"""
# As a request does it: tried again when it met another.
DO = """
import os, time
from odoo.service.model import retrying
env = env(user=env.ref("base.user_admin").id)
session, tried, hold = env["pos.session"].browse({id}), [], {hold}

def act():
    tried.append(1)
    {act}
    if hold:
        env.flush_all()
        print("holds", flush=True)
        time.sleep(600)

print("ready", flush=True)
while not os.path.exists({go!r}):
    time.sleep(0.005)
try:
    retrying(act, env)
    env.cr.commit()
    print("done", len(tried), flush=True)
except Exception as error:
    env.cr.rollback()
    print("refused", type(error).__name__, error, flush=True)
"""
SAME_BAG = 'session.md_safe_drop(100, "B-1", "of {seed}")'
SAME_REQUEST = 'session.md_safe_drop(100, "B-1", "one")'
OWN_BAG = 'session.md_safe_drop(400, "B-{seed}", "of {seed}")'
CLOSE = """session.md_count_cash("closing", [[1000, 1]])
    session.post_closing_cash_details(1000)
    assert session.close_session_from_ui()["successful"]"""
BAGS = "SELECT count(*), coalesce(sum(amount), 0)::int FROM md_safe_drop"
MOVED = """
SELECT coalesce(sum(amount), 0)::int FROM account_bank_statement_line
 WHERE pos_session_id = {id}
"""
REPORTS = "SELECT number, session_id FROM md_z_report ORDER BY id"


@pytest.fixture
def session(shell):
    """The number of a session with 1,000 in its drawer."""
    _status, out, errors = shell(TILL).end()
    assert "made" in out, errors
    return int(out.split("made")[1].split()[0])


@pytest.fixture
def at_once(shell, tmp_path, session):
    """Start processes that do the same at the same moment."""
    go = tmp_path / "go"

    def start(act, workers=WORKERS, hold=False):
        go.unlink(missing_ok=True)
        rest = {"id": session, "go": str(go), "hold": hold}
        started = [
            shell(DO.format(act=act.replace("{seed}", str(seed)), **rest))
            for seed in range(workers)
        ]
        assert all(process.wait_for("ready") for process in started)
        go.touch()
        return started

    return start


def ends(processes):
    said = [process.end()[1].split() for process in processes]
    return sorted(words[0] for words in said if words)


def test_a_bag_number_is_used_once(at_once, sql, session):
    assert ends(at_once(SAME_BAG)) == ["done", *["refused"] * (WORKERS - 1)]
    assert sql(BAGS) == [["1", "100"]]
    assert sql(MOVED.format(id=session)) == [["-100"]]


def test_a_request_that_comes_many_times_is_one_drop(at_once, sql, session):
    assert ends(at_once(SAME_REQUEST)) == ["done"] * WORKERS
    assert sql(BAGS) == [["1", "100"]]
    assert sql(MOVED.format(id=session)) == [["-100"]]


def test_no_more_than_the_drawer_has_goes_to_the_safe(at_once, sql, session):
    assert ends(at_once(OWN_BAG)) == ["done", "done", "refused", "refused"]
    assert sql(BAGS) == [["2", "800"]]
    assert sql(MOVED.format(id=session)) == [["-800"]]


def test_a_session_that_is_closed_by_many_has_one_report(at_once, sql, session):
    said = ends(at_once(CLOSE))
    assert said.count("done") == 1, said
    assert sql(REPORTS) == [["1", str(session)]]


def test_who_is_killed_leaves_no_report_and_takes_no_number(at_once, sql, session):
    (killed,) = at_once(CLOSE, workers=1, hold=True)
    assert killed.wait_for("holds")
    killed.kill()
    assert sql(REPORTS) == []
    assert ends(at_once(CLOSE, workers=1)) == ["done"]
    assert sql(REPORTS) == [["1", str(session)]]
