import json
import tempfile
from pathlib import Path
from unittest.mock import patch

from prometheus_client.parser import text_string_to_metric_families

from odoo import http
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.md_inventory_core.controllers import health as answers
from odoo.addons.md_inventory_core.lib import request_id
from odoo.addons.md_inventory_core.services import observation
from odoo.addons.md_inventory_core.tests.health_case import BEARER, TOKEN, HealthCase

PROBES = ("/md/health/live", "/md/health/ready", "/md/metrics")
REQUEST_ID = "from-the-proxy.1"


@tagged("post_install", "-at_install")
class TestHealthHttp(HealthCase):
    """How probes answer: to whom, how often, and never with a page or a cookie."""

    def test_live_looks_at_nothing(self):
        with patch.object(observation, "Registry", side_effect=AssertionError):
            answer = self.get("/md/health/live")
        self.assertEqual(answer.status_code, 200)
        self.assertEqual(json.loads(answer.text), {"status": "pass"})

    def test_no_cookie_no_page_no_cache_whatever_the_client_sends(self):
        self.set_environment(MD_METRICS_TOKEN=TOKEN)
        bad = {
            "Cookie": "session_id=../../../etc/passwd; session_id=\x7f",
            "X-Odoo-Database": "nobodys",
            "Accept": "text/html",
        }
        for path in PROBES:
            for headers in ({}, bad):
                answer = self.get(path, **headers)
                self.assertIn(answer.status_code, (200, 401))
                self.assertEqual(answer.headers["Content-Type"], "application/json")
                self.assertEqual(answer.headers["Cache-Control"], "no-store")
                self.assertNotIn("Set-Cookie", answer.headers)
                self.assertNotIn("<", answer.text)

    def test_only_reading(self):
        for path in PROBES:
            answer = self.url_open(path, data={"x": "1"})
            self.assertEqual(answer.status_code, 405)
            self.assertEqual(answer.headers["Allow"], "GET, HEAD")

    def test_a_failure_of_our_own_is_json_too(self):
        with (
            patch.object(observation.READINESS, "measure", side_effect=RuntimeError),
            mute_logger(answers.__name__),
        ):
            answer = self.get("/md/health/ready")
        self.assertEqual(answer.status_code, 503)
        self.assertEqual(json.loads(answer.text), {"status": "fail", "checks": {}})

    def test_too_often_from_one_address_only(self):
        codes = [self.get("/md/health/ready").status_code for _call in range(60)]
        self.assertEqual(set(codes), {200, 429})
        self.assertGreaterEqual(codes.count(200), answers.CALLS)
        answer = self.get("/md/metrics")
        self.assertEqual(answer.status_code, 429)
        self.assertGreaterEqual(int(answer.headers["Retry-After"]), 1)
        self.assertEqual(self.get("/md/health/live").status_code, 200)
        other = {"X-Forwarded-For": f"{self.client}, 198.51.100.7"}
        self.assertEqual(self.get("/md/health/ready", **other).status_code, 200)

    def test_many_callers_cost_one_measurement(self):
        self.patch(observation.READINESS, "keep", 3600)
        observation.READINESS._future = None
        self.addCleanup(setattr, observation.READINESS, "_future", None)
        measure = observation.READINESS.measure
        with patch.object(
            observation.READINESS, "measure", side_effect=measure
        ) as counted:
            for _call in range(10):
                self.assertEqual(self.ready()[0], 200)
        self.assertEqual(counted.call_count, 1)

    # -- metrics

    def test_metrics_without_a_token_set_do_not_exist(self):
        self.set_environment(MD_METRICS_TOKEN="", MD_METRICS_TOKEN_FILE="")
        self.assertEqual(self.get("/md/metrics", **BEARER).status_code, 404)

    def test_metrics_need_the_token(self):
        self.set_environment(MD_METRICS_TOKEN=TOKEN)
        for headers in ({}, {"Authorization": "Bearer x"}, {"Authorization": TOKEN}):
            answer = self.get("/md/metrics", **headers)
            self.assertEqual(answer.status_code, 401)
            self.assertTrue(answer.headers["WWW-Authenticate"].startswith("Bearer"))

    def test_token_from_a_file_and_one_that_everybody_could_read(self):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, "token")
            file.write_text(f"{TOKEN}\n", encoding="utf-8")
            file.chmod(0o600)
            self.set_environment(MD_METRICS_TOKEN="x", MD_METRICS_TOKEN_FILE=str(file))
            self.assertEqual(self.get("/md/metrics", **BEARER).status_code, 200)
            file.chmod(0o644)
            with self.assertLogs(answers.__name__, "ERROR") as log:
                answer = self.get("/md/metrics", **BEARER)
            self.assertEqual(answer.status_code, 503)
            self.assertIn("open to everybody", log.output[0])
            self.assertNotIn(str(file), answer.text)

    def test_metrics_are_what_prometheus_reads(self):
        self.set_environment(MD_METRICS_TOKEN=TOKEN)
        self.get("/web/login")
        answer = self.get("/md/metrics", **BEARER)
        self.assertEqual(answer.status_code, 200)
        self.assertTrue(answer.headers["Content-Type"].startswith("text/plain"))
        families = {f.name: f for f in text_string_to_metric_families(answer.text)}
        wanted = {
            "md_build_info",
            "md_process_cpu_seconds",
            "md_process_resident_memory_bytes",
            "md_process_start_time_seconds",
            "md_http_requests",
            "md_http_request_duration_seconds",
            "md_ready",
            "md_check_status",
            "md_cron_lag_seconds",
            "md_queue_oldest_age_seconds",
            "md_queue_depth",
            "md_active_sessions",
            "md_active_devices",
            "md_database_size_bytes",
            "md_database_connections",
            "md_disk_free_bytes",
        }
        self.assertLessEqual(wanted, families.keys())
        [size] = families["md_database_size_bytes"].samples
        self.env.cr.execute("SELECT pg_database_size(current_database())")
        self.assertAlmostEqual(size.value / self.env.cr.fetchone()[0], 1, places=1)
        logins = [
            sample.value
            for sample in families["md_http_requests"].samples
            if sample.labels == {"route": "login", "method": "GET", "status": "200"}
        ]
        self.assertGreaterEqual(max(logins, default=0), 1)

    # -- ids of requests

    def test_every_answer_has_an_id_of_its_own(self):
        paths = ("/web/login", "/nowhere", "/web/static/img/favicon.ico", *PROBES)
        seen = {self.get(path).headers["X-Request-Id"] for path in paths}
        self.assertEqual(len(seen), len(paths))

    def test_the_proxys_id_is_taken_over(self):
        for path in ("/web/login", "/nowhere", "/md/health/live"):
            answer = self.get(path, **{"X-Request-Id": REQUEST_ID})
            self.assertEqual(answer.headers["X-Request-Id"], REQUEST_ID)

    def test_nobody_else_may_choose_an_id(self):
        self.set_config(proxy_mode=False)
        answer = self.get("/web/login", **{"X-Request-Id": REQUEST_ID})
        self.assertNotEqual(answer.headers["X-Request-Id"], REQUEST_ID)

    def test_the_id_is_set_before_who_asks_is_known(self):
        seen = []
        owner = self.env.registry["ir.http"]
        authenticate = owner._authenticate.__func__

        def note(cls, endpoint):
            seen.append(request_id.current())
            return authenticate(cls, endpoint)

        with patch.object(owner, "_authenticate", classmethod(note)):
            self.get("/web/login", **{"X-Request-Id": REQUEST_ID})
        self.assertEqual(seen[:1], [REQUEST_ID])

    def test_the_door_is_hung_once(self):
        before = http.Application.__call__
        observation.install()
        self.assertIs(http.Application.__call__, before)
