"""The audit trail under writers, two chain workers, kills and open transactions."""

import random
import time

import pytest

pytestmark = pytest.mark.concurrency

SEED = 20261122
WRITERS = 3
PRODUCTS = 4  # for each writer, its own: what it wrote last is what must stand there
# Raises prices for ever; some transactions are undone, some stay open for a while.
WRITER = """
import random, time
chance = random.Random({seed})
products = env['product.template'].search([('name', '=', 'race {number}')]).ids
print('ready', flush=True)
for turn in range(10**6):
    for product in chance.sample(products, chance.randint(1, len(products))):
        record = env['product.template'].browse(product)
        record.list_price = record.list_price + 1
    env.cr.flush()
    if chance.random() < 0.2:
        time.sleep(chance.uniform(0, 0.2))  # open, with its events inserted
    if chance.random() < 0.3:
        env.cr.rollback()
    else:
        env.cr.commit()
    print('turn', turn, flush=True)
"""
CHAINER = """
from odoo.exceptions import UserError
print('ready', flush=True)
while True:
    try:
        env['md.audit.chain']._chain_batch(7)
        env.cr.commit()
    except UserError:
        env.cr.rollback()
        print('refused', flush=True)
    print('pass', flush=True)
"""
MAKE = f"""
env['product.template'].create([
    {{'name': f'race {{n}}', 'list_price': 0}}
    for n in range({WRITERS}) for _each in range({PRODUCTS})])
env.cr.commit()
env['md.audit.chain']._chain_all()
env.cr.commit()
print('made', flush=True)
"""
FINISH = """
env['md.audit.chain']._cron_chain()
env.cr.commit()
env['md.audit.chain']._chain_all()
found = env['md.audit.chain'].verify()
env.cr.commit()
print('verified', found['broken'], found['unchained'], found['events'], flush=True)
"""
# what the events of a product say, in the order of the chain
STORY = """
SELECT e.res_id, (e.before::json->>'list_price')::float::int,
       (e.after::json->>'list_price')::float::int
  FROM md_audit_event e JOIN md_audit_link l ON l.event_id = e.id
 WHERE e.model = 'product.template' AND e.action = 'write' ORDER BY l.id
"""
NOW = """
SELECT id, list_price::int FROM product_template WHERE name->>'en_US' LIKE 'race %'
"""


def test_every_committed_change_has_one_event_in_one_chain(shell, sql):
    chance = random.Random(SEED)
    made = shell(MAKE)
    assert made.wait_for("made"), made.end()
    made.end()

    def writer(number, life):
        return shell(WRITER.format(number=number, seed=SEED + 100 * life + number))

    writers = [writer(number, 0) for number in range(WRITERS)]
    chainers = [shell(CHAINER) for _each in range(2)]
    for process in [*writers, *chainers]:
        assert process.wait_for("ready"), process.end()
    for life in range(1, 4):
        for number in range(WRITERS):
            assert writers[number].wait_for("turn"), writers[number].end()
            time.sleep(chance.uniform(0, 0.3))  # somewhere in a later transaction
            writers[number].kill()
            writers[number] = writer(number, life)
        place = life % 2
        assert chainers[place].wait_for("pass"), chainers[place].end()
        chainers[place].kill()
        chainers[place] = shell(CHAINER)
    for process in [*writers, *chainers]:
        assert process.wait_for("ready"), process.end()
    for process in writers:
        assert process.wait_for("turn 3"), process.end()
    for process in [*writers, *chainers]:
        process.kill()

    last = shell(FINISH)
    status, out, errors = last.end()
    assert status == 0, errors
    assert out.splitlines()[-1].startswith("verified None 0 "), out
    check_links(sql)
    check_stories(sql)


def check_links(sql):
    """Every event has one link, links are numbered without a gap."""
    [[events, links, least, most]] = sql(
        "SELECT (SELECT count(*) FROM md_audit_event), count(DISTINCT event_id), "
        "min(id), max(id) FROM md_audit_link"
    )
    assert int(events) == int(links) == int(most) > 20
    assert int(least) == 1


def check_stories(sql):
    """The events of each product lead step by step from 0 to what stands there now."""
    reached = {}
    for product, before, after in sql(STORY):
        assert reached.get(product, "0") == before, (product, before, after)
        reached[product] = after
    now = dict(sql(NOW))
    assert {product: reached.get(product, "0") for product in now} == now
    assert any(int(price) > 3 for price in now.values())


def test_second_worker_is_refused_and_recorded(shell, sql):
    both = [shell(CHAINER), shell(CHAINER)]
    for process in both:
        assert process.wait_for("ready"), process.end()
    # both loop without a pause: sooner or later one meets the other at work
    until = time.monotonic() + 60
    refused = []
    while not refused and time.monotonic() < until:
        refused = sql(
            "SELECT action, kind FROM md_audit_event "
            "WHERE action = 'trail.second_worker' LIMIT 1"
        )
    assert refused == [["trail.second_worker", "refusal"]]
