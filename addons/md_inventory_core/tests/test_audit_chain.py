import gzip
import time
from datetime import timedelta
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.fields import Datetime
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.md_inventory_core.lib.audit import GENESIS, link_hash
from odoo.addons.md_inventory_core.services import md_audit_archiver

from .audit_common import AuditCase

QUIET = "odoo.addons.md_inventory_core.services.md_audit_chain"
MANY = 60_000


@tagged("post_install", "-at_install")
class TestAuditChain(AuditCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.chain._chain_all()
        cls.first = cls.env["md.audit.link"].search([], limit=1).id
        for number in range(10):
            cls.trail._record("settings", f"test.{number}", after={"n": number})
        cls.env.cr.flush()
        cls.done = cls.chain._chain_all()

    def broken(self):
        with mute_logger(QUIET):
            found = self.chain.verify()
        self.env.cr.precommit.clear()  # the event of the break itself
        return found["broken"]

    def event_of(self, seq):
        return self.env["md.audit.link"].browse(seq).event_id

    def test_every_event_once_in_order_without_gap(self):
        self.assertEqual(self.done, 10)
        links = self.env["md.audit.link"].search([], order="id")
        self.assertEqual(links.ids, list(range(1, self.first + 11)))
        self.assertEqual(links.mapped("event_id"), sorted(links.mapped("event_id")))
        self.assertEqual(self.chain._chain_all(), 0)

    def test_small_batches_make_the_same_chain(self):
        for number in range(7):
            self.trail._record("settings", f"more.{number}")
        self.env.cr.flush()
        self.assertEqual(
            [self.chain._chain_batch(3) for _batch in range(4)], [3, 3, 1, 0]
        )
        self.assertIsNone(self.broken())

    def test_the_hash_can_be_checked_without_us(self):
        links = self.env["md.audit.link"].search([], order="id")
        lines = [line for _s, _e, line, _h in self.chain._lines(1, len(links))]
        head = GENESIS
        for line in lines:
            head = link_hash(head, line)
        self.assertEqual(head, links[-1].hash)
        self.assertIn('"test.9"', lines[-1])

    def test_verification_names_the_first_broken_link(self):
        seq = self.first + 4
        event = self.event_of(seq)
        for query, place, expected in (
            ("UPDATE md_audit_event SET after = '{}' WHERE id = %s", event, seq),
            ("UPDATE md_audit_event SET at = at - '1 h'::interval WHERE id = %s",)
            + (event, seq),
            ("UPDATE md_audit_event SET user_id = user_id + 1 WHERE id = %s",)
            + (event, seq),
            ("DELETE FROM md_audit_event WHERE id = %s", event, seq),
            ("DELETE FROM md_audit_link WHERE id = %s", seq, seq),
            ("UPDATE md_audit_link SET hash = repeat('0', 64) WHERE id = %s", seq, seq),
            ("DELETE FROM md_audit_link WHERE id = %s", 1, 1),
        ):
            with self.subTest(query):
                savepoint = self.env.cr.savepoint()
                self.force(query, place)
                self.assertEqual(self.broken()["seq"], expected)
                savepoint.close(rollback=True)
        self.assertIsNone(self.broken())

    def test_break_is_recorded_and_shown(self):
        self.force(
            "UPDATE md_audit_event SET reason = 'x' WHERE id = %s",
            self.event_of(self.first + 3),
        )
        auditor = new_test_user(
            self.env, "md_auditor", groups="md_inventory_core.group_auditor"
        )
        self.forget()
        with mute_logger(QUIET):
            answer = self.events.with_user(auditor).action_verify()
        self.assertEqual(answer["params"]["type"], "danger")
        self.assertIn(str(self.first + 3), answer["params"]["message"])
        [event] = self.recorded(action="trail.broken")
        self.assertEqual(event["after"]["seq"], self.first + 3)

    def test_whole_chain_is_shown_to_auditors_only(self):
        cashier = new_test_user(
            self.env, "md_cashier", groups="md_inventory_core.group_cashier"
        )
        with self.assertRaises(Exception) as caught:
            self.events.with_user(cashier).action_verify()
        self.assertEqual(type(caught.exception).__name__, "AccessError")

    def test_clock_that_goes_back_is_recorded_once(self):
        self.force(
            "UPDATE md_audit_link SET chained_at = chained_at + interval '2 h' "
            "WHERE id = (SELECT max(id) FROM md_audit_link)"
        )
        self.forget()
        with mute_logger(QUIET):
            self.chain._report_clock_behind()
            self.env.cr.flush()
            self.chain._report_clock_behind()
        [event] = self.recorded(action="clock.behind")
        self.assertAlmostEqual(event["after"]["seconds"], 7200, delta=60)
        self.chain._chain_all()
        self.assertIsNone(
            self.broken(), "the order of links does not hang on the clock"
        )

    def test_chain_goes_on_after_a_restore_into_another_server(self):
        """There transaction numbers begin anew: the restored are of the future."""
        # a sequence does not follow the test's rollback
        self.addCleanup(
            self.env.cr.execute, "SELECT setval('md_audit_floor', 0, false)"
        )
        self.trail._record("settings", "before.unlinked")
        self.env.cr.flush()
        self.force("UPDATE md_audit_event SET txid = txid + %s", 10**12)
        self.assertGreaterEqual(self.chain._chain_all(), 1)
        self.assertEqual(self.chain._unchained(), 0)
        for number in range(3):
            self.trail._record("settings", f"restored.{number}")
            self.env.cr.flush()
            self.assertEqual(self.chain._chain_all(), 1)
        # and one day the new numbers reach those of the restored events
        self.force(
            "UPDATE md_audit_event SET txid = txid - %s WHERE txid > %s", 10**12, 10**12
        )
        self.trail._record("settings", "restored.last")
        self.env.cr.flush()
        self.assertEqual(self.chain._backlog()[1], 1)
        self.assertEqual(self.chain._chain_all(), 1)
        self.assertEqual(self.chain._chain_all(), 0)
        self.assertIsNone(self.broken())
        self.assertEqual(self.chain._unchained(), 0)

    def test_backlog_is_age_and_number_of_what_waits(self):
        self.assertEqual(self.chain._backlog(), (0, 0))
        for _each in range(3):
            self.trail._record("settings", "test.waits")
        self.env.cr.flush()
        self.force(
            "UPDATE md_audit_event SET at = at - '1 h'::interval WHERE id = %s",
            self.events.search([], limit=1).id,
        )
        seconds, count = self.chain._backlog()
        self.assertEqual(count, 3)
        self.assertAlmostEqual(seconds, 3600, delta=60)
        [queue] = [
            queue
            for queue in self.env["md.health"]._queues()
            if queue.name == "audit_events_unchained"
        ]
        self.assertEqual((queue.count, queue.status.value), (3, "warn"))
        self.chain._chain_all()
        self.assertEqual(self.chain._backlog(), (0, 0))

    def test_verification_is_fast(self):
        self.env.cr.execute(
            "INSERT INTO md_audit_event (at, kind, action, user_id, login, company_id,"
            " origin, ip, model, res_id, before, after, request_id) "
            "SELECT now(), 'price', 'write', 2, 'admin', 1, 'web', '10.0.0.7', "
            " 'product.template', n, '{\"list_price\":10.0}', '{\"list_price\":12.5}', "
            " md5(n::text) FROM generate_series(1, %s) n",
            [MANY],
        )
        self.chain._chain_all()
        rates = []
        for _each in range(3):  # others use the machine too: the best one counts
            start = time.perf_counter()
            found = self.chain.verify()
            rates.append(found["events"] / (time.perf_counter() - start))
        self.assertIsNone(found["broken"])
        self.assertGreaterEqual(found["events"], MANY)
        self.assertGreater(max(rates), 50_000, "events verified in a second")


@tagged("post_install", "-at_install")
class TestAuditArchive(AuditCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.archiver = cls.env["md.audit.archiver"]
        cls.archives = cls.env["md.audit.archive"]
        for number in range(12):
            cls.trail._record("settings", f"test.{number}", reason="পুরোনো")
        cls.env.cr.flush()
        cls.chain._chain_all()
        cls.count = cls.env["md.audit.link"].search_count([])

    def seal(self, moment="2100-01-01", links=1000):
        """Seal what is older than ``moment``, ``links`` in a file."""
        with patch.object(md_audit_archiver, "LINKS_PER_FILE", links):
            return self.archiver._archive_before(moment)

    def broken(self):
        with mute_logger(QUIET):
            return self.chain.verify()["broken"]

    def test_sealed_events_leave_and_keep_verifying(self):
        self.assertEqual(self.seal(links=5), self.count - 1)
        archives = self.archives.search([], order="id")
        self.assertEqual(archives[0].first_seq, 1)
        self.assertEqual(archives[-1].last_seq, self.count - 1)
        self.assertEqual(self.env["md.audit.link"].search_count([]), 1)
        self.assertEqual(self.seal(), 0)
        self.trail._record("settings", "after.sealing")
        self.env.cr.flush()
        self.chain._chain_all()
        found = self.chain.verify()
        self.assertIsNone(found["broken"])
        self.assertEqual(found["archived"], self.count - 1)
        # the sealing itself is an event, one for each file
        self.assertEqual(len(self.recorded(action="trail.sealed")), len(archives))
        self.assertIn("পুরোনো", gzip.decompress(archives[-1]._content()).decode())

    def test_only_old_events_are_sealed(self):
        self.assertEqual(self.seal(Datetime.now() - timedelta(days=3650)), 0)

    def test_retention_setting(self):
        parameters = self.env["ir.config_parameter"]
        sealed = []
        with patch.object(
            type(self.archiver), "_archive_before", lambda _self, at: sealed.append(at)
        ):
            for months in ("0", "nonsense", "24", "3"):
                parameters.set_param("md_inventory_core.audit_retention_months", months)
                self.archiver._cron_archive()
        ages = [(Datetime.now() - moment).days for moment in sealed]
        self.assertEqual([round(age / 365) for age in ages], [2, 1])

    def test_touched_archive_is_found(self):
        self.seal(links=5)
        second = self.archives.search([], order="id")[1]
        places = (second.first_seq, second.last_seq + 1)
        for touch in (
            lambda: second.attachment_id.sudo().write({"raw": b"x"}),
            lambda: second.attachment_id.sudo().unlink(),
            lambda: self.force(
                "UPDATE md_audit_archive SET last_hash = start_hash WHERE id = %s",
                second.id,
            ),
            lambda: self.force("DELETE FROM md_audit_archive WHERE id = %s", second.id),
        ):
            savepoint = self.env.cr.savepoint()
            touch()
            self.assertIn(self.broken()["seq"], places)
            savepoint.close(rollback=True)
            self.env.invalidate_all()
        self.assertIsNone(self.broken())

    def test_broken_chain_is_not_archived(self):
        self.force("UPDATE md_audit_event SET reason = 'x' WHERE action = 'test.3'")
        with self.assertRaises(UserError) as caught, self.env.cr.savepoint():
            self.seal()
        self.assertIn("broken at link", str(caught.exception))
        self.assertFalse(self.archives.search([]))

    def test_wizard_refuses_today_and_says_when_there_is_nothing(self):
        wizard = self.env["md.audit.seal.wizard"]
        with self.assertRaises(UserError):
            wizard.create({"before": Datetime.now().date()}).action_seal()
        with self.assertRaises(UserError) as caught:
            wizard.create({"before": "1999-01-01"}).action_seal()
        self.assertIn("1999-01-01", str(caught.exception))
