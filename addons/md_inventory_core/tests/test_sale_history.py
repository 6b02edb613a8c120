from collections import Counter
from tempfile import TemporaryDirectory
from unittest.mock import patch

from psycopg2.errors import UniqueViolation
from pyarrow import parquet

from odoo.exceptions import AccessError
from odoo.tests import TransactionCase, new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.md_inventory_core.lib.retail_dataset import RULES, open_dataset, reader
from odoo.addons.md_inventory_core.services import md_dataset_loader

LINES = 900


def cut(folder):
    """A data set of the recorded lines' beginning, with only the products they name."""
    source = reader._package_data()
    lines = parquet.read_table(source / reader.TRANSACTIONS)
    rules = next(open_dataset().lines(size=100_000))["rule"]
    # the first lines and, of each special rule, a few more
    chosen = [
        *range(LINES),
        *(n for rule in RULES[1:] for n in special(rules, rule) if n >= LINES),
    ]
    lines = lines.take(chosen)
    sold = set(lines["product_id"].to_pylist())
    products = parquet.read_table(source / reader.PRODUCTS)
    known = [ref in sold for ref in products["product_id"].to_pylist()]
    parquet.write_table(lines, f"{folder}/{reader.TRANSACTIONS}")
    parquet.write_table(products.filter(known), f"{folder}/{reader.PRODUCTS}")
    return open_dataset(folder)


def special(rules, rule, at_most=5):
    """Numbers of the first lines with a rule."""
    return [number for number, found in enumerate(rules) if found == rule][:at_most]


