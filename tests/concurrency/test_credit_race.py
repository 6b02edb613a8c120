"""Tills that sell on account to one customer at one moment: the limit holds."""

import pytest
from test_till_race import SHOP, STOCK

pytestmark = pytest.mark.concurrency

TILLS = 4
TRIES = 5  # of each till, 10 each
LIMIT = 70
# Before the tills open: who buys, and the way to pay.
BUYER = """
company = warehouse.company_id
company.account_use_credit_limit = True
buyer = env['res.partner'].create({{'name': 'Race Buyer'}})
buyer.with_company(company).credit_limit = {limit}
account = env['pos.payment.method'].create(
    {{'name': 'Race Account', 'split_transactions': True, 'company_id': company.id}})
tills = env['pos.config']
loader"""
ON_ACCOUNT = """till.payment_method_ids += account
    tills += till
    till.with_user"""
TOLD = """print('made', product.id, buyer.id, account.id, *tills.ids, flush=True)"""
# Each till asks, and sells what it was promised; without `asks` it sells in any case.
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

def take(mine, number, uuid):
    till = mine['pos.config'].browse(number)
    return till.md_credit_take(uuid, {buyer}, 10)['taken']

def sale(mine, number, uuid):
    session = mine['pos.config'].browse(number).current_session_id
    line = {{'product_id': {product}, 'qty': 1, 'price_unit': 10, 'discount': 0,
        'price_subtotal': 10, 'price_subtotal_incl': 10, 'tax_ids': [Command.clear()],
        'uuid': str(uuid4())}}
    return mine['pos.order'].sync_from_ui([{{
        'uuid': uuid, 'name': uuid, 'state': 'paid', 'session_id': session.id,
        'user_id': seller, 'amount_total': 10, 'amount_paid': 10, 'amount_tax': 0,
        'amount_return': 0, 'to_invoice': False, 'partner_id': {buyer},
        'date_order': '2026-01-01 10:00:00', 'last_order_preparation_change': '{{}}',
        'lines': [Command.create(line)],
        'payment_ids': [Command.create(
            {{'uuid': str(uuid4()), 'amount': 10, 'payment_method_id': {account}}})],
    }}])

def sell(number):
    for _each in range({tries}):
        uuid = str(uuid4())
        if not {asks} or work(take, number, uuid):
            work(sale, number, uuid)
            work(sale, number, uuid)  # a till that got no answer sends it again

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
FOUND = "SELECT count(*) FROM md_tender_finding WHERE reason = 'credit'"


@pytest.mark.parametrize("asks", [True, False])
def test_the_last_of_a_limit_goes_to_one(shell, sql, asks):
    script = SHOP.replace("loader", BUYER, 1).replace("till.with_user", ON_ACCOUNT)
    script = script.replace("print('made', product.id, flush=True)", TOLD)
    postings = ("at_once",) * TILLS
    script = script.format(stock=STOCK, ordered=1, postings=postings, limit=LIMIT)
    _status, out, errors = shell(script).end()
    assert "made" in out, errors
    product, buyer, account, *tills = map(int, out.split("made")[1].split())
    assert len(tills) == TILLS
    told = {"product": product, "buyer": buyer, "account": account}
    script = RUSH.format(tills=tills, tries=TRIES, asks=asks, **told)
    _status, out, errors = shell(script).end()
    assert out.count("did well") == TILLS, (out, errors)
    fits, tried = LIMIT // 10, TILLS * TRIES
    if asks:
        assert sql(SOLD) == [[str(fits)] * 2], "the limit and not one more"
        assert sql(FOUND) == [["0"]]
    else:
        assert sql(SOLD) == [[str(tried)] * 2], "what is sold is never refused"
        assert sql(FOUND) == [[str(tried - fits)]], "all beyond the limit, each once"
