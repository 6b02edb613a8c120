"""A change request is decided once and applied once, with kills and twins."""

import pytest

pytestmark = pytest.mark.concurrency

PRODUCTS, PIECE, HOLD = 60, 7, 3
SCENE = f"""
from odoo.tests import new_test_user
boss, one, two = (
    new_test_user(env, login, groups='md_inventory_core.group_manager')
    for login in ('boss', 'one', 'two')
)
env.company.md_products_governed = True
goods = env['product.template'].create(
    [{{'name': f'Raced {{n}}', 'list_price': 100}} for n in range({PRODUCTS})]
)
desk = env['md.change.desk'].with_user(boss)
wishes = [(product.with_user(boss), 'list_price', '"110"') for product in goods]
request = desk._draft(wishes, 'race')
request.action_ask()
env.cr.commit()
"""
# What would apply it at once, in the background, is left to the job here.
ALONE = "env.registry['md.background']._soon = lambda *words, **more: None\n"
APPROVE = """
import os, time
from functools import partial
from odoo.exceptions import UserError
from odoo.service.model import retrying
print('ready', flush=True)
while not os.path.exists({go!r}):
    time.sleep(0.002)
user = env['res.users'].search([('login', '=', {login!r})])

def approve():
    me = env(user=user)
    me['md.approval']._approve(me['md.approval.request'].search([], limit=1), 'fine')

try:
    retrying(approve, env)
    env.cr.commit()
    print('answer ok', flush=True)
except UserError as error:
    env.cr.rollback()
    print('answer', error, flush=True)
"""
APPROVED = """
user = env['res.users'].search([('login', '=', 'one')])
me = env(user=user)
me['md.approval']._approve(me['md.approval.request'].search([], limit=1), 'fine')
env.cr.commit()
"""
# Says each piece; one of them waits with all of it written, before its commit.
APPLY = """
import os, time
from odoo.addons.md_inventory_core.services import md_change_applier as module
module.AT_ONCE = {piece}
applier, pieces = env.registry['md.change.applier'], []
change = applier._change

def spoken(self, request, lines):
    change(self, request, lines)
    pieces.append(1)
    print('piece', len(pieces), flush=True)
    while len(pieces) == {hold}:
        time.sleep(0.02)

applier._change = spoken
env['md.change.applier']._cron_apply()
env.cr.commit()
print('finished', flush=True)
"""
PRICES = """
SELECT list_price::int, count(*) FROM product_template
 WHERE name->>'en_US' LIKE 'Raced %' GROUP BY 1
"""
# How often each product's price was changed, by the trail.
EVENTS = """
SELECT n, count(*) FROM (
    SELECT count(*) AS n
      FROM md_audit_event e JOIN product_template t ON t.id = e.res_id
     WHERE e.model = 'product.template' AND e.action = 'write'
       AND t.name->>'en_US' LIKE 'Raced %' GROUP BY t.id) x GROUP BY 1
"""
LINES = "SELECT state, count(*) FROM md_change_line GROUP BY 1"
STATE = "SELECT state FROM md_change_request"
TOLD = "SELECT count(*) FROM md_audit_event WHERE action = '{}'"


def run(shell, script):
    """A script from start to end."""
    status, _out, errors = shell(script).end()
    assert status == 0, errors


def apply(shell, hold=0):
    return shell(APPLY.format(piece=PIECE, hold=hold))


def finished(process):
    assert process.wait_for("finished"), process.stderr.read()


def check_applied_once(sql):
    assert sql(PRICES) == [["110", str(PRODUCTS)]]
    assert sql(EVENTS) == [["1", str(PRODUCTS)]]
    assert sql(LINES) == [["done", str(PRODUCTS)]]
    assert sql(STATE) == [["done"]]
    assert sql(TOLD.format("change.applied")) == [["1"]]


def test_two_approvers_at_once(shell, sql, tmp_path):
    run(shell, SCENE)
    go = tmp_path / "go"
    both = [
        shell(ALONE + APPROVE.format(go=str(go), login=login))
        for login in ("one", "two")
    ]
    for process in both:
        assert process.wait_for("ready"), process.stderr.read()
    go.touch()
    answers = sorted(
        next(line for line in process.stdout if line.startswith("answer")).strip()
        for process in both
    )
    won = [answer for answer in answers if answer == "answer ok"]
    assert len(won) == 1, answers
    assert "answer It was used already." in answers  # by the other approval
    assert sql(STATE) == [["approved"]]
    for action in ("approval.approved", "approval.used"):
        assert sql(TOLD.format(action)) == [["1"]]
    finished(apply(shell))
    check_applied_once(sql)


def test_killed_in_a_piece_and_gone_on_with_by_two(shell, sql):
    run(shell, SCENE)
    run(shell, ALONE + APPROVED)
    first = apply(shell, hold=HOLD)
    assert first.wait_for(f"piece {HOLD}"), first.stderr.read()
    other = apply(shell)  # finds it being worked at, and leaves it alone
    finished(other)
    assert dict(sql(LINES)) == {
        "done": str(PIECE * (HOLD - 1)),
        "waiting": str(PRODUCTS - PIECE * (HOLD - 1)),
    }
    first.kill()
    twins = [apply(shell) for _each in range(2)]
    for process in twins:
        finished(process)
    if sql(STATE) != [["done"]]:  # both left what the other had: the next minute's
        finished(apply(shell))
    check_applied_once(sql)
