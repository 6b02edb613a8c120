"""One transaction id at several tills at one moment: one has it, none is lost."""

import pytest
from test_till_race import RUSH, SHOP, STOCK

pytestmark = pytest.mark.concurrency

TILLS = 4
SALES = 5
# Each till sells with the same few ids.
PAYMENT = "{{'uuid': str(uuid4()), 'amount': 1, 'payment_method_id': method.id}}"
WITH_ID = "{{'uuid': str(uuid4()), 'amount': 1, 'payment_method_id': method.id,"
WITH_ID += " 'transaction_id': 'RACEID000' + str(int(uuid[:4], 16) % {sales})}}"
PAID = """
SELECT count(*), count(DISTINCT uuid) FROM pos_order
 WHERE state = 'paid' AND date_order = '2026-01-01 10:00:00'
"""
KEYS = """
SELECT count(md_transaction_key), count(DISTINCT md_transaction_key),
       count(DISTINCT transaction_id)
  FROM pos_payment WHERE transaction_id IS NOT NULL
"""
FOUND = """
SELECT count(*), count(DISTINCT payment_id) FROM md_tender_finding
 WHERE reason = 'reused'
"""


def test_one_id_pays_once(shell, sql):
    postings = ("at_once",) * TILLS
    script = SHOP.format(stock=STOCK, ordered=1, postings=postings)
    _status, out, errors = shell(script).end()
    assert "made" in out, errors
    rush = RUSH.replace(PAYMENT, WITH_ID).replace(
        "till.payment_method_ids[-1]",
        "till.payment_method_ids.filtered(lambda m: m.md_tender == 'bkash')",
    )
    assert "RACEID" in rush
    product = int(out.split("made")[1])
    _status, out, errors = shell(rush.format(product=product, sales=SALES)).end()
    assert out.count("did well") == TILLS + 1, (out, errors)
    sold = TILLS * SALES
    assert sql(PAID) == [[str(sold), str(sold)]], "every receipt is taken"
    [[keys, distinct, ids]] = sql(KEYS)
    assert keys == distinct == ids, "each id has one payment"
    rest = str(sold - int(ids))
    assert sql(FOUND) == [[rest, rest]], "the others are written down once"
