from unittest.mock import patch

from odoo.tests import tagged

from odoo.addons.md_inventory_core.lib import health
from odoo.addons.md_inventory_core.services import md_health
from odoo.addons.md_inventory_core.tests.health_case import BEARER, TOKEN, HealthCase

CHECKS = {"database", "modules", "cron", "queues", "claims", "disk", "clock"}


@tagged("post_install", "-at_install")
class TestHealthReady(HealthCase):
    """Ready when all is well; not ready for each reason, made true for real."""

    def test_ready(self):
        status, told = self.ready()
        self.assertEqual(status, 200)
        self.assertEqual(told["status"], "pass")
        self.assertEqual(set(told["checks"]), CHECKS)
        for check in told["checks"].values():
            self.assertEqual(check, {"status": "pass"})

    def test_values_only_for_holders_of_the_token(self):
        self.set_environment(MD_METRICS_TOKEN=TOKEN)
        told = self.ready(**BEARER)[1]
        self.assertGreater(told["checks"]["disk"]["free_bytes"]["data_dir"], 0)
        self.assertLess(told["checks"]["database"]["round_trip_s"], 10)
        for stranger in (
            {},
            {"Authorization": "Bearer wrong"},
            {"Authorization": TOKEN},
            {"Authorization": f"Basic {TOKEN}"},
        ):
            checks = self.ready(**stranger)[1]["checks"]
            self.assertEqual({len(check) for check in checks.values()}, {1})

    def test_database_that_takes_no_writes(self):
        self.sql("SET LOCAL transaction_read_only = on")
        self.assert_fails("database", "read_only")

    def test_module_half_way(self):
        self.sql("UPDATE ir_module_module SET state = 'to upgrade' WHERE name = 'bus'")
        self.assert_fails("modules", "-u")

    def test_module_older_than_its_code(self):
        self.sql(
            "UPDATE ir_module_module SET latest_version = '19.0.0.0.1'"
            " WHERE name = 'md_inventory_core'"
        )
        self.assert_fails("modules", "-u md_inventory_core")

    def test_late_job(self):
        self.patch(md_health, "STARTED", 0)
        job = self.env.ref("md_inventory_core.ir_cron_load_retail_data")
        self.sql(
            "UPDATE ir_cron SET nextcall = now() AT TIME ZONE 'UTC' - interval '2 h'"
            " WHERE id = %s",
            job.id,
        )
        self.assert_fails("cron", job.cron_name)
        self.set_parameter("cron_lag_fail", "10800")
        self.assertEqual(self.ready()[1]["checks"]["cron"], {"status": "warn"})
        job.active = False
        self.assertEqual(self.ready()[0], 200)
        self.assertEqual(self.ready()[1]["checks"]["cron"], {"status": "pass"})

    def test_job_is_not_late_before_the_server_had_time_for_it(self):
        self.sql("UPDATE ir_cron SET nextcall = '2020-01-01'")
        with patch.object(md_health, "STARTED", md_health.time.time()):
            self.assertEqual(self.ready()[1]["checks"]["cron"], {"status": "pass"})

    def test_job_that_fails_is_a_warning(self):
        job = self.env.ref("md_inventory_core.ir_cron_load_retail_data")
        self.sql("UPDATE ir_cron SET failure_count = 9 WHERE id = %s", job.id)
        status, told = self.ready()
        self.assertEqual((status, told["status"]), (200, "warn"))
        self.assertEqual(told["checks"]["cron"], {"status": "warn"})

    def test_failed_import_is_a_warning(self):
        job = self.env["md.data.import"].create({"kind": "slice"})
        job.state = "failed"
        self.env.flush_all()
        self.sql("UPDATE md_data_import SET write_date = write_date - interval '1 h'")
        self.set_environment(MD_METRICS_TOKEN=TOKEN)
        status, told = self.ready(**BEARER)
        self.assertEqual((status, told["checks"]["queues"]["status"]), (200, "warn"))
        queue = told["checks"]["queues"]["queues"]["data_imports_failed"]
        self.assertEqual(queue["count"], 1)
        self.assertGreaterEqual(queue["oldest"], 3600)

    def test_import_that_stands_still_is_a_warning(self):
        job = self.env["md.data.import"].create({"kind": "slice"})
        job.state = "running"
        self.assertEqual(self.ready()[1]["checks"]["queues"], {"status": "pass"})
        self.sql("UPDATE md_data_import SET write_date = write_date - interval '1 h'")
        self.assertEqual(self.ready()[1]["checks"]["queues"], {"status": "warn"})

    def test_queue_of_another_addon(self):
        owner = self.env.registry["md.health"]
        ours = owner._queues

        def queues(service):
            return [*ours(service), health.Queue("backlog", 11, 5, 5, 10)]

        with patch.object(owner, "_queues", queues):
            self.assert_fails("queues", "backlog")
        self.assertEqual(self.ready()[0], 200)

    def test_disk_full(self):
        self.set_parameter("disk_free_fail", str(2**60))
        self.assert_fails("disk", "space")

    def test_clocks_apart(self):
        self.set_parameter("clock_fail", "0")
        self.assert_fails("clock", "NTP")

    def test_check_that_breaks_fails_alone(self):
        self.sql("ALTER TABLE md_data_import RENAME TO md_data_import_gone")
        self.assert_fails("queues", "could not be checked")

    def test_nothing_is_left_in_the_transaction(self):
        self.ready()
        self.env.cr.execute("SHOW statement_timeout")
        self.assertEqual(self.env.cr.fetchone(), ("0",))
