"""Watch this process: log lines, request ids, counts, and the answers to probes.

`install` runs once per process, when Odoo loads the addon (before it forks workers, if
the database is loaded first or the addon is server-wide). Probes are answered at the
door, not by routes of Odoo's: those need a database before they are even found, create
sessions, and answer errors with pages.
"""

import functools
import logging
import os
from contextlib import closing

from odoo import SUPERUSER_ID, api, http
from odoo.modules.registry import Registry
from odoo.tools import config

from ..controllers import health as answers
from ..lib import health, metrics, structured_log
from ..lib.door import Door
from ..lib.probe import Probe

_logger = logging.getLogger(__name__)

FIGURES_SECONDS = 10  # sizes and sessions change slowly
LATE = "The checks take too long: the database hangs, or the server is starting."


def install():
    """Put log format and door in place; a second call changes nothing."""
    structured_log.install(os.environ.get(structured_log.FORMAT_VARIABLE))
    serve = http.Application.__call__
    if hasattr(serve, "__wrapped__"):
        return
    asked = answers.Answers(READINESS.ask, SNAPSHOT.ask, server_pid).by_path()

    @functools.wraps(serve)
    def through_the_door(application, environ, start_response):
        door = Door(
            serve=functools.partial(serve, application),
            answers=asked,
            behind_proxy=behind_proxy,
            observe=metrics.observe,
        )
        return door(environ, start_response)

    http.Application.__call__ = through_the_door


def behind_proxy():
    """Whether headers about the client come from a proxy of ours."""
    return bool(config["proxy_mode"])


def server_pid():
    """The process that started all others of this server."""
    return os.getppid() if config["workers"] else os.getpid()


def measure_readiness():
    """Report on the database that is served; a database that is not is a report too."""
    return _measured(lambda service: service._report())


def measure_snapshot():
    """The report and everything else for a scrape."""

    def measure(service):
        report = service._report()
        return metrics.Snapshot(report, tuple(service._figures()), service._build())

    measured = _measured(measure)
    return measured if isinstance(measured, metrics.Snapshot) else _bare(measured)


def _measured(measure):
    """What ``measure`` finds in the served database, or a report why there is none."""
    names = config["db_name"]
    if len(names) != 1:
        return health.failed("database", "Serve one database: set db_name.")
    try:
        registry = Registry(names[0])
        with closing(registry.cursor()) as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            if "md.health" not in env:
                return health.failed("modules", "md_inventory_core is not installed.")
            return measure(env["md.health"])
    except Exception as error:  # noqa: BLE001 - whatever keeps a registry from loading
        _logger.warning("Not ready: %s", error)
        reason = str(error).strip().partition("\n")[0]
        return health.failed("database", f"It does not answer: {reason}")


def _bare(report):
    return metrics.Snapshot(report)


def _late():
    return health.failed("database", LATE)


READINESS = Probe(measure_readiness, late=_late)
SNAPSHOT = Probe(measure_snapshot, late=lambda: _bare(_late()), keep=FIGURES_SECONDS)
