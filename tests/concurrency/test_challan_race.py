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
import random, time
from odoo.service.model import retrying
moves, hold = env["account.move"].browse({ids}), {hold}
row, taken = env.registry["md.challans"]._row, []

def slowly(self, model, values):
    if model == "md.challan":
        taken.append(values["number"])
        if len(taken) == hold:
            print("holds", values["number"], flush=True)
            time.sleep(600)
    return row(self, model, values)

env.registry["md.challans"]._row = slowly
order = random.Random({seed}).sample(moves.ids, len(moves))
for number in order:
    move = moves.browse(number)
    challan = retrying(lambda: move.md_action_challan(), env)["res_id"]
    retrying(lambda: env["md.challan"].browse(challan).action_print_en(), env)
print("issued", len(order), flush=True)
"""
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


def issue(shell, ids, seed, hold=0):
    """A process that issues and prints the challan of each, in an order of its own."""
    return shell(ISSUE.format(ids=ids, seed=seed, hold=hold))


def test_at_once_each_has_one_number_and_one_original(shell, sql, invoices):
    started = [issue(shell, invoices, seed) for seed in range(WORKERS)]
    for process in started:
        status, out, errors = process.end()
        assert (status, out.strip()) == (0, f"issued {INVOICES}"), errors
    assert sql(SERIALS) == [[str(n)] for n in range(1, INVOICES + 1)]
    assert sql(EACH) == [[str(INVOICES)] * 3]
    all_of = str(WORKERS)
    assert sql(PRINTS) == [[str(INVOICES), "1", "1", *[all_of] * 4]]


def test_who_is_killed_takes_no_number_along(shell, sql, invoices):
    killed = issue(shell, invoices, 1, hold=3)
    assert killed.wait_for("holds")
    killed.kill()
    assert sql(SERIALS) == [["1"], ["2"]]
    status, out, errors = issue(shell, invoices, 2).end()
    assert (status, out.strip()) == (0, f"issued {INVOICES}"), errors
    assert sql(SERIALS) == [[str(n)] for n in range(1, INVOICES + 1)]
    assert sql(EACH) == [[str(INVOICES)] * 3]
