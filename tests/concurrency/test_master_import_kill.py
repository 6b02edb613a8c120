"""An import of products that is killed goes on; no row is lost or done twice."""

import random
import time
from collections import Counter

import pytest

pytestmark = pytest.mark.concurrency

SEED = 20261124
STYLES, SIZES = 40, 6
STRIDES = (2, 3, 2)  # pieces from one kill to the next, of 40 in all
# The first one begins it. Each piece says that it begins, before anything is committed.
SCRIPT = f"""
import base64, csv, io
runner = env.registry['md.import.runner']
env.registry['md.import']._at_once = 0
runner._piece_size = {SIZES}
run_piece, pieces = runner._piece, []

def spoken(self, job):
    pieces.append(1)
    print('piece', len(pieces), flush=True)
    return run_piece(self, job)

runner._piece = spoken
job = env['md.import'].search([])
if not job:
    out = io.StringIO(newline='')
    csv.writer(out).writerows([
        ['style_code', 'name', 'sku', 'barcode', 'size', 'supplier', 'supplier_price'],
        *[
            [f'K-{{s}}', f'Killed {{s}}', f'K-{{s}}-{{v}}', f'KB{{s}}/{{v}}',
             f'KS {{v}}', 'Kill Mill', v + 1]
            for s in range({STYLES}) for v in range({SIZES})
        ],
    ])
    env['res.partner'].create({{'name': 'Kill Mill'}})
    admin = env.ref('base.user_admin')
    job = env['md.import'].with_user(admin).create({{
        'name': 'kill.csv', 'create_values': True,
        'file': base64.b64encode(out.getvalue().encode()),
    }})
    job.action_import()
    env.cr.commit()
    job = job.with_user(1)
print('ready', flush=True)
env['md.import'].run_and_report(job)
print('finished', flush=True)
"""
DONE = "SELECT state, done FROM md_import"
VARIANTS = """
SELECT t.md_style_code, count(p.id), count(DISTINCT p.default_code),
       count(DISTINCT o.id), count(DISTINCT c.product_template_attribute_value_id),
       (SELECT count(*) FROM product_supplierinfo s WHERE s.product_tmpl_id = t.id)
  FROM product_template t
  JOIN product_product p ON p.product_tmpl_id = t.id AND p.default_code LIKE 'K-%'
  LEFT JOIN md_barcode_owner o ON o.product_id = p.id AND o.code = p.barcode
  LEFT JOIN product_variant_combination c ON c.product_product_id = p.id
 GROUP BY t.id, 1
"""
LINES = """
SELECT l.state, l.done, p.default_code = l.cells->>'sku'
  FROM md_import_line l LEFT JOIN product_product p ON p.id = l.res_id
"""


def check_nothing_half(sql):
    """Each product that is there is there in full, once; how many there are."""
    rows = sql(VARIANTS)
    assert {tuple(row[1:]) for row in rows} <= {(str(SIZES),) * 5}, rows
    styles = [row[0] for row in rows]
    assert len(styles) == len(set(styles))
    lines = Counter(tuple(row) for row in sql(LINES))
    assert lines["new", "t", "t"] == len(rows) * SIZES, "results and goods agree"
    return len(rows)


def test_a_killed_import_goes_on_where_it_was(shell, sql):
    chance = random.Random(SEED)
    found = []
    for stride in STRIDES:
        process = shell(SCRIPT)
        assert process.wait_for(f"piece {stride}"), process.end()
        time.sleep(chance.uniform(0, 0.15))  # somewhere within the piece
        process.kill()
        found.append(check_nothing_half(sql))
        assert sql(DONE) == [["running", str(found[-1] * SIZES)]]
    assert 0 < found[0] < found[-1] < STYLES, "kills hit an import that gets further"
    both = [shell(SCRIPT), shell(SCRIPT)]  # of two that go on one does all the work
    outcomes = [process.end() for process in both]
    assert [status for status, _out, _errors in outcomes] == [0, 0], outcomes
    assert check_nothing_half(sql) == STYLES
    assert sql(DONE) == [["done", str(STYLES * SIZES)]]
