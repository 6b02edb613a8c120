from unittest.mock import patch

from psycopg2.errors import DivisionByZero

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import DataImportCase


@tagged("post_install", "-at_install")
class TestDataImportControl(DataImportCase):
    """Start, pause and go on, by buttons and cron and by the command line."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.only_core_steps()
        cls.cron = cls.env.ref("md_inventory_core.ir_cron_load_retail_data")

    def run_cron(self):
        with self.enter_registry_test_mode():
            self.cron.method_direct_trigger()

    def count_pieces(self, action=lambda job, number: None):
        """Patch the loader: count pieces, call ``action(job, number)`` after each."""
        owner = self.env.registry["md.dataset.loader"]
        original = owner.run_piece
        self.pieces = 0

        def run_piece(loader, job):
            result = original(loader, job)
            self.pieces += 1
            action(job, self.pieces)
            return result

        return patch.object(owner, "run_piece", run_piece)

    def test_start_wakes_the_cron_which_runs_to_the_end(self):
        job = self.make_import()
        triggers = [("cron_id", "=", self.cron.id)]
        before = self.env["ir.cron.trigger"].search_count(triggers)
        job.action_start()
        self.assertEqual(job.state, "running")
        self.assertTrue(job.started_at)
        self.assertEqual(self.env["ir.cron.trigger"].search_count(triggers), before + 1)
        self.run_cron()
        self.assertEqual(job.state, "done")
        self.assertEqual(self.quantities(), self.planned_stock())

    def test_pause_stops_after_the_piece_at_work_and_start_goes_on(self):
        def pause(job, number):
            if number == 2:
                job.action_pause()

        job = self.make_import()
        job.action_start()
        with self.count_pieces(pause):
            self.run_cron()
            self.assertEqual((self.pieces, job.state), (2, "paused"))
            self.run_cron()
            self.assertEqual(self.pieces, 2, "the cron took up a paused import")
        job.action_start()
        self.run_cron()
        self.assertEqual(job.state, "done")

    def test_cron_leaves_other_states_alone(self):
        job = self.make_import()
        for state in ("draft", "paused", "failed", "done"):
            job.state = state
            with self.count_pieces():
                self.run_cron()
            self.assertEqual((self.pieces, job.state), (0, state))

    def test_start_of_a_finished_import_is_refused(self):
        job = self.make_import(state="done")
        with self.assertRaisesRegex(UserError, "finished; nothing is missing"):
            job.action_start()

    def test_pause_changes_only_a_running_import(self):
        job = self.make_import(state="failed")
        job.action_pause()
        self.assertEqual(job.state, "failed")

    def test_command_line_runs_the_import_and_reports(self):
        self.make_import()
        lines = []
        with self.enter_registry_test_mode(), self.registry.cursor() as cr:
            self.env(cr=cr)["md.data.import"].run_and_report("slice", lines.append)
        job = self.env["md.data.import"].search([("kind", "=", "slice")])
        self.assertEqual(job.state, "done")
        self.assertEqual(lines[0], "Stores: 0 of 1")
        self.assertIn("Products: 10 of 25", lines)
        self.assertEqual(lines[-1], "Opening stock: 20 of 25")

    def test_command_line_creates_the_import_where_there_is_none(self):
        owner = self.env.registry["md.data.import"]

        def pause(job):
            self.assertEqual(job.state, "running")
            job.action_pause()

        with (
            self.enter_registry_test_mode(),
            self.registry.cursor() as cr,
            patch.object(owner, "_advance", pause),
        ):
            self.env(cr=cr)["md.data.import"].run_and_report("history", print)
        job = self.env["md.data.import"].search([("kind", "=", "history")])
        self.assertEqual((len(job), job.state), (1, "paused"))
        self.assertEqual(job.company_id, self.env.company)

    def test_command_line_says_why_it_failed(self):
        self.make_import()
        with (
            self.enter_registry_test_mode(),
            self.registry.cursor() as cr,
            self.breaks_after("stock.warehouse", "create"),
            self.assertRaisesRegex(UserError, "stock.warehouse broke"),
        ):
            self.env(cr=cr)["md.data.import"].run_and_report("slice")

    def test_unexpected_error_is_shown_and_gives_the_lock_back(self):
        self.make_import()

        def crash(job):
            job.env.cr.execute("SELECT 1 / 0")

        locks = "SELECT COUNT(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = %s"
        self.env.cr.execute("SELECT pg_backend_pid()")
        (pid,) = self.env.cr.fetchone()
        self.env.cr.execute(locks, [pid])
        before = self.env.cr.fetchone()
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(DivisionByZero),
            self.enter_registry_test_mode(),
            self.registry.cursor() as cr,
            patch.object(self.env.registry["md.data.import"], "_advance", crash),
        ):
            self.env(cr=cr)["md.data.import"].run_and_report("slice")
        self.env.cr.execute(locks, [pid])
        self.assertEqual(self.env.cr.fetchone(), before)
