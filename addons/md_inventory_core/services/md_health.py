import re
import shutil
import time
from pathlib import Path

from psycopg2 import Error as DatabaseError

from odoo import models, release
from odoo.modules import Manifest
from odoo.tools import SQL, config

from ..lib import health
from ..lib.metrics import Figure
from . import observation

AUTHOR = "Micro Datasoft"
PARAMETER = "md_health."
STATEMENT_SECONDS = 2
IMPORT_WARN_SECONDS = 15 * 60  # a piece of an import takes seconds
CHAIN_WARN_SECONDS = 10 * 60  # the worker comes every minute
ACTIVE_SECONDS = 60 * 60
# Imported before workers are forked: the start of the server, not of one worker.
STARTED = time.time()


class MdHealth(models.AbstractModel):
    """Measure whether this shop can serve, and the figures behind it.

    ``lib/health`` judges what is measured here; ``services/observation`` asks, from a
    thread of its own. Other addons add a check to ``_checks``, a queue to ``_queues``,
    a figure to ``_figures``. Everything runs in one short transaction that is rolled
    back: nothing here writes.
    """

    _name = "md.health"
    _description = "Health of the Shop"

    def _register_hook(self):
        """Watch the process also where somebody imported the addon before Odoo did.

        Odoo then skips ``post_load``; a second call changes nothing.
        """
        super()._register_hook()
        observation.install()

    def _report(self):
        """All checks as a :class:`health.Report`."""
        patience = f"{STATEMENT_SECONDS}s"
        self._rows(SQL("SELECT set_config('statement_timeout', %s, true)", patience))
        return health.Report(
            tuple(self._guarded(name, measure) for name, measure in self._checks())
        )

    def _guarded(self, name, measure):
        """The check, or that it failed, without harm to those after it."""
        try:
            with self.env.cr.savepoint(flush=False):
                return measure()
        except (DatabaseError, OSError) as error:
            reason = str(error).strip().partition("\n")[0]
            advice = f"It could not be checked: {reason}"
            return health.Check(name, health.Status.FAIL, advice=advice)

    def _checks(self):
        """(name, method) of all checks, in the order in which they are told."""
        return [
            ("database", self._check_database),
            ("modules", self._check_modules),
            ("cron", self._check_cron),
            ("queues", lambda: health.judge_queues(self._queues())),
            ("claims", self._check_claims),
            ("disk", lambda: health.judge_disk(self._disk_free(), self._limits())),
            ("clock", self._check_clock),
        ]

    def _queues(self):
        """Work that waits, as a list of :class:`health.Queue`.

        To be extended: ``return super()._queues() + [health.Queue(...)]``. Each costs
        one cheap query; it is asked every two seconds.
        """
        rows = self._rows(
            SQL(
                """SELECT state, count(*),
                          EXTRACT(EPOCH FROM now() AT TIME ZONE 'UTC' - min(write_date))
                     FROM md_data_import
                    WHERE state IN ('running', 'failed')
                    GROUP BY state"""
            )
        )
        found = {state: (float(age), count) for state, count, age in rows}
        running, failed = found.get("running", (0, 0)), found.get("failed", (0, 0))
        # neither keeps customers away: no limit from which the shop is not ready
        return [
            health.Queue(
                "data_imports_running", *running, warn_after=IMPORT_WARN_SECONDS
            ),
            health.Queue("data_imports_failed", *failed, warn_after=0),
            health.Queue(
                "audit_events_unchained",
                *self.env["md.audit.chain"]._backlog(),
                warn_after=CHAIN_WARN_SECONDS,
            ),
        ]

    def _figures(self):
        """Figures beyond the report, as a list of :class:`Figure`, for the metrics."""
        return [
            *self._database_figures(),
            *self._session_figures(),
            *self._claim_figures(),
        ]

    # ------------------------------------------------------------------ measuring

    def _rows(self, query):
        """Rows of a query; who asks is told of an error, the log is not."""
        self.env.cr.execute(query, log_exceptions=False)
        return self.env.cr.fetchall()

    def _limits(self):
        """Limits, with those that system parameters ``md_health.<name>`` replace."""
        rows = self._rows(
            SQL(
                "SELECT key, value FROM ir_config_parameter WHERE starts_with(key, %s)",
                PARAMETER,
            )
        )
        given = {key.removeprefix(PARAMETER): value for key, value in rows}
        return health.Limits.from_parameters(given)

    def _check_database(self):
        began = time.monotonic()
        [(in_recovery, read_only)] = self._rows(
            SQL(
                "SELECT pg_is_in_recovery(),"
                " current_setting('transaction_read_only')::boolean"
            )
        )
        took = time.monotonic() - began
        return health.judge_database(in_recovery, read_only, took)

    def _check_modules(self):
        rows = self._rows(
            SQL(
                """SELECT name, state, latest_version, author = %s
                     FROM ir_module_module
                    WHERE state LIKE 'to %%' OR state = 'installed' AND author = %s""",
                AUTHOR,
                AUTHOR,
            )
        )
        pending, stale = {}, {}
        for name, state, in_database, ours in rows:
            if state.startswith("to "):
                pending[name] = state
            if ours and (on_disk := self._version_on_disk(name)) != in_database:
                stale[name] = (in_database, on_disk)
        return health.judge_modules(pending, stale)

    def _version_on_disk(self, module):
        """Version in the manifest as it is now, not as it was at the start."""
        known = Manifest.for_addon(module, display_warning=False)
        if not known:
            return None
        text = Path(known.path, "__manifest__.py").read_text(encoding="utf-8")
        found = re.search(r"""["']version["']\s*:\s*["']([^"']+)""", text)
        return found and found[1]

    def _check_cron(self):
        rows = self._rows(
            SQL(
                """SELECT cron_name, id, failure_count, EXTRACT(EPOCH FROM
                       now() AT TIME ZONE 'UTC'
                       - greatest(nextcall, to_timestamp(%s) AT TIME ZONE 'UTC'))
                     FROM ir_cron
                    WHERE active AND (nextcall < now() AT TIME ZONE 'UTC'
                                      OR failure_count > 0)""",
                STARTED,
            )
        )
        late = {f"{name} ({n})": float(age) for name, n, _times, age in rows if age > 0}
        failing = {f"{name} ({n})": times for name, n, times, _age in rows if times}
        return health.judge_cron(late, failing, self._limits())

    def _open_findings(self):
        """({kind: open findings that are drift}, {kind: open findings})."""
        rows = self._rows(
            SQL(
                """SELECT kind, count(*) FILTER (WHERE severity = 'error'), count(*)
                     FROM md_claim_finding WHERE resolved_at IS NULL GROUP BY kind"""
            )
        )
        drift = {kind: errors for kind, errors, _all in rows if errors}
        return drift, {kind: count for kind, _errors, count in rows}

    def _check_claims(self):
        return health.judge_claims(*self._open_findings(), self._pass_age())

    def _pass_age(self):
        """Seconds since the reconciler had looked at all; None when it is not to.

        Since the start of the server, when it was down before.
        """
        rows = self._rows(
            SQL(
                """SELECT EXTRACT(EPOCH FROM now() AT TIME ZONE 'UTC' - greatest(
                              (SELECT max(ended_at) FROM md_claim_pass
                                WHERE state = 'done'),
                              to_timestamp(%s) AT TIME ZONE 'UTC'))
                     FROM ir_cron c
                     JOIN ir_model_data d ON d.model = 'ir.cron' AND d.res_id = c.id
                    WHERE c.active AND d.module = 'md_inventory_core'
                      AND d.name = 'ir_cron_reconcile_claims'""",
                STARTED,
            )
        )
        return float(rows[0][0]) if rows else None

    def _check_clock(self):
        before = time.time()
        [(theirs,)] = self._rows(SQL("SELECT EXTRACT(EPOCH FROM clock_timestamp())"))
        ours = (before + time.time()) / 2
        return health.judge_clock(float(theirs) - ours, self._limits())

    def _disk_free(self):
        """{place: bytes free} of the file store and, if it is here, the database."""
        places = {"data_dir": config["data_dir"], "database": self._cluster_folder()}
        return {
            name: shutil.disk_usage(place).free
            for name, place in places.items()
            if place
        }

    def _cluster_folder(self):
        """Folder of a PostgreSQL on this machine; None when elsewhere or unknown."""
        host = config["db_host"] or ""
        if not host.startswith("/"):
            return None
        [(told,)] = self._rows(
            SQL(
                """SELECT CASE WHEN pg_has_role('pg_read_all_settings', 'USAGE')
                               THEN current_setting('data_directory') END"""
            )
        )
        # a private server keeps its socket beside its data
        beside = host if Path(host, "global").exists() else None
        return told if told and Path(told).exists() else beside

    def _database_figures(self):
        [(size, most)] = self._rows(
            SQL(
                "SELECT pg_database_size(current_database()),"
                " current_setting('max_connections')::int"
            )
        )
        states = self._rows(
            SQL(
                """SELECT coalesce(state, 'unknown'), count(*) FROM pg_stat_activity
                    WHERE datname = current_database() GROUP BY 1"""
            )
        )
        return [
            Figure("md_database_size_bytes", "Size of the database.", {(): size}),
            Figure(
                "md_database_connections",
                "Connections to this database, by what they do.",
                {(state,): count for state, count in states},
                ("state",),
            ),
            Figure(
                "md_database_connections_max",
                "Connections that the PostgreSQL server allows in all.",
                {(): most},
            ),
        ]

    def _session_figures(self):
        [(sessions, devices)] = self._rows(
            SQL(
                """SELECT count(DISTINCT session_identifier),
                          count(DISTINCT (user_id, platform, browser, ip_address))
                     FROM res_device_log
                    WHERE revoked IS NOT TRUE
                      AND last_activity > now() AT TIME ZONE 'UTC'
                                          - make_interval(secs => %s)""",
                ACTIVE_SECONDS,
            )
        )
        return [
            Figure(
                "md_active_sessions", "Sessions used in the last hour.", {(): sessions}
            ),
            Figure(
                "md_active_devices", "Devices used in the last hour.", {(): devices}
            ),
        ]

    def _claim_figures(self):
        kinds = self.env["md.claim.finding"]._fields["kind"].get_values(self.env)
        found = dict.fromkeys(kinds, 0) | self._open_findings()[1]
        return [
            Figure(
                "md_claim_findings",
                "Open findings of the reconciliation, by what they are.",
                {(kind,): count for kind, count in found.items()},
                ("kind",),
            ),
            *self._pass_figures(),
        ]

    def _pass_figures(self):
        age = self._pass_age()
        rows = self._rows(
            SQL(
                """SELECT seconds, rows_read FROM md_claim_pass
                    WHERE state = 'done' ORDER BY ended_at DESC LIMIT 1"""
            )
        )
        [(seconds, read)] = rows or [(0, 0)]
        return [
            Figure(
                "md_claim_pass_age_seconds",
                "Since the reconciliation had looked at everything.",
                {} if age is None else {(): age},
            ),
            Figure(
                "md_claim_pass_duration_seconds",
                "Work of the last whole pass of the reconciliation.",
                {(): seconds},
            ),
            Figure(
                "md_claim_pass_rows",
                "Rows that the last whole pass of the reconciliation read.",
                {(): read},
            ),
        ]

    def _build(self):
        """{what: version} of what is served."""
        [(server,)] = self._rows(SQL("SHOW server_version"))
        version = Manifest.for_addon("md_inventory_core").version
        return {"version": version, "odoo": release.version, "postgresql": server}
