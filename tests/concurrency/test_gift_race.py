"""Tills that take one gift card at one moment: never more than it has, each once."""

import pytest
from test_till_race import SHOP, STOCK

pytestmark = pytest.mark.concurrency

TILLS = 4
TRIES = 5  # of each till, 10 each
WORTH = 70
# Before the tills open: the way to pay. After it: a card, sold.
CARD = """
company = warehouse.company_id
env['md.gift.setup']._install(company)
gift = env['pos.payment.method'].search(
    [('company_id', '=', company.id), ('md_tender_id.md_kind', '=', 'gift')], limit=1)
tills = env['pos.config']
loader"""
BY_CARD = """till.payment_method_ids += gift
    tills += till
    till.with_user"""
TOLD = """order = env['pos.order'].new({{'company_id': company.id,
    'config_id': tills[0].id, 'uuid': 'sold'}})
code = env['md.gift.card']._new_code()
from odoo.addons.md_pos_ext.lib import gift_codes as codes
mark = (codes.digest(code), codes.hint(code))
env['md.gift.ledger']._issue(order, 'gift', {worth}, mark, 'issue:race')
env.cr.commit()
print('made', product.id, gift.id, code, *tills.ids, flush=True)"""
RUSH = """
import os
from functools import partial
from uuid import uuid4
from odoo import Command, api, sql_db
from odoo.service.model import retrying
registry, seller = env.registry, env.ref('base.user_admin').id
tills = {tills}
env['sale.order'].search([], limit=1).name  # what is loaded once is loaded
env.cr.close()
sql_db.close_all()

def work(function, *words):
    with registry.cursor() as cr:
        mine = api.Environment(cr, seller, {{}})
        return retrying(partial(function, mine, *words), mine)

def take(mine, number, uuid, payment):
    till = mine['pos.config'].browse(number)
    return till.md_gift_pay({code!r}, 10, payment, uuid).get('taken')

def sale(mine, number, uuid, payment):
    session = mine['pos.config'].browse(number).current_session_id
    line = {{'product_id': {product}, 'qty': 1, 'price_unit': 10, 'discount': 0,
        'price_subtotal': 10, 'price_subtotal_incl': 10, 'tax_ids': [Command.clear()],
        'uuid': str(uuid4())}}
    return mine['pos.order'].sync_from_ui([{{
        'uuid': uuid, 'name': uuid, 'state': 'paid', 'session_id': session.id,
        'user_id': seller, 'amount_total': 10, 'amount_paid': 10, 'amount_tax': 0,
        'amount_return': 0, 'to_invoice': False, 'partner_id': False,
        'date_order': '2026-01-01 10:00:00', 'last_order_preparation_change': '{{}}',
        'lines': [Command.create(line)],
        'payment_ids': [Command.create(
            {{'uuid': payment, 'amount': 10, 'payment_method_id': {gift}}})],
    }}])

def sell(number):
    for _each in range({tries}):
        uuid, payment = str(uuid4()), str(uuid4())
        if work(take, number, uuid, payment):
            work(take, number, uuid, payment)  # a till that got no answer asks again
            work(sale, number, uuid, payment)
            work(sale, number, uuid, payment)

children = []
for number in tills:
    if not (child := os.fork()):
        try:
            sell(number)
            os.write(1, b'did well\\n')
        except BaseException as error:
            os.write(1, ('error ' + repr(error) + '\\n').encode())
        os._exit(0)
    children.append(child)
for child in children:
    os.waitpid(child, 0)
os._exit(0)  # the shell's own connection is closed
"""
SOLD = """
SELECT count(*), count(DISTINCT uuid) FROM pos_order
 WHERE state = 'paid' AND date_order = '2026-01-01 10:00:00'
"""
LEFT = """
SELECT card.balance::int, sum(move.amount)::int,
       count(*) FILTER (WHERE move.kind = 'pay')
  FROM md_gift_card card JOIN md_gift_move move ON move.card_id = card.id
 WHERE EXISTS (SELECT FROM md_gift_move
                WHERE card_id = card.id AND key = 'issue:race')
 GROUP BY card.id
"""
FOUND = "SELECT count(*) FROM md_tender_finding WHERE reason = 'gift'"


def test_a_card_pays_what_it_has(shell, sql):
    script = SHOP.replace("loader", CARD, 1).replace("till.with_user", BY_CARD)
    script = script.replace("print('made', product.id, flush=True)", TOLD)
    postings = ("at_once",) * TILLS
    script = script.format(stock=STOCK, ordered=1, postings=postings, worth=WORTH)
    _status, out, errors = shell(script).end()
    assert "made" in out, errors
    product, gift, code, *tills = out.split("made")[1].split()
    tills = list(map(int, tills))
    assert len(tills) == TILLS
    told = {"product": product, "gift": gift, "code": code}
    _status, out, errors = shell(RUSH.format(tills=tills, tries=TRIES, **told)).end()
    assert out.count("did well") == TILLS, (out, errors)
    fits = WORTH // 10
    assert sql(LEFT) == [["0", "0", str(fits)]], "all of it, and each once"
    assert sql(SOLD) == [[str(fits)] * 2]
    assert sql(FOUND) == [["0"]]