@tagged("post_install", "-at_install")
class TestSaleHistory(TransactionCase):
    """Recorded sales lines, loaded by the import of the whole year."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        folder = TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.dataset = cut(folder.name)
        cls.startClassPatcher(
            patch.object(md_dataset_loader, "dataset", lambda: cls.dataset)
        )
        cls.startClassPatcher(patch.object(md_dataset_loader, "LINES_AT_ONCE", 250))
        cls.store_ref = str(next(cls.dataset.lines())["store_ref"][0])
        cls.warehouse = cls.env["stock.warehouse"].create(
            {"name": "Known store", "code": "KNOWN", "md_store_ref": cls.store_ref}
        )
        cls.item = next(iter(cls.dataset.items().values()))
        cls.product = cls.env["product.product"].create(
            {"name": cls.item.name, "default_code": cls.item.sku}
        )
        cls.history = cls.env["md.sale.history"]
        cls.job = cls.env["md.data.import"].create({"kind": "history"})
        cls.job._set_running()

    def load(self, pieces=20):
        for _piece in range(pieces):
            if self.job.state == "running":
                self.job._run_piece()
        self.env.invalidate_all()

    def source(self):
        """The columns of all lines."""
        return next(self.dataset.lines())

    def source_cents(self, *keys):
        """{key: cents} of the data set, key made of columns."""
        lines = self.source()
        totals = Counter()
        for key, cents in zip(
            zip(*(lines[k] for k in keys), strict=True),
            lines["amount_cents"],
            strict=True,
        ):
            totals[key] += cents
        return dict(totals)

    def loaded_cents(self, *groupby):
        rows = self.history._read_group([], groupby, ["amount:sum"])
        return {row[:-1]: round(row[-1] * 100) for row in rows}

    def test_every_line_is_loaded_with_its_facts(self):
        self.load()
        self.assertEqual(self.job.state, "done")
        lines = self.source()
        loaded = self.history.search([], order="line_no")
        self.assertEqual(loaded.mapped("line_no"), lines["line_no"])
        for ours, theirs in (
            ("sold_at", "timestamp"),
            ("day", "day"),
            ("item_ref", "item_ref"),
            ("quantity", "quantity"),
            ("raw_quantity", "raw_quantity"),
        ):
            self.assertEqual([line[ours] for line in loaded], lines[theirs], ours)
        for ours, theirs in (("store_ref", "store_ref"), ("basket_ref", "basket_ref")):
            self.assertEqual(
                [line[ours] for line in loaded], list(map(str, lines[theirs])), ours
            )
        for ours in ("amount", "discount", "coupon"):
            self.assertEqual(
                [round(line[ours] * 100) for line in loaded], lines[f"{ours}_cents"]
            )

    def test_totals_by_store_day_and_category(self):
        self.load()
        self.assertEqual(
            self.loaded_cents("store_ref"),
            {
                (str(s),): cents
                for (s,), cents in self.source_cents("store_ref").items()
            },
        )
        by_day = self.loaded_cents("day:day")
        self.assertEqual(by_day, self.source_cents("day"))
        items = self.dataset.items()
        paths = Counter()
        for (ref,), cents in self.source_cents("item_ref").items():
            item = items[ref]
            paths[item.group, item.category, item.sub_category] += cents
        loaded = {
            (categ.parent_id.parent_id.name, categ.parent_id.name, categ.name): cents
            for (categ,), cents in self.loaded_cents("categ_id").items()
        }
        self.assertEqual(loaded, dict(paths))

    def test_rules_are_kept_beside_the_recorded_quantity(self):
        self.load()
        expected = Counter(self.source()["rule"])
        self.assertEqual(set(expected), set(RULES), "a rule is not in the sample")
        rows = self.history._read_group([], ["rule"], ["__count"])
        self.assertEqual({rule or "": count for rule, count in rows}, dict(expected))
        measured = self.history.search([("rule", "=", "measured")])
        self.assertEqual(set(measured.mapped("quantity")), {1})
        self.assertGreater(max(measured.mapped("raw_quantity")), 100)

    def test_known_stores_and_products_are_linked(self):
        self.load()
        here = self.history.search([("store_ref", "=", self.store_ref)])
        self.assertTrue(here)
        self.assertEqual(here.warehouse_id, self.warehouse)
        self.assertFalse((self.history.search([]) - here).warehouse_id)
        mine = self.history.search([("item_ref", "=", self.item.ref)])
        self.assertTrue(mine)
        self.assertEqual(self.history.search([]).product_id, self.product)
        self.assertEqual(set(mine.mapped("product_id")), {self.product})

    def test_interrupted_load_goes_on_without_a_gap_or_a_double(self):
        self.load(pieces=2)
        self.assertEqual((self.job.state, self.job.done), ("running", 500))
        self.assertEqual(self.history.search_count([]), 500)
        self.load()
        self.assertEqual(self.history.search_count([]), self.dataset.line_count)
        self.job._set_running()
        self.load()
        self.assertEqual(self.history.search_count([]), self.dataset.line_count)

    def test_a_line_is_refused_the_second_time(self):
        batch = next(self.dataset.lines(size=10))
        writer = self.env["md.history.writer"]
        writer.copy_lines(batch, self.dataset.items())
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(UniqueViolation),
            self.env.cr.savepoint(),
        ):
            writer.copy_lines(batch, self.dataset.items())
        self.assertEqual(self.history.search_count([]), 10)

    def test_lines_are_facts_that_nobody_edits(self):
        self.load(pieces=1)
        line = self.history.search([], limit=1)
        for group, may_read in (
            ("md_inventory_core.group_admin", True),
            ("md_inventory_core.group_manager", True),
            ("md_inventory_core.group_auditor", True),
            ("md_inventory_core.group_warehouse", False),
            ("md_inventory_core.group_cashier", False),
            ("stock.group_stock_manager", False),
            ("base.group_system", False),
        ):
            as_user = line.with_user(new_test_user(self.env, group, groups=group))
            with self.subTest(group=group):
                self.assertEqual(as_user.has_access("read"), may_read)
                for call in (
                    lambda line=as_user: line.write({"amount": 1}),
                    lambda line=as_user: line.create({"line_no": 1}),
                ):
                    with self.assertRaises(AccessError):
                        call()

    def test_lines_of_other_companies_are_hidden(self):
        self.load(pieces=1)
        other = self.env["res.company"].create({"name": "Other"})
        stranger = new_test_user(
            self.env,
            "md_stranger",
            groups="md_inventory_core.group_manager",
            company_id=other.id,
            company_ids=[(6, 0, other.ids)],
        )
        self.assertFalse(self.history.with_user(stranger).search_count([]))
