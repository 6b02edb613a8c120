from odoo.tests import tagged
from odoo.tools import SQL

from .common import ReplayCase

TABLES = ("pos_order", "pos_order_line", "pos_payment", "pos_session", "pos_config")


@tagged("post_install", "-at_install")
class TestReplayRepeat(ReplayCase):
    """The same receipts twice, and replays that were broken off."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.drive_through("Tills")

    def counts(self):
        self.env.flush_all()
        counts = self.row_counts()
        for table in (*TABLES, "pos_payment_method", "account_journal", "account_move"):
            query = SQL("SELECT COUNT(*) FROM %s", SQL.identifier(table))
            [(counts[table],)] = self.env.execute_query(query)
        return counts

    def test_second_replay_makes_no_double(self):
        self.drive(self.job)
        self.assert_replayed()
        before = self.counts()
        self.job.state = "paused"
        self.drive(self.job)
        self.assertEqual(self.job.state, "done")
        self.assertEqual(self.counts(), before)

    def test_replay_in_pieces_of_several_processes(self):
        while self.job.state == "running":
            self.drive(self.env["md.data.import"].browse(self.job.id), 1)
        self.assertEqual(self.job.state, "done")
        self.assert_replayed()
        self.assertEqual(len(self.orders().session_id), 1)

    def test_crash_after_the_till_took_the_receipts_leaves_none_of_them(self):
        before = self.counts()
        with self.breaks_after("pos.order", "sync_from_ui"):
            self.drive(self.job, 1)
        self.assertEqual(self.job.state, "failed")
        self.assertEqual(self.counts(), before)
        self.drive(self.job)
        self.assert_replayed()

    def test_crash_while_closing_leaves_the_session_open_and_is_mended(self):
        with self.breaks_after("pos.session", "close_session_from_ui"):
            self.drive(self.job)
        self.assertEqual(self.job.state, "failed")
        self.assertEqual(self.orders().session_id.state, "opened")
        self.drive(self.job)
        self.assertEqual(self.job.state, "done")
        self.assertEqual(self.orders().session_id.state, "closed")
        self.assert_replayed()

    def test_receipt_that_a_till_sent_again_is_not_doubled(self):
        self.drive(self.job, 1)
        some = self.orders()
        self.assertEqual(len(some), 5)
        products = self.loader._products_by_ref(self.world.items)
        session = some.session_id
        again = [
            self.loader._prepare_receipt(
                order.uuid, self.receipts()[order.uuid], session, products
            )
            for order in some
        ]
        self.env["pos.order"].sync_from_ui(again)
        self.drive(self.job)
        self.assert_replayed()
