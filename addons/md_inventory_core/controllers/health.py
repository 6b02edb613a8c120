"""Answers to probes: /md/health/live, /md/health/ready, /md/metrics.

WSGI applications that the door calls (see ``services/observation``): no session, no
cookie, no page, no trace, whatever happens.
"""

import json
import logging

from werkzeug.wrappers import Request, Response

from odoo.tools import config

from ..lib import metrics
from ..lib.door import client_address
from ..lib.health import Status
from ..lib.rate_limit import RateLimit
from ..lib.secrets import SecretError, read_secret, same_secret

_logger = logging.getLogger(__name__)

TOKEN = "MD_METRICS_TOKEN"
READABLE = ("GET", "HEAD")
CALLS, SECONDS = 30, 10  # per address


class Answers:
    """The three applications; what they tell is measured by who made this object.

    :param report: gives a :class:`~..lib.health.Report`.
    :param snapshot: gives a :class:`~..lib.metrics.Snapshot`.
    """

    def __init__(self, report, snapshot, server_pid, limit=None):
        self.report = report
        self.snapshot = snapshot
        self.server_pid = server_pid
        self.limit = limit or RateLimit(CALLS, SECONDS)

    def by_path(self):
        """{path: WSGI application}."""
        return {
            "/md/health/live": _application(self.live),
            "/md/health/ready": _application(self.ready),
            "/md/metrics": _application(self.metrics),
        }

    def live(self, _request):
        """The process answers. Looks at nothing else, so that it is never restarted
        for the fault of another.
        """
        return _json({"status": Status.PASS})

    def ready(self, request):
        """Whether to send customers here; details for who has the token."""
        if refusal := self._too_often(request):
            return refusal
        report = self.report()
        told = report.full() if _has_token(request) else report.public()
        return _json(told, 200 if report.ready else 503)

    def metrics(self, request):
        """Figures for Prometheus, for who has the token; without one set, nothing."""
        if refusal := self._too_often(request):
            return refusal
        if not read_secret(TOKEN):
            return _json({"error": "not found"}, 404)
        if not _has_token(request):
            challenge = {"WWW-Authenticate": 'Bearer realm="metrics"'}
            return _json({"error": "a valid token is needed"}, 401, challenge)
        body = metrics.render(self.snapshot(), self.server_pid())
        return Response(body, content_type=metrics.CONTENT_TYPE)

    def _too_often(self, request):
        address = client_address(request.environ, bool(config["proxy_mode"]))
        if wait := self.limit.wait_for(address):
            return _json({"error": "too often"}, 429, {"Retry-After": str(wait)})
        return None


def _application(answer):
    """WSGI application around ``answer(request)``; its failures become a JSON 503."""

    def application(environ, start_response):
        request = Request(environ)
        try:
            if request.method in READABLE:
                response = answer(request)
            else:
                response = _json({"error": "only GET"}, 405, {"Allow": "GET, HEAD"})
        except SecretError as error:
            _logger.error("%s", error)
            response = _json({"error": "the token is not readable; see the log"}, 503)
        except Exception:
            _logger.exception("A probe cannot be answered")
            response = _json({"status": Status.FAIL, "checks": {}}, 503)
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response(environ, start_response)

    return application


def _has_token(request):
    scheme, _space, given = request.headers.get("Authorization", "").partition(" ")
    return scheme.lower() == "bearer" and same_secret(given.strip(), read_secret(TOKEN))


def _json(value, status=200, headers=None):
    return Response(json.dumps(value), status, headers, content_type="application/json")
