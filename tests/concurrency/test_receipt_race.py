"""Devices of tills lease, sell, are killed: a number is used once, void or left."""

import pytest

pytestmark = pytest.mark.concurrency

TILLS = 2
DEVICES = 2  # of each till
SALES = 14  # of each device: more than a block holds
SHOP = """
warehouse = env['stock.warehouse'].search([], limit=1)
warehouse.md_store_ref = '1'
product = env['product.product'].create(
    {'name': 'Race', 'is_storable': True, 'available_in_pos': True})
loader, seller = env['md.dataset.loader'], env.ref('base.user_admin')
tills = env['pos.config']
for _each in range(%(tills)s):
    till = loader._create_till(warehouse)
    till.md_receipt_block_size = 10
    till.with_user(seller).open_ui()
    till.current_session_id.set_opening_control(0, '')
    tills += till
env.cr.commit()
print('made', product.id, *tills.ids, flush=True)
"""
# What a device keeps is in a file, replaced whole, as its browser's database is; it is
# killed between any two steps, and within transactions.
RUSH = """
import json, os, random, signal, time
from functools import partial
from hashlib import sha256
from uuid import uuid4
from odoo import Command, api, sql_db
from odoo.service.model import retrying
registry, seller = env.registry, env.ref('base.user_admin').id
tills = {tills}
sessions = {{one.id: (one.current_session_id.id, one.payment_method_ids[-1].id)
    for one in env['pos.config'].browse(tills)}}
env.cr.close()
sql_db.close_all()
numbers = registry['md.receipt.numbers']
use, make = numbers._use, numbers._make


class Device:
    def __init__(self, till, name, run):
        self.till, self.name = till, name
        self.path = {folder!r} + '/' + name
        self.dice = random.Random(name + str(run))
        self.risk = 0.0 if run > 6 else 0.03
        self.kept = {{'blocks': [], 'waits': None, 'sold': 0, 'request': None}}
        if os.path.exists(self.path):
            self.kept = json.load(open(self.path))

    def die(self):
        if self.dice.random() < self.risk:
            os.kill(os.getpid(), signal.SIGKILL)

    def keep(self):
        self.die()
        with open(self.path + '.new', 'w') as stream:
            json.dump(self.kept, stream)
        os.rename(self.path + '.new', self.path)
        self.die()

    def call(self, way):
        for left in range(30, -1, -1):
            try:
                with registry.cursor() as cr:
                    mine = api.Environment(cr, seller, {{}})
                    return retrying(partial(way, mine), mine)
            except Exception:  # as a till does: what is busy now is not later
                if not left:
                    raise
                time.sleep(self.dice.random() / 5)

    def lease(self):
        if not self.kept['request']:
            self.kept['request'] = str(uuid4())
            self.keep()
        told = {{'device': self.name, 'want': {{'key': self.kept['request']}},
            'held': [one['id'] for one in self.kept['blocks']]}}
        def ask(mine):
            return mine['pos.config'].browse(self.till).md_receipt_numbers(told)
        block = self.call(ask)['block']
        self.die()
        self.kept['blocks'].append({{**block, 'next': block['first']}})
        self.kept['request'] = None
        self.keep()

    def choose(self):
        ready = [one for one in self.kept['blocks'] if one['next'] <= one['last']]
        if not ready:
            self.lease()
            return self.choose()
        block = ready[0]
        serial, block['next'] = block['next'], block['next'] + 1
        number = block['form'].replace('{{number}}', f'{{serial:06d}}')
        return {{'number': number, 'serial': serial, 'year': block['year'],
            'device': self.name}}

    def sell(self):
        claim = self.choose()
        session, method = sessions[self.till]
        line = {{'product_id': {product}, 'qty': 1, 'price_unit': 1, 'discount': 0,
            'price_subtotal': 1, 'price_subtotal_incl': 1, 'tax_ids': [Command.clear()],
            'uuid': str(uuid4())}}
        self.kept['waits'] = {{
            'uuid': str(uuid4()), 'state': 'paid', 'session_id': session,
            'user_id': seller, 'amount_total': 1, 'amount_paid': 1, 'amount_tax': 0,
            'amount_return': 0, 'to_invoice': False, 'partner_id': False,
            'name': claim['number'], 'pos_reference': claim['number'],
            'date_order': time.strftime('%Y-%m-%d %H:%M:%S', time.gmtime()),
            'last_order_preparation_change': '{{}}', 'md_receipt_claim': claim,
            'lines': [Command.create(line)],
            'payment_ids': [Command.create(
                {{'uuid': str(uuid4()), 'amount': 1, 'payment_method_id': method}})],
        }}
        self.keep()  # the number is taken, and the receipt printed

    def send(self):
        body = json.dumps(self.kept['waits'])
        one = {{'uuid': self.kept['waits']['uuid'], 'body': body,
            'checksum': sha256(body.encode()).hexdigest()}}
        def take(mine):
            [answer] = mine['pos.config'].browse(self.till).md_outbox_take([one])
            assert answer['state'] == 'stored', answer
        self.call(take)
        self.kept.update(waits=None, sold=self.kept['sold'] + 1)
        self.keep()

    def work(self):
        numbers._use = lambda *told: (self.die(), use(*told), self.die())[1]
        numbers._make = lambda *told, **more: (make(*told, **more), self.die())[0]
        while self.kept['sold'] < {sales} or self.kept['waits']:
            if self.kept['waits']:
                self.send()
            else:
                self.sell()
        os.write(1, b'did well\\n')


def start(till, name, run):
    child = os.fork()
    if not child:
        try:
            Device(till, name, run).work()
        except BaseException as error:
            os.write(1, ('error ' + repr(error) + '\\n').encode())
        os._exit(0)
    running[child] = till, name, run


def void():
    # the manager thinks that a device is lost, which it is not
    with registry.cursor() as cr:
        mine = api.Environment(cr, seller, {{}})
        blocks = mine['md.receipt.block'].search([('device', '=', 'd0-0')], limit=1)
        if blocks.used < 2:
            return False
        retrying(partial(mine['md.receipt.numbers']._void_rest, blocks, 'lost'), mine)
        return True


def manager():
    child = os.fork()
    if not child:
        while not void():
            time.sleep(0.05)
        os._exit(0)
    return child


running, kills = {{}}, 0
for at, till in enumerate(tills):
    for device in range({devices}):
        start(till, f'd{{at}}-{{device}}', 0)
voids = manager()
while running:
    child, status = os.waitpid(-1, 0)
    if child == voids:
        continue
    till, name, run = running.pop(child)
    if os.WIFSIGNALED(status):
        kills += 1
        start(till, name, run + 1)
os.write(1, f'killed {{kills}}\\n'.encode())
os._exit(0)  # the shell's own connection is closed
"""
# series whose blocks do not make all its numbers, each once
SERIES = """
SELECT count(*) FROM md_receipt_series s WHERE s.last_number <> (
    SELECT sum(last - first + 1) FROM md_receipt_block b WHERE b.series_id = s.id)
"""
OVERLAPS = """
SELECT count(*) FROM md_receipt_block a JOIN md_receipt_block b
    ON a.series_id = b.series_id AND a.id < b.id
   AND a.first <= b.last AND b.first <= a.last
"""
# blocks that count something else than what is there
COUNTS = """
SELECT count(*) FROM md_receipt_block b WHERE
    b.used <> (SELECT count(*) FROM pos_order o WHERE o.md_receipt_block_id = b.id)
    OR b.voided <> (SELECT coalesce(sum(v.count), 0) FROM md_receipt_void v
                     WHERE v.block_id = b.id)
"""
BOTH = """
SELECT count(*) FROM pos_order o JOIN md_receipt_void v
    ON v.block_id = o.md_receipt_block_id
   AND o.md_receipt_serial BETWEEN v.first AND v.last
"""
SOLD = """
SELECT count(*), count(DISTINCT uuid), count(DISTINCT (config_id, md_receipt_number)),
       count(md_receipt_number) FROM pos_order WHERE state = 'paid'
"""
# numbers that were printed and are neither the receipt's nor told to a manager
PRINTED = """
SELECT count(*) FROM pos_order o WHERE
    o.md_receipt_claim->>'number' <> o.md_receipt_number AND (
        o.md_receipt_printed <> o.md_receipt_claim->>'number'
        OR NOT EXISTS (SELECT 1 FROM md_till_finding f
                        WHERE f.uuid = o.uuid AND f.reason = 'number'))
"""


def test_each_number_is_of_one_receipt_or_none(shell, sql, tmp_path):
    _status, out, errors = shell(SHOP % {"tills": TILLS}).end()
    assert "made" in out, errors
    product, *tills = (int(word) for word in out.split("made")[1].split())
    words = {"devices": DEVICES, "sales": SALES, "folder": str(tmp_path)}
    script = RUSH.format(product=product, tills=tills, **words)
    _status, out, errors = shell(script).end()
    assert out.count("did well") == TILLS * DEVICES, (out, errors)
    assert int(out.split("killed")[1]) > 3, "nobody was killed"
    everything = str(TILLS * DEVICES * SALES)
    assert sql(SOLD) == [[everything] * 4]
    for wrong in (SERIES, OVERLAPS, COUNTS, BOTH, PRINTED):
        assert sql(wrong) == [["0"]], wrong
    [[voided]] = sql("SELECT sum(voided) FROM md_receipt_block")
    assert int(voided) > 0, "nothing was voided"
