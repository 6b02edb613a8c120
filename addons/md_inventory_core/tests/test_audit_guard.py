import psycopg2

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged
from odoo.tools import SQL, mute_logger

from .audit_common import AuditCase

TABLES = ("md_audit_event", "md_audit_link", "md_audit_archive")
ROLES = ("cashier", "warehouse", "support", "manager", "auditor", "admin")


@tagged("post_install", "-at_install")
class TestAuditGuard(AuditCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.trail._record("settings", "test.one")
        cls.trail._record("settings", "test.two")
        cls.env.cr.flush()
        cls.chain._chain_all()
        cls.event = cls.events.search([("action", "=", "test.one")])
        cls.env["md.audit.archiver"]._archive_before("2000-01-01")  # seals nothing

    def test_nobody_changes_an_event_over_the_orm(self):
        people = [self.env.user] + [
            new_test_user(
                self.env, f"md_{role}", groups=f"md_inventory_core.group_{role}"
            )
            for role in ROLES
        ]
        for user in people:
            for sudo in (False, True):
                event = self.event.with_user(user).sudo(sudo)
                for attempt in (
                    lambda event=event: event.write({"reason": "x"}),
                    lambda event=event: event.unlink(),
                    lambda event=event: event.copy(),
                    lambda event=event: event.create(
                        {"at": "2026-01-01", "kind": "price", "action": "x"}
                    ),
                    lambda event=event: event.write({}),
                ):
                    with self.subTest(user=user.login, sudo=sudo):
                        self.assertRaisesOneLine(AccessError, attempt)
        self.event.invalidate_recordset()
        self.assertFalse(self.event.reason)

    def seal_something(self):
        """A row of an archive, as the archiver would insert it."""
        self.force(
            "INSERT INTO md_audit_archive (first_seq, last_seq, first_at, last_at, "
            "start_hash, last_hash, file_hash, sealed_at) "
            "VALUES (-1, -1, now(), now(), '', '', '', now())"
        )

    def test_links_and_archives_are_as_firm(self):
        self.seal_something()
        for model in ("md.audit.link", "md.audit.archive"):
            record = self.env[model].search([], limit=1)
            self.assertTrue(record)
            for attempt in (
                lambda record=record: record.write({}),
                lambda record=record: record.unlink(),
                lambda record=record: record.create({}),
            ):
                self.assertRaisesOneLine(AccessError, attempt)

    def test_nothing_touched_is_nothing_refused(self):
        none = self.env["md.audit.link"]
        self.assertEqual(none.create([]), none)
        self.assertTrue(none.write({"hash": "x"}) and none.unlink())
        self.assertEqual(none.copy(), none)
        self.assertEqual(self.env["md.approval.request"].browse().unlink(), True)

    def test_database_refuses_sql(self):
        self.seal_something()
        for table in TABLES:
            for pattern in (
                "UPDATE %(table)s SET id = id",
                "DELETE FROM %(table)s",
                "TRUNCATE %(table)s",
                "INSERT INTO %(table)s SELECT * FROM %(table)s ON CONFLICT (id) "
                "DO UPDATE SET id = excluded.id",
            ):
                statement = SQL(pattern, table=SQL.identifier(table))
                with (
                    self.subTest(pattern, table=table),
                    self.assertRaises(psycopg2.errors.InsufficientPrivilege) as caught,
                    mute_logger("odoo.sql_db"),
                    self.env.cr.savepoint(),
                ):
                    self.env.cr.execute(statement)
                line = str(caught.exception).splitlines()[0]
                self.assertIn(f"{table} is append-only", line)

    def test_temporary_tables_do_not_deceive_the_guard(self):
        with (
            self.assertRaises(psycopg2.errors.InsufficientPrivilege),
            mute_logger("odoo.sql_db"),
            self.env.cr.savepoint(),
        ):
            self.env.cr.execute(
                "CREATE TEMP TABLE md_audit_archive AS "
                "SELECT 0 AS first_seq, 2147483647 AS last_seq; "
                "CREATE TEMP TABLE md_audit_link AS "
                "SELECT * FROM public.md_audit_link; "
                "DELETE FROM public.md_audit_event"
            )

    def test_refused_sql_becomes_an_event(self):
        self.chain._report_refused_sql()
        self.forget()
        with (
            self.assertRaises(psycopg2.errors.InsufficientPrivilege),
            mute_logger("odoo.sql_db"),
            self.env.cr.savepoint(),
        ):
            self.env.cr.execute("DELETE FROM md_audit_link")
        for _run in range(2):  # the second finds nothing new
            self.chain._report_refused_sql()
            self.env.cr.flush()
        [event] = self.recorded(action="append_only.sql")
        self.env.cr.execute("SELECT session_user")
        self.assertEqual(event["kind"], "refusal")
        self.assertEqual(event["after"]["attempts"], 1)
        self.assertEqual(event["after"]["database_role"], self.env.cr.fetchone()[0])
        self.assertEqual(
            (event["after"]["table"], event["after"]["operation"]),
            ("md_audit_link", "DELETE"),
        )

    def test_manager_reads_prices_and_stock_of_own_companies_only(self):
        other = self.env["res.company"].create({"name": "Other"})
        manager = new_test_user(
            self.env, "md_reader", groups="md_inventory_core.group_manager"
        )
        self.forget()
        for kind in ("price", "stock", "approval", "rights", "login", "settings"):
            self.trail._record(kind, "test.kind")
            self.trail._record(kind, "test.kind", company_id=other.id)
        self.env.cr.flush()
        seen = self.events.with_user(manager).search([("id", ">", self.start)])
        self.assertEqual(
            {(event.kind, event.company_id) for event in seen},
            {(kind, self.env.company) for kind in ("price", "stock", "approval")},
        )

    def assertRaisesOneLine(self, error, attempt):
        with self.assertRaises(error) as caught, self.env.cr.savepoint():
            attempt()
        self.assertEqual(len(str(caught.exception).splitlines()), 1)
        self.assertIn("append-only", str(caught.exception))
