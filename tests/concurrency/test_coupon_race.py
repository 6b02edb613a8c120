"""One coupon at several tills at one moment: one has it, the others are listed."""

import pytest
from test_till_race import SHOP, STOCK

pytestmark = pytest.mark.concurrency

TILLS = 4
COUPONS = 3  # each till sends a receipt with each of them, twice
TOLD = """promotion = env['md.promotion'].create({{'name': 'Race', 'how': 'amount',
    'amount': 1, 'coupon_single': True,
    'goods_ids': [(0, 0, {{'role': 'goods', 'all_goods': True}})]}})
env['md.promotion.life']._approved(promotion, env.user)
batch = env['md.coupon.batch'].create(
    {{'name': 'Race', 'promotion_id': promotion.id, 'count': {count}}})
batch.action_issue()
env.cr.commit()
print('made', product.id, promotion.code, *batch.coupon_ids.mapped('code'), flush=True)
"""
RUSH = """
import os
from functools import partial
from uuid import uuid4
from odoo import Command, api, sql_db
from odoo.service.model import retrying
registry, seller = env.registry, env.ref('base.user_admin').id
tills = env['pos.config'].search([('md_channel_id', '!=', False)])
tills = tills.filtered('current_session_id').ids[-{tills}:]
env['sale.order'].search([], limit=1).name  # what is loaded once is loaded
env.cr.close()
sql_db.close_all()

def sale(mine, number, uuid, row, text):
    till = mine['pos.config'].browse(number)
    session, method = till.current_session_id, till.payment_method_ids[-1]
    units = [{{'line': row, 'qty': '1', 'role': 'get'}}]
    line = {{'product_id': {product}, 'qty': 1, 'price_unit': 2, 'discount': 50,
        'price_subtotal': 1, 'price_subtotal_incl': 1, 'tax_ids': [Command.clear()],
        'uuid': row, 'md_discount_amount': 1}}
    return mine['pos.order'].sync_from_ui([{{
        'uuid': uuid, 'name': uuid, 'state': 'paid', 'session_id': session.id,
        'user_id': seller, 'amount_total': 1, 'amount_paid': 1, 'amount_tax': 0,
        'amount_return': 0, 'to_invoice': False, 'partner_id': False,
        'date_order': '2026-01-01 10:00:00', 'last_order_preparation_change': '{{}}',
        'md_promo_coupons': [text], 'md_promo_revisions': [[{promotion!r}, '1']],
        'md_promo_deals': [{{'n': 1, 'promotion': {promotion!r}, 'amount': '1.00',
            'units': units}}],
        'lines': [Command.create(line)],
        'payment_ids': [Command.create(
            {{'uuid': uuid, 'amount': 1, 'payment_method_id': method.id}})],
    }}])

def sell(number):
    for text in {codes}:
        uuid, row = str(uuid4()), str(uuid4())
        for _twice in range(2):  # a till that got no answer sends again
            with registry.cursor() as cr:
                mine = api.Environment(cr, seller, {{}})
                retrying(partial(sale, mine, number, uuid, row, text), mine)

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
USED = """
SELECT count(*), count(DISTINCT order_uuid) FROM md_coupon c
 WHERE state = 'used' AND EXISTS (SELECT FROM pos_order WHERE uuid = c.order_uuid)
"""
LOST = """
SELECT count(*), sum(amount)::int FROM md_till_finding f
 WHERE reason = 'coupon'
   AND NOT EXISTS (SELECT FROM md_coupon WHERE order_uuid = f.uuid)
"""
SOLD = "SELECT count(*) FROM pos_order WHERE date_order = '2026-01-01 10:00:00'"


def test_each_coupon_is_of_one_receipt(shell, sql):
    script = SHOP.replace("print('made', product.id, flush=True)\n", TOLD)
    postings = ("at_once",) * TILLS
    script = script.format(stock=STOCK, ordered=1, postings=postings, count=COUPONS)
    _status, out, errors = shell(script).end()
    assert "made" in out, errors
    product, promotion, *codes = out.split("made")[1].split()
    told = {"product": product, "promotion": promotion, "codes": codes}
    _status, out, errors = shell(RUSH.format(tills=TILLS, **told)).end()
    assert out.count("did well") == TILLS, (out, errors)
    assert sql(SOLD) == [[str(TILLS * COUPONS)]], "no sale is lost"
    assert sql(USED) == [[str(COUPONS)] * 2]
    assert sql(LOST) == [[str((TILLS - 1) * COUPONS)] * 2]
