from odoo.tests import tagged

from odoo.addons.md_inventory_core.lib.claims import BY_PRODUCT

from .pool_common import PoolCase
from .reconcile_common import StepCase


@tagged("post_install", "-at_install")
class TestReconcileRanges(StepCase):
    """Each kind of drift is named by a look at its product, and by no other look."""

    def assertFound(self, kind, why, product=None):
        product = product or self.product
        beside = self.other if product == self.product else self.product
        self.assertIn(kind, BY_PRODUCT)
        self.assertEqual(self.about(product), {(kind, why)})
        self.assertEqual(self.about(beside), set())

    def test_counter(self):
        self.spoil(self.product, 3)
        self.assertFound("counter", "counter")

    def test_what_a_pool_has(self):
        self.give(self.pool, 4)
        self.assertEqual(self.about(self.product), set())
        self.sql("UPDATE md_stock_counter SET allotted = 5 WHERE pool_id > 0")
        self.assertFound("pool", "pool")

    def lend(self):
        """Common stock borrows two of a pool; the pool."""
        self.pool.borrow_policy = "give_back"
        self.give(self.pool, 6)
        order = self.order(6)
        order.action_confirm()
        self.assertEqual(self.lent(), 2)
        return order

    def test_what_a_pool_has_lent(self):
        self.lend()
        self.assertEqual(self.about(self.product), set())
        self.sql("UPDATE md_stock_counter SET lent = 1 WHERE pool_id > 0")
        self.assertFound("pool", "lent")
        [kept] = self.kept(kind="pool")
        self.assertEqual((kept.expected, kept.found), (2, 1))
        self.assertIn("1 were borrowed of it", kept.text)
        self.sql("UPDATE md_stock_counter SET lent = 2 WHERE pool_id > 0")
        self.assertTrue(self.kept(kind="pool").resolved_at)

    def test_what_is_lent_follows_from_the_moves(self):
        order = self.lend()
        order._action_cancel()
        self.order(7, md_channel_id=self.daraz.id).action_confirm()
        self.assertEqual(self.about(self.product), set(), "given back")
        self.assertEqual(self.lent(), 0)

    def test_more_given_than_owed(self):
        self.lend()._action_cancel()
        self.give(self.pool, 5)
        self.assertEqual((self.lent(), self.about(self.product)), (0, set()))
        self.order(3).action_confirm()
        self.assertEqual((self.lent() > 0, self.about(self.product)), (True, set()))

    def pooled(self):
        """What the pool has."""
        return PoolCase.held(self, self.pool)

    def test_a_debt_that_is_written_off_is_a_move(self):
        self.lend()
        self.pool.action_expire()
        self.watch._look()
        self.assertEqual((self.lent(), self.pooled()), (0, 0))
        [written] = self.moves().filtered(lambda move: move.kind == "forget")
        self.assertEqual((written.quantity, written.source_id), (2, self.pool))
        self.assertFalse(written.target_id)
        self.assertEqual(self.about(self.product), set())

    def test_an_entry_of_another_product(self):
        claim = self.held()
        wrong = self.write_entry(claim, "confirm", 0)
        self.sql("ALTER TABLE md_stock_journal DISABLE TRIGGER ALL")
        self.sql(
            "UPDATE md_stock_journal SET product_id = %s WHERE id = %s",
            *(self.other.id, wrong),
        )
        self.sql("ALTER TABLE md_stock_journal ENABLE TRIGGER ALL")
        [finding] = self.reconciler._check_products(self.other.id, self.other.id)
        self.assertEqual((finding.why, finding.entry_id), ("elsewhere", wrong))
        self.assertEqual(finding.product_id, self.product.id)
        for _time in range(2):
            [kept] = self.kept(kind="journal")
            self.assertFalse(kept.resolved_at, "the other step does not resolve it")

    def test_claim_and_journal(self):
        claim = self.held()
        self.sql("UPDATE md_stock_claim SET gone = 1 WHERE id = %s", claim)
        self.assertFound("journal", "not_told")

    def test_orders_and_stock(self):
        order = self.order(6, self.other)
        order.action_confirm()
        self.sql(
            "UPDATE stock_move_line SET quantity = 8, quantity_product_uom = 8 "
            "WHERE move_id = %s",
            order.picking_ids.move_ids.id,
        )
        self.assertFound("unclaimed", "unclaimed", self.other)
        self.sql(
            "UPDATE stock_move SET state = 'cancel' WHERE id = %s",
            order.picking_ids.move_ids.id,
        )
        self.assertFound("unneeded", "unneeded", self.other)

    def test_quants(self):
        self.order(8).action_confirm()
        self.sql(
            "UPDATE stock_quant SET quantity = 5 WHERE product_id = %s "
            "AND quantity > 0",
            self.product.id,
        )
        self.assertEqual(
            self.about(self.product),
            {("shortage", "shortage"), ("over_reserved", "over_reserved")},
        )
        self.assertEqual(self.about(self.other), set())
