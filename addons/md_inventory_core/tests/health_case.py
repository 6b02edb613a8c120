import json
import os
from unittest.mock import patch

from odoo.tests import HttpCase
from odoo.tools import config

from odoo.addons.md_inventory_core.services import observation

TOKEN = "a token that nobody guesses"
BEARER = {"Authorization": f"Bearer {TOKEN}"}


class HealthCase(HttpCase):
    """Probes over HTTP; each test asks from its own address, nothing is cached."""

    address = 0

    def setUp(self):
        super().setUp()
        self.patch(observation.READINESS, "keep", 0)
        self.patch(observation.SNAPSHOT, "keep", 0)
        self.set_config(proxy_mode=True)
        HealthCase.address += 1
        self.client = f"192.0.2.{HealthCase.address}"
        # jobs of an old template are late as soon as it is cloned
        self.env["ir.cron"].search([]).nextcall = "2999-01-01"
        self.env.cr.flush()
        self.env["md.audit.chain"]._chain_all()  # so are events that no job chains

    def set_config(self, **options):
        patcher = patch.dict(config.options, options)
        patcher.start()
        self.addCleanup(patcher.stop)

    def set_environment(self, **variables):
        patcher = patch.dict(os.environ, variables)
        patcher.start()
        self.addCleanup(patcher.stop)

    def get(self, path, **headers):
        """The answer as a client without a session gets it."""
        self.env.flush_all()
        self.opener.cookies.clear()
        headers.setdefault("X-Forwarded-For", self.client)
        return self.url_open(path, headers=headers, allow_redirects=False)

    def ready(self, **headers):
        """(status, body) of the ready route."""
        answer = self.get("/md/health/ready", **headers)
        self.assertEqual(answer.headers["Content-Type"], "application/json")
        self.assertNotIn("Set-Cookie", answer.headers)
        return answer.status_code, json.loads(answer.text)

    def assert_fails(self, name, word):
        """The shop is not ready because of this check alone, and says what to do."""
        self.set_environment(MD_METRICS_TOKEN=TOKEN)
        status, told = self.ready(**BEARER)
        self.assertEqual((status, told["status"]), (503, "fail"), told)
        failing = [
            n for n, check in told["checks"].items() if check["status"] == "fail"
        ]
        self.assertEqual(failing, [name])
        self.assertIn(word, told["checks"][name]["advice"])
        self.assertNotIn("advice", self.ready()[1]["checks"][name])

    def set_parameter(self, name, value):
        self.env["ir.config_parameter"].set_param(f"md_health.{name}", value)

    def sql(self, query, *parameters):
        """Change what no user could change."""
        self.env.flush_all()
        self.env.cr.execute(query, parameters)
        self.env.invalidate_all()
