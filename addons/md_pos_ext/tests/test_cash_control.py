from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .cash_common import CashCase


@tagged("post_install", "-at_install")
class TestCashControl(CashCase):
    """Drawers are counted blind, handed over and emptied into the safe."""

    def test_the_till_is_not_told_what_should_be_there(self):
        session = self.start(500, self.cashier)
        self.send(self.paid(("cash", 100)))
        data = session.get_closing_control_data()
        self.assertTrue(data["md_blind"])
        self.assertNotIn(600, data["default_cash_details"].values())
        self.assertEqual(data["default_cash_details"]["amount"], 0)
        self.assertEqual(data["orders_details"]["amount"], 0)
        self.config.md_blind_count = False
        data = session.get_closing_control_data()
        self.assertEqual(data["default_cash_details"]["amount"], 600)
        self.assertNotIn("md_blind", data)

    def test_a_count_that_does_not_match_is_made_again_then_explained(self):
        session = self.start(500, self.cashier)
        self.send(self.paid(("cash", 100)))
        first = self.count("closing", 590, self.cashier)
        self.assertEqual((first["state"], first["difference"]), ("again", None))
        second = self.count("closing", 590, self.cashier)
        self.assertEqual((second["state"], second["difference"]), ("reason", -10))
        refused = session.close_session_from_ui()
        self.assertFalse(refused["successful"])
        self.assertIn("count the drawer first", refused["message"])
        third = self.count("closing", 590, self.cashier, reason="A torn note")
        self.assertEqual(third["state"], "ok")
        kept = self.counts()
        self.assertEqual(kept.mapped("accepted"), [True, False, False, True])
        self.assertEqual(kept.mapped("difference"), [500, -10, -10, -10])
        self.assertEqual(kept[-1].reason, "A torn note")
        self.assertEqual(kept[-1].denominations, [[1, 590]])
        self.assertEqual(self.pos_session.cash_register_balance_end_real, 590)

    def test_within_the_tolerance_nobody_asks(self):
        self.config.md_cash_tolerance = 5
        self.start(100)
        answer = self.count("closing", 96)
        self.assertEqual((answer["state"], answer["difference"]), ("ok", None))

    def test_beyond_the_limit_only_a_manager_accepts(self):
        self.config.write({"set_maximum_difference": True, "amount_authorized_diff": 9})
        self.start(100, self.cashier)
        self.count("closing", 90, self.cashier)
        answer = self.count("closing", 90, self.cashier, reason="Who knows")
        self.assertEqual(answer["state"], "manager")
        answer = self.count("closing", 90, self.manager, reason="Seen")
        self.assertEqual(answer["state"], "ok")
        self.assertEqual(self.counts()[-1].user_id, self.manager)

    def test_what_is_sold_after_the_count_asks_for_another(self):
        session = self.start(0, self.cashier)
        self.assertEqual(self.count("closing", 0, self.cashier)["state"], "ok")
        self.send(self.paid(("cash", 50)))
        self.assertFalse(session.close_session_from_ui()["successful"])
        with self.assertRaisesRegex(UserError, "count the drawer first"):
            self.pos_session.action_pos_session_closing_control()
        self.shut(50, self.cashier)
        self.assertEqual(self.pos_session.state, "closed")

    def test_a_request_that_comes_twice_counts_once(self):
        self.start(100)
        for _each in range(2):
            answer = self.count("closing", 90, key="k1")
            self.assertEqual(answer["state"], "again")
        self.assertEqual(len(self.counts()), 2)

    def test_a_drawer_is_handed_over(self):
        first = self.person("cashier", "first")
        self.start(100, first)
        self.send(self.paid(("cash", 50)))
        drawer = self.pos_session.with_user(first).md_drawer()
        self.assertEqual(drawer["holder"], [first.id, first.name])
        self.assertEqual(self.count("hand_over", 150, first)["state"], "ok")
        drawer = self.pos_session.with_user(self.cashier).md_drawer()
        self.assertEqual((drawer["holder"], drawer["free"]), (None, True))
        with self.assertRaisesRegex(UserError, "handed over already"):
            self.count("hand_over", 150, first)
        self.assertEqual(self.count("take_over", 150, self.cashier)["state"], "ok")
        with self.assertRaisesRegex(UserError, "You have the drawer"):
            self.count("take_over", 150, self.cashier)
        self.send(self.paid(("cash", 30)))
        report = self.shut(170, self.cashier)
        shifts = [(s["user"], s["difference"]) for s in report.facts["shifts"]]
        self.assertEqual(shifts, [(first.name, 0), (self.cashier.name, -10)])

    def test_only_a_manager_checks_on_the_spot(self):
        self.start(100)
        with self.assertRaises(AccessError), mute_logger("odoo.http"):
            self.count("spot", 90, self.cashier)
        answer = self.count("spot", 90, self.manager)
        self.assertEqual((answer["state"], answer["difference"]), ("ok", -10))
        self.assertEqual(self.control._drawer(self.pos_session)["free"], False)

    def test_what_is_no_count(self):
        session = self.start(100)
        for rows in ([], [[10, -1]], [[10, 1.5]], [["x", 1]], [[5, 1], [5, 2]]):
            with self.assertRaises(ValidationError):
                session.md_count_cash("closing", rows)
        with self.assertRaises(UserError):
            session.md_count_cash("opening", [[1, 1]])
        self.assertEqual(len(self.counts()), 1)

    def test_cashiers_see_no_counts_and_nobody_changes_them(self):
        self.start(100, self.cashier)
        rows = self.counts()
        with self.assertRaises(AccessError), mute_logger("odoo.models"):
            rows.with_user(self.cashier).read(["expected"])
        self.assertEqual(rows.with_user(self.manager).counted, 100)
        for change in (lambda: rows.write({"counted": 1}), rows.unlink):
            with self.assertRaises(AccessError), mute_logger("odoo.models"):
                change()

    def test_a_till_that_is_not_blind_has_its_counts_too(self):
        self.config.md_blind_count = False
        self.start(100)
        self.close()
        self.assertEqual(self.counts().mapped("kind"), ["opening", "closing"])
        self.assertEqual(self.counts()[-1].difference, -100)
        self.assertEqual(self.report().difference, -100)

    # The safe

    def test_a_bag_goes_to_the_safe_and_to_the_bank(self):
        session = self.start(1000, self.cashier)
        drop = session.md_safe_drop(600, " B-17 ", "k1")
        self.assertEqual((drop["bag"], drop["amount"]), ("B-17", 600))
        self.assertEqual(session.md_safe_drop(600, "B-17", "k1")["bag"], "B-17")
        bag = self.env["md.safe.drop"].search([("session_id", "=", session.id)])
        self.assertEqual(len(bag), 1)
        transit = self.company.transfer_account_id
        entry = bag.statement_line_id.move_id
        self.assertEqual(entry.state, "posted")
        moved = {line.account_id: line.balance for line in entry.line_ids}
        self.assertEqual(moved[transit], 600)
        self.assertEqual(self.control._expected(session), 400)
        report = self.shut(400, self.cashier)
        self.assertEqual(report.facts["cash"]["drops"], 600)
        self.assertEqual(report.difference, 0)
        self.assert_ledger(report)
        bag = bag.with_user(self.manager)
        with self.assertRaisesRegex(UserError, "Bag B-17"):
            bag.action_bank()
        bag.deposit_reference = "S-99"
        bag.action_bank()
        self.assertEqual((bag.state, bag.banked_by), ("banked", self.manager))
        with self.assertRaises(UserError):
            bag.action_put_back()

    def test_bags_that_cannot_be(self):
        session = self.start(100)
        session.md_safe_drop(10, "B-1", "k1")
        for amount, bag, key in (
            (10, "B-1", "k2"),
            (0, "B-2", "k3"),
            (-5, "B-2", "k4"),
            (91, "B-2", "k5"),
            ("x", "B-2", "k6"),
            (5, " ", "k7"),
            (5, "B-2", ""),
        ):
            with self.assertRaises(UserError, msg=f"{amount} {bag} {key}"):
                session.md_safe_drop(amount, bag, key)
        self.assertEqual(self.control._expected(session), 90)

    def test_a_bag_is_put_back_while_the_till_is_open(self):
        session = self.start(100)
        session.md_safe_drop(40, "B-1", "k1")
        bag = self.env["md.safe.drop"].search([("session_id", "=", session.id)])
        with self.assertRaises(AccessError), mute_logger("odoo.models"):
            bag.with_user(self.cashier).action_put_back()
        bag.with_user(self.manager).action_put_back()
        self.assertEqual(bag.state, "void")
        self.assertEqual(self.control._expected(session), 100)
        session.md_safe_drop(30, "B-1", "k2")  # the bag may be used again
        report = self.shut(70)
        self.assertEqual(report.facts["cash"]["drops"], 30)
        self.assertEqual(report.difference, 0)
        self.assert_ledger(report)
        again = self.env["md.safe.drop"].search(
            [("session_id", "=", session.id), ("state", "=", "safe")]
        )
        with self.assertRaisesRegex(UserError, "is closed"):
            again.with_user(self.manager).action_put_back()

    def test_a_manager_counts_without_the_till(self):
        self.start(100)
        wizards = self.env["md.cash.count.wizard"].with_user(self.manager)
        wizard = wizards.with_context(default_session_id=self.pos_session.id).create(
            {"kind": "closing"}
        )
        self.assertTrue(wizard.line_ids)
        one = wizard.line_ids.filtered(lambda line: line.value == 10)
        one.pieces = 9
        self.assertEqual(wizard.total, 90)
        wizard.action_count()
        self.assertIn("again", wizard.told)
        with self.assertRaisesRegex(UserError, "Say why"):
            wizard.action_count()
        wizard.reason = "A note is torn"
        wizard.action_count()
        self.pos_session.with_user(self.manager).action_pos_session_closing_control()
        self.assertEqual(self.report().difference, -10)
        with self.assertRaises(AccessError), mute_logger("odoo.models"):
            wizards.with_user(self.cashier).create({"session_id": self.pos_session.id})
