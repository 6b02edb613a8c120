"""Tills that sell while others claim, a job that is killed: each sale counts once."""

import pytest
from looker import Looker

pytestmark = pytest.mark.concurrency

STOCK = 40
SALES = 6  # of each till, one piece each
ORDERED = 10  # by one sales order, meanwhile
SHOP = """
warehouse = env['stock.warehouse'].search([], limit=1)
warehouse.md_store_ref = '1'
product = env['product.product'].create(
    {{'name': 'Race', 'is_storable': True, 'available_in_pos': True}})
env['stock.quant']._update_available_quantity(
    product, warehouse.lot_stock_id, {stock})
loader, seller = env['md.dataset.loader'], env.ref('base.user_admin')
for posting in {postings}:
    till = loader._create_till(warehouse)
    till.md_stock_posting = posting
    till.with_user(seller).open_ui()
    till.current_session_id.set_opening_control(0, '')
order = env['sale.order'].create({{
    'partner_id': env.ref('base.partner_admin').id, 'warehouse_id': warehouse.id,
    'order_line': [(0, 0, {{'product_id': product.id, 'product_uom_qty': {ordered}}})],
}})
env.ref('md_pos_ext.ir_cron_post_till_sales').active = False  # the tests run it
env.cr.commit()
print('made', product.id, flush=True)
"""
# A process for each till and one for the order, all at once.
RUSH = """
import os, time
from functools import partial
from uuid import uuid4
from odoo import Command, api, sql_db
from odoo.service.model import retrying
registry, seller = env.registry, env.ref('base.user_admin').id
tills = env['pos.config'].search([('md_channel_id', '!=', False)]).ids
env['sale.order'].search([], limit=1).name  # what is loaded once is loaded
env.cr.close()
sql_db.close_all()

def work(function, *words):
    with registry.cursor() as cr:
        mine = api.Environment(cr, seller, {{}})
        return retrying(partial(function, mine, *words), mine)

def sale(mine, number, uuid):
    till = mine['pos.config'].browse(number)
    session, method = till.current_session_id, till.payment_method_ids[-1]
    line = {{'product_id': {product}, 'qty': 1, 'price_unit': 1, 'discount': 0,
        'price_subtotal': 1, 'price_subtotal_incl': 1, 'tax_ids': [Command.clear()],
        'uuid': str(uuid4())}}
    return mine['pos.order'].sync_from_ui([{{
        'uuid': uuid, 'name': uuid, 'state': 'paid', 'session_id': session.id,
        'user_id': seller, 'amount_total': 1, 'amount_paid': 1, 'amount_tax': 0,
        'amount_return': 0, 'to_invoice': False, 'partner_id': False,
        'date_order': '2026-01-01 10:00:00', 'last_order_preparation_change': '{{}}',
        'lines': [Command.create(line)],
        'payment_ids': [Command.create(
            {{'uuid': str(uuid4()), 'amount': 1, 'payment_method_id': method.id}})],
    }}])

def sell(number):
    for _each in range({sales}):
        uuid = str(uuid4())
        work(sale, number, uuid)
        work(sale, number, uuid)  # a till that got no answer sends it again

def order(mine):
    mine['sale.order'].search([('state', '=', 'draft')], limit=1).action_confirm()

children = []
for job, words in [(sell, (till,)) for till in tills] + [(work, (order,))]:
    if not (child := os.fork()):
        try:
            job(*words)
            os.write(1, b'did well\\n')
        except BaseException as error:
            os.write(1, ('error ' + repr(error) + '\\n').encode())
        os._exit(0)
    children.append(child)
for child in children:
    os.waitpid(child, 0)
os._exit(0)  # the shell's own connection is closed
"""
JOB = """
import os, time
from odoo.addons.md_pos_ext.services import md_till_stock as service
service.BATCH = {batch}
stock = env.registry['md.till.stock']
post_one, done = stock._post_one, []

def slowly(self, order):
    post_one(self, order)
    done.append(order.id)
    if len(done) == {hold}:
        self.env.flush_all()
        print('holds', flush=True)
        time.sleep(600)

stock._post_one = slowly
env['md.till.stock']._cron_post()
print('posted', len(done), flush=True)
"""
REST = """
env['md.claim.folder']._fold_all()
env['md.claim.allocator']._cron_reserve()
env.cr.commit()
env['md.claim.folder']._fold_all()
print('rested', flush=True)
"""
# What may still be promised, as committed at one moment.
FREE = """
SELECT (SELECT COALESCE(sum(q.quantity), 0) FROM stock_quant q
          JOIN stock_location l ON l.id = q.location_id
         WHERE l.usage = 'internal' AND q.product_id = {0})
     - (SELECT COALESCE(sum(quantity), 0) FROM md_pending_sale WHERE product_id = {0})
     - (SELECT COALESCE(sum(claimed), 0) FROM md_stock_counter WHERE product_id = {0})
     - (SELECT COALESCE(sum(l.quantity_product_uom), 0)
          FROM stock_move_line l JOIN stock_move m ON m.id = l.move_id
         WHERE m.product_id = {0} AND m.md_claim_key IS NULL
           AND m.state IN ('assigned', 'partially_available'))
"""
FREED = """
SELECT COALESCE(-sum(change), 0) FROM md_stock_journal
 WHERE product_id = {0} AND kind IN ('release', 'expire')
"""
PENDING = "SELECT COALESCE(sum(quantity), 0)::int FROM md_pending_sale"
WAITING = "SELECT count(*) FROM pos_order WHERE md_to_post"
POSTED = """
SELECT count(*), count(DISTINCT p.pos_order_id), sum(m.quantity)::int
  FROM stock_move m JOIN stock_picking p ON p.id = m.picking_id
 WHERE m.state = 'done' AND p.pos_order_id IS NOT NULL
"""


