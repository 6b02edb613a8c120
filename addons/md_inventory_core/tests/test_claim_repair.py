from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.md_inventory_core.services import md_claim_alert

from .claim_common import ReconcileCase

LOG = md_claim_alert.__name__


@tagged("post_install", "-at_install")
class TestClaimRepair(ReconcileCase):
    """Repairs: by administrators, with a reason, only of what is still so."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users = {
            role: new_test_user(
                cls.env, f"repair_{role}", groups=f"md_inventory_core.group_{role}"
            )
            for role in ("warehouse", "support", "manager", "auditor", "admin")
        }

    @mute_logger(LOG)
    def finding(self, kind):
        """The only open finding about the product."""
        finding = self.kept(resolved_at=False)
        self.assertEqual(finding.mapped("kind"), [kind])
        return finding

    def repair(self, finding, role="admin", reason="Looked into it"):
        """As in the dialog; whether something was done."""
        wizard = self.env["md.claim.repair.wizard"].with_user(self.users[role])
        asked = finding.with_user(self.users[role]).action_repair()
        wizard = wizard.with_context(**asked["context"]).create({"reason": reason})
        told = wizard.action_repair()["params"]["type"]
        self.env.invalidate_all()
        return told == "success"

    def event(self, finding):
        """What the audit trail says of the repair."""
        self.env.cr.flush()
        return self.env["md.audit.event"].search(
            [
                *(("model", "=", finding._name), ("res_id", "=", finding.id)),
                ("action", "=", "claims.repaired"),
            ]
        )

    def assert_repaired(self, finding):
        """It is gone, is said to be, and who did it is recorded with the reason."""
        self.assertTrue(finding.resolved_at)
        self.assertFalse(finding.repairable)
        event = self.event(finding)
        self.assertEqual((event.user_id, event.reason), (self.admin, "Looked into it"))
        self.assertEqual(self.found(), [])
        return event

    @property
    def admin(self):
        return self.users["admin"]

    def test_counter_is_counted_again(self):
        self.held()
        self.count(7)
        finding = self.finding("counter")
        self.assertTrue(self.repair(finding))
        self.assertEqual(self.counter(), 4)
        event = self.assert_repaired(finding)
        self.assertIn('"claimed":"7', event.before.replace(" ", ""))
        self.assertIn('"claimed":"4', event.after.replace(" ", ""))

    def test_what_is_not_so_any_more_is_left_alone(self):
        claim = self.held()
        self.count(7)
        finding = self.finding("counter")
        self.count(4)
        before = self.entries(claim)
        self.assertFalse(self.repair(finding))
        self.assertEqual((self.counter(), self.entries(claim)), (4, before))
        self.assertFalse(self.event(finding))
        self.kept()
        self.assertTrue(finding.resolved_at)

    def test_no_counter_while_a_claim_is_wrong(self):
        claim = self.held()
        self.count(7)
        finding = self.finding("counter")
        self.sql("UPDATE md_stock_claim SET gone = 1 WHERE id = %s", claim)
        with self.assertRaises(UserError):
            self.repair(finding)
        self.assertEqual(self.counter(), 7)

    def cancelled_behind_our_back(self):
        order = self.order(6)
        order.action_confirm()
        move = order.picking_ids.move_ids
        move._do_unreserve()
        self.sql("UPDATE stock_move SET state = 'cancel' WHERE id = %s", move.id)
        return move

    def story(self, finding):
        self.env.cr.execute(
            "SELECT kind, change::int FROM md_stock_journal WHERE key = %s ORDER BY id",
            [finding.key],
        )
        return self.env.cr.fetchall()

    def test_claim_that_nobody_needs_is_released(self):
        self.cancelled_behind_our_back()
        finding = self.finding("unneeded")
        self.assertTrue(self.repair(finding))
        self.assertEqual(self.counter(), 0)
        self.assertEqual(self.story(finding)[-1], ("release", -6))
        self.assert_repaired(finding)

    def test_claim_that_is_needed_again_is_kept(self):
        move = self.cancelled_behind_our_back()
        finding = self.finding("unneeded")
        self.sql("UPDATE stock_move SET state = 'confirmed' WHERE id = %s", move.id)
        self.assertFalse(self.repair(finding))
        self.assertEqual(self.counter(), 6)
        self.assertEqual(self.story(finding), [("hold", 6), ("confirm", 0)])
        self.assertFalse(self.event(finding))

    def test_what_is_reserved_is_claimed(self):
        order = self.order(6)
        order.action_confirm()
        self.sql(
            "UPDATE stock_move_line SET quantity = 8, quantity_product_uom = 8 "
            "WHERE move_id = %s",
            order.picking_ids.move_ids.id,
        )
        finding = self.finding("unclaimed")
        self.assertTrue(self.repair(finding))
        self.assertEqual(self.story(finding)[-1], ("adopt", 2))
        self.assert_repaired(finding)

    def test_key_that_is_stuck_is_settled(self):
        claim = self.held()
        self.sql(
            "INSERT INTO md_claim_fact (kind, claim_id, key, at) "
            "VALUES ('confirm', %s, 'a', '2020-01-01'), ('review', NULL, 'a', now())",
            claim,
        )
        finding = self.finding("fact")
        self.assertEqual(finding.found, 2)
        self.assertTrue(self.repair(finding))
        self.assertEqual(self.story(finding)[1:], [("confirm", 0), ("release", -4)])
        self.assert_repaired(finding)
        self.assertFalse(self.repair(finding), "there is nothing left to settle")

    def test_hold_that_expired_is_freed(self):
        claim = self.held()
        overdue = "UPDATE md_stock_claim SET expires_at = '2020-01-01' WHERE id = %s"
        self.sql(overdue, claim)
        finding = self.finding("hold")
        self.assertTrue(self.repair(finding))
        self.assertEqual(self.story(finding), [("hold", 4), ("expire", -4)])
        self.assert_repaired(finding)

    def test_hold_that_lives_again_or_is_confirmed_is_kept(self):
        claim = self.held()
        self.sql(
            "UPDATE md_stock_claim SET expires_at = '2020-01-01' WHERE id = %s", claim
        )
        finding = self.finding("hold")
        self.held()  # activity makes it last
        self.assertFalse(self.repair(finding))
        self.sql(
            "UPDATE md_stock_claim SET expires_at = '2020-01-01' WHERE id = %s", claim
        )
        self.sql(
            "INSERT INTO md_claim_fact (kind, claim_id, key, at) "
            "VALUES ('confirm', %s, 'a', now())",
            claim,
        )
        self.assertFalse(self.repair(finding))
        self.assertEqual(self.counter(), 4)

    def test_journal_is_for_people(self):
        claim = self.held()
        self.write_entry(claim, "release", -5)
        finding = self.finding("journal")
        self.assertFalse(finding.repairable)
        with self.assertRaises(UserError):
            self.repair(finding)

    def test_only_administrators_repair_and_say_why(self):
        self.held()
        self.count(7)
        finding = self.finding("counter")
        for role in ("warehouse", "support", "manager", "auditor"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                finding.with_user(self.users[role]).action_repair()
            repairs = self.env["md.claim.repair"].with_user(self.users[role])
            with self.subTest(role=role), self.assertRaises(AccessError):
                repairs._repair(finding, "I may not")
        with self.assertRaises(UserError):
            self.repair(finding, reason="  ")
        self.assertEqual(self.counter(), 7)

    def test_who_sees_findings_changes_none(self):
        self.held()
        self.count(7)
        finding = self.finding("counter")
        for role in ("warehouse", "manager", "auditor", "admin"):
            mine = finding.with_user(self.users[role])
            self.assertIn("7 claimed", mine.text)
            for deed in (mine.unlink, lambda m=mine: m.write({"why": "x"}), mine.copy):
                with self.subTest(role=role), self.assertRaises(AccessError):
                    deed()
        with self.assertRaises(AccessError):
            finding.with_user(self.users["support"]).check_access("read")

    def test_findings_of_other_stores_are_not_seen(self):
        self.held()
        self.count(7)
        finding = self.finding("counter")
        other = self.warehouse.copy({"name": "Elsewhere", "code": "ELSE"})
        manager = self.users["manager"]
        search = self.env["md.claim.finding"].with_user(manager).search
        self.assertIn(finding, search([]))
        manager.md_store_ids = other
        self.assertNotIn(finding, search([]))
