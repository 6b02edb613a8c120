import logging
from unittest.mock import patch

from odoo.tests import TransactionCase, tagged

from odoo.addons.md_inventory_core.lib import request_id


@tagged("post_install", "-at_install")
class TestHealthJobs(TransactionCase):
    """Each run of a scheduled job has an id, in its own work and in what is logged."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.job = cls.env.ref("md_inventory_core.ir_cron_load_retail_data")

    def setUp(self):
        super().setUp()
        request_id.begin("the-users-request")
        self.addCleanup(request_id.end)

    def run_job(self, work):
        """Run the job with other work; the ids seen by it and by the log."""
        seen, logged = [], []

        def callback(_job, *_arguments):
            seen.append(request_id.current())
            work()

        class Handler(logging.Handler):
            def emit(self, record):
                logged.append((record.levelname, request_id.current()))

        logger = logging.getLogger("odoo.addons.base.models.ir_cron")
        handler = Handler()
        self.addCleanup(logger.setLevel, logger.level)
        logger.setLevel(logging.ERROR)  # the test run may want less
        logger.addHandler(handler)
        self.addCleanup(logger.removeHandler, handler)
        with (
            patch.object(self.env.registry["ir.cron"], "_callback", callback),
            self.enter_registry_test_mode(),
        ):
            self.job.method_direct_trigger()
        return seen, logged

    def test_id_of_a_run(self):
        [seen], _logged = self.run_job(lambda: None)
        self.assertRegex(seen, rf"^cron-{self.job.id}-[0-9a-f]{{16}}$")
        self.assertTrue(request_id.ACCEPTED.fullmatch(seen))
        self.assertEqual(request_id.current(), "the-users-request")

    def test_two_runs_differ(self):
        self.assertNotEqual(
            self.run_job(lambda: None)[0], self.run_job(lambda: None)[0]
        )

    def test_what_is_logged_about_a_failure_has_the_id(self):
        def fail():
            raise ValueError("a job that fails")

        [seen], logged = self.run_job(fail)
        self.assertIn(("ERROR", seen), logged)
        self.assertEqual(request_id.current(), "the-users-request")
