"""Tax challans issued and printed at once, and killed: one each, no number missing."""

import pytest

pytestmark = pytest.mark.concurrency

INVOICES, WORKERS = 8, 3
SHOP = f"""
env.company.partner_id.md_bin = "0001234560101"
partner = env["res.partner"].create({{"name": "Rahima"}})
moves = env["account.move"].create([
    {{
        "move_type": "out_invoice", "partner_id": partner.id,
        "invoice_line_ids": [
            (0, 0, {{"name": "Tea", "price_unit": 100 + n, "tax_ids": [(5,)]}})
        ],
    }}
    for n in range({INVOICES})
])
moves.action_post()
env.cr.commit()
print("made", *moves.ids)
"""
# As a request does it: tried again when it met another.
ISSUE = """
import os, random, time
from odoo.service.model import retrying
moves, hold = env["account.move"].browse({ids}), {hold}
row, taken = env.registry["md.challans"]._row, []
take, asked = env.registry["md.challan.series"]._next, []

def slowly(self, model, values):
    if model == "md.challan":
        taken.append(values["number"])
        if len(taken) == hold:
            print("holds", values["number"], flush=True)
            time.sleep(600)
        time.sleep(0.05)  # others come between its number and its challan
    return row(self, model, values)

def counted(self, *series):
    asked.append(series)
    return take(self, *series)

env.registry["md.challans"]._row = slowly
env.registry["md.challan.series"]._next = counted
print("ready", flush=True)
while not os.path.exists({go!r}):
    time.sleep(0.005)
order = random.Random({seed}).sample(moves.ids, len(moves))
for number in order:
    move = moves.browse(number)
    challan = retrying(lambda: move.md_action_challan(), env)["res_id"]
    retrying(lambda: env["md.challan"].browse(challan).action_print_en(), env)
    time.sleep(0.3)  # others have their turn
print("issued", len(order), "tries", len(asked), flush=True)
"""
# The print is counted, and its transaction is slow to end.
PRINT = """
import os, time
from odoo.service.model import retrying
challan, asked = env["md.challan"].search([("move_id", "=", {ids}[0])]), []

def slowly():
    asked.append(1)
    challan.action_print_en()
    time.sleep(0.05)

print("ready", flush=True)
while not os.path.exists({go!r}):
    time.sleep(0.005)
for number in range({each}):
    retrying(slowly, env)
    time.sleep(0.3)
print("issued", {each}, "tries", len(asked), flush=True)
"""
ORIGINALS = "SELECT number FROM md_challan_print ORDER BY number"
SERIALS = "SELECT serial FROM md_challan ORDER BY serial"
EACH = (
    "SELECT count(*), count(DISTINCT move_id), count(DISTINCT number) FROM md_challan"
)
PRINTS = """
SELECT count(*), min(low), max(low), min(high), max(high), min(n), max(n) FROM (
    SELECT min(number) AS low, max(number) AS high, count(*) AS n
      FROM md_challan_print GROUP BY challan_id) AS challan
"""


@pytest.fixture
def invoices(shell):
    """Numbers of invoices that have no challan yet."""
    _status, out, errors = shell(SHOP).end()
    assert "made" in out, errors
    return [int(word) for word in out.split("made")[1].split()]


@pytest.fixture
def issue(shell, tmp_path):
    """Start processes that issue and print the challan of each invoice, all at once."""
    go = tmp_path / "go"

    def start(ids, *seeds, script=ISSUE, **rest):
        go.unlink(missing_ok=True)
        rest = {"ids": ids, "hold": 0, "go": str(go), **rest}
        started = [shell(script.format(seed=seed, **rest)) for seed in seeds]
        assert all(process.wait_for("ready") for process in started)
        go.touch()
        return started

    return start


def tries(process, done=INVOICES):
    """How often a process asked for a number; it has come to its end with all."""
    status, out, errors = process.end()
    said = out.split()
    assert (status, said[:2]) == (0, ["issued", str(done)]), errors
    return int(said[-1])


def test_at_once_each_has_one_number_and_one_original(issue, sql, invoices):
    asked = [tries(process) for process in issue(invoices, *range(WORKERS))]
    assert sum(asked) > INVOICES, "they have not met"
    assert sum(number > 0 for number in asked) > 1, "one was alone"
    assert sql(SERIALS) == [[str(n)] for n in range(1, INVOICES + 1)]
    assert sql(EACH) == [[str(INVOICES)] * 3]
    all_of = str(WORKERS)
    assert sql(PRINTS) == [[str(INVOICES), "1", "1", *[all_of] * 4]]


def test_who_is_killed_takes_no_number_along(issue, sql, invoices):
    (killed,) = issue(invoices, 1, hold=3)
    assert killed.wait_for("holds")
    killed.kill()
    assert sql(SERIALS) == [["1"], ["2"]]
    (other,) = issue(invoices, 2)
    assert tries(other) == INVOICES - 2
    assert sql(SERIALS) == [[str(n)] for n in range(1, INVOICES + 1)]
    assert sql(EACH) == [[str(INVOICES)] * 3]


def test_printed_at_once_there_is_one_original(issue, sql, invoices):
    (alone,) = issue(invoices[:1], 0)
    tries(alone, 1)
    assert sql(ORIGINALS) == [["1"]]
    printers = issue(invoices, *range(WORKERS), script=PRINT, each=4)
    asked = [tries(process, 4) for process in printers]
    assert sum(asked) > 4 * WORKERS, "they have not met"
    assert sql(ORIGINALS) == [[str(n)] for n in range(1, 4 * WORKERS + 2)]