class Watcher(Looker):
    """Looks at what is free of the product."""

    def __init__(self, database, product):
        super().__init__(database)
        self.product, self.seen = product, []

    def look(self):
        """Once more."""
        self.seen.append(self.number(FREE))

    def number(self, query):
        """The number that a query of the product answers with."""
        return float(self.ask(query.format(self.product))[0][0])

    def end(self):
        """What is free now; nothing came in.

        It went up only as far as somebody who had to begin again, for others were
        faster, let go of what he held.
        """
        super().end()
        pairs = zip(self.seen, self.seen[1:], strict=False)
        risen = sum(max(after - before, 0) for before, after in pairs)
        assert risen <= self.number(FREED), self.seen
        return self.number(FREE)


@pytest.fixture
def watch(database):
    """Start somebody who watches a product."""
    started = []

    def start(product):
        started.append(Watcher(database, product))
        started[-1].start()
        return started[-1]

    yield start
    for watcher in started:
        watcher.close()


def shop(shell, *postings):
    """A shop with a till for each way of posting; return the id of its product."""
    script = SHOP.format(stock=STOCK, ordered=ORDERED, postings=postings)
    _status, out, errors = shell(script).end()
    assert "made" in out, errors
    return int(out.split("made")[1])


def rush(shell, product, jobs):
    """All tills sell and the order is confirmed, at once; each sale is sent twice."""
    _status, out, errors = shell(RUSH.format(product=product, sales=SALES)).end()
    assert out.count("did well") == jobs, out + errors
    status, out, errors = shell(REST).end()
    assert (status, out.strip()) == (0, "rested"), errors


def job(shell, batch=50, hold=0):
    """A process that runs the posting job."""
    return shell(JOB.format(batch=batch, hold=hold))


def assert_posted(sql, product, sales):
    assert sql(POSTED) == [[str(sales)] * 3]
    assert sql(PENDING) == sql(WAITING) == [["0"]]
    assert float(sql(FREE.format(product))[0][0]) == STOCK - sales - ORDERED


def test_two_tills_and_an_order(shell, sql, watch):
    product = shop(shell, "at_once", "batch")
    watcher = watch(product)
    rush(shell, product, 3)
    assert sql(PENDING) == [[str(SALES)]]
    status, out, errors = job(shell).end()
    assert (status, out.strip()) == (0, f"posted {SALES}"), errors
    assert watcher.end() == STOCK - 2 * SALES - ORDERED
    assert_posted(sql, product, 2 * SALES)


def test_a_killed_job_loses_nothing_and_posts_nothing_twice(shell, sql, watch):
    product = shop(shell, "batch")
    rush(shell, product, 2)
    watcher = watch(product)
    killed = job(shell, hold=4)
    assert killed.wait_for("holds")
    others = job(shell).end()
    assert others[1].strip() == "posted 0", "what another works on is left to it"
    killed.kill()
    assert sql(PENDING) == sql(WAITING) == [[str(SALES)]]
    assert sql("SELECT count(*) FROM stock_picking WHERE pos_order_id > 0") == [["0"]]
    status, out, errors = job(shell).end()
    assert (status, out.strip()) == (0, f"posted {SALES}"), errors
    watcher.end()
    assert_posted(sql, product, SALES)


def test_two_jobs_share_the_work(shell, sql):
    product = shop(shell, "batch", "batch")
    rush(shell, product, 3)
    both = [job(shell, batch=2) for _each in range(2)]
    posted = [process.end()[1].split() for process in both]
    job(shell).end()  # what both left to the other
    assert all(words[0] == "posted" for words in posted), posted
    assert_posted(sql, product, 2 * SALES)
