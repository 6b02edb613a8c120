"""A receipt that several send at one moment is stored once, and all are told so."""

import pytest

pytestmark = pytest.mark.concurrency

SENDERS = 3
ROUNDS = 4
SHOP = """
warehouse = env['stock.warehouse'].search([], limit=1)
warehouse.md_store_ref = '1'
product = env['product.product'].create(
    {'name': 'Race', 'is_storable': True, 'available_in_pos': True})
env['stock.quant']._update_available_quantity(
    product, warehouse.lot_stock_id, 40)
loader, seller = env['md.dataset.loader'], env.ref('base.user_admin')
till = loader._create_till(warehouse)
till.with_user(seller).open_ui()
till.current_session_id.set_opening_control(0, '')
env.cr.commit()
print('made', product.id, flush=True)
"""
RUSH = """
import json, os
from functools import partial
from hashlib import sha256
from uuid import uuid4
from odoo import Command, api, sql_db
from odoo.service.model import retrying
registry, seller = env.registry, env.ref('base.user_admin').id
tills = env['pos.config'].search([('md_channel_id', '!=', False)])
till = tills.sorted('id')[-1]
number, session = till.id, till.current_session_id.id
method, closes = till.payment_method_ids[-1].id, {closes}
if closes:
    till.current_session_id.write({{'state': 'closed'}})
    env.cr.commit()
env.cr.close()
sql_db.close_all()
uuids = [str(uuid4()) for _each in range({rounds})]
rows = [str(uuid4()) for _each in range(2 * {rounds})]

def order(at):
    line = {{'product_id': {product}, 'qty': 1, 'price_unit': 1, 'discount': 0,
        'price_subtotal': 1, 'price_subtotal_incl': 1, 'tax_ids': [Command.clear()],
        'uuid': rows[2 * at]}}
    return {{
        'uuid': uuids[at], 'name': uuids[at], 'state': 'paid', 'session_id': session,
        'user_id': seller, 'amount_total': 1, 'amount_paid': 1, 'amount_tax': 0,
        'amount_return': 0, 'to_invoice': False, 'partner_id': False,
        'date_order': '2026-01-01 10:00:00', 'last_order_preparation_change': '{{}}',
        'lines': [Command.create(line)],
        'payment_ids': [Command.create(
            {{'uuid': rows[2 * at + 1], 'amount': 1, 'payment_method_id': method}})],
    }}

def outbox(mine, at):
    body = json.dumps(order(at))
    one = {{'uuid': uuids[at], 'body': body,
        'checksum': sha256(body.encode()).hexdigest()}}
    [answer] = mine['pos.config'].browse(number).md_outbox_take([one])
    assert answer['state'] == 'stored', answer

def core(mine, at):
    mine['pos.order'].sync_from_ui([order(at)])

def send(way):
    for at in range({rounds}):
        with registry.cursor() as cr:
            mine = api.Environment(cr, seller, {{}})
            retrying(partial(way, mine, at), mine)

children = []
for way in [outbox] * {senders} + [core]:
    if not (child := os.fork()):
        try:
            send(way)
            os.write(1, b'did well\\n')
        except BaseException as error:
            os.write(1, ('error ' + repr(error) + '\\n').encode())
        os._exit(0)
    children.append(child)
for child in children:
    os.waitpid(child, 0)
os._exit(0)  # the shell's own connection is closed
"""
STORED = """
SELECT count(*), count(DISTINCT uuid), sum(amount_paid)::int,
       (SELECT count(*) FROM pos_order_line l WHERE l.order_id IN
         (SELECT id FROM pos_order WHERE date_order = '2026-01-01 10:00:00'))
  FROM pos_order WHERE state = 'paid' AND date_order = '2026-01-01 10:00:00'
"""
LATE = "SELECT count(*), count(DISTINCT order_id) FROM md_till_finding"


def rush(shell, closes):
    _status, out, errors = shell(SHOP).end()
    assert "made" in out, errors
    words = {"senders": SENDERS, "rounds": ROUNDS, "closes": closes}
    script = RUSH.format(product=int(out.split("made")[1]), **words)
    _status, out, errors = shell(script).end()
    assert out.count("did well") == SENDERS + 1, (out, errors)


def test_each_is_stored_once(shell, sql):
    rush(shell, False)
    assert sql(STORED) == [[str(ROUNDS)] * 4]
    assert sql(LATE) == [["0", "0"]]


def test_late_ones_share_one_session(shell, sql):
    rush(shell, True)
    assert sql(STORED) == [[str(ROUNDS)] * 4]
    [[sessions, orders]] = sql(
        "SELECT count(DISTINCT s.id), count(o.id) FROM pos_session s "
        "JOIN pos_order o ON o.session_id = s.id WHERE s.rescue"
    )
    assert (sessions, orders) == ("1", str(ROUNDS))
    assert sql(LATE) == [[str(ROUNDS)] * 2]
