from datetime import timedelta
from unittest.mock import patch

from psycopg2.errors import UniqueViolation

from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.md_inventory_core.lib import health

from .reconcile_common import StepCase


@tagged("post_install", "-at_install")
class TestReconcileSteps(StepCase):
    """A pass goes step by step and is the same as a look at everything."""

    def look(self, *products):
        """A step over some products, as the steps do."""
        first, last = products[0].id, products[-1].id
        found = self.reconciler._check_products(first, last)
        return self.env["md.claim.findings"]._keep(found, first, last)

    def test_resolved_only_where_it_was_looked(self):
        self.spoil(self.product)
        self.spoil(self.other)
        self.look(self.product, self.other)
        self.assertTrue(self.drift(self.product) and self.drift(self.other))
        self.spoil(self.product, 0)
        self.spoil(self.other, 0)
        _new, resolved = self.look(self.product)
        self.assertEqual(resolved.product_id, self.product)
        self.assertTrue(self.drift(self.other), "nobody looked there")
        findings = self.env["md.claim.findings"]
        findings._keep(self.reconciler._check_rest())
        self.assertTrue(self.drift(self.other), "nor for this kind")
        self.look(self.other)
        self.assertFalse(self.drift(self.other))

    def test_the_rest_resolves_what_is_not_by_product(self):
        claim = self.held()
        late = "UPDATE md_stock_claim SET expires_at = '2020-01-01' WHERE id = %s"
        self.sql(late, claim)
        [hold] = self.kept(kind="hold")
        self.sql(
            "UPDATE md_stock_claim SET expires_at = '2040-01-01' WHERE id = %s", claim
        )
        self.look(self.product)
        self.assertFalse(hold.resolved_at)
        self.env["md.claim.findings"]._keep(self.reconciler._check_rest())
        self.assertTrue(hold.resolved_at)

    def in_small_steps(self):
        """A pass begins that takes a product at a time."""
        for number in range(4):
            self.make_product(f"More {number}", 1)
        path = "odoo.addons.md_inventory_core.services.md_claim_steps.next_pace"
        self.startPatcher(patch(path, return_value=1))
        self.steps._ask(self.env.user)
        self.last().pace = 1

    def test_a_pass_in_many_steps(self):
        self.spoil(self.product)
        self.in_small_steps()
        ends = []
        while self.steps._step() is not None:
            row = self.last()
            ends.append((row.from_product, row.to_product))
        self.assertGreater(len(ends), 3)
        self.assertEqual(ends[-1], ends[-2], "the last step is not of products")
        for before, after in zip(ends, ends[1:-1], strict=False):
            self.assertEqual(after[0], before[1] + 1, "nothing left out, none twice")
        row = self.last()
        self.assertEqual((row.state, row.progress), ("done", 100))
        self.assertEqual(row.steps, len(ends))
        self.assertEqual(row.found_by_kind.get("counter"), 1)
        self.assertIn("Counter 1", row.found)
        self.assertEqual((row.new_count >= 1, row.drift_count >= 1), (True, True))
        self.env.cr.execute(
            "SELECT sum(n) FROM (SELECT count(*) AS n FROM md_stock_counter "
            "UNION ALL SELECT count(*) FROM md_stock_journal "
            "UNION ALL SELECT count(*) FROM md_stock_claim "
            "UNION ALL SELECT count(*) FROM md_inventory_pool_move "
            "UNION ALL SELECT count(*) FROM stock_quant) t"
        )
        self.assertEqual(row.rows_read, self.env.cr.fetchone()[0])

    def test_a_step_that_dies_is_done_again(self):
        self.spoil(self.product)
        self.in_small_steps()
        self.steps._step()
        before = self.last().to_product
        dies = patch.object(type(self.steps), "_count", side_effect=MemoryError)
        with dies, self.assertRaises(MemoryError):
            self.steps._step()
        row = self.last()
        self.assertEqual((row.state, row.to_product, row.steps), ("running", before, 1))
        while self.steps._step() is not None:
            continue
        self.assertEqual(self.last(), row)
        self.assertEqual((row.state, len(self.drift(self.product))), ("done", 1))

    def test_when_a_pass_begins(self):
        self.steps._whole()
        first = self.last()
        self.assertEqual(self.steps._work(1), 0, "one has just been")
        self.later(first, minutes=6)
        self.assertGreater(self.steps._work(60), 1)
        second = self.last()
        self.assertEqual((second.state, second.user_id.id), ("done", False))
        self.assertNotEqual(second, first)
        self.later(first, days=181)
        self.later(second, minutes=6)
        self.steps._work(60)
        self.assertFalse(first.exists(), "kept for 180 days")
        self.assertTrue(second.exists())

    def later(self, row, **time):
        for name in ("started_at", "ended_at"):
            row[name] = fields.Datetime.now() - timedelta(**time)
        self.env.flush_all()

    def test_check_now(self):
        self.env["md.claim.pass"].search([]).state = "given_up"
        finding = self.env["md.claim.finding"]
        self.steps._ask(self.env["res.users"])
        by_itself = self.last()
        action = finding.with_user(self.env.ref("base.user_admin")).action_check_now()
        self.assertEqual(action["res_model"], "md.claim.pass")
        asked = self.last()
        self.assertEqual(by_itself.state, "given_up")
        self.assertEqual((asked.state, asked.user_id.id), ("running", 2))
        self.steps._step()
        finding.with_user(self.env.ref("base.user_admin")).action_check_now()
        self.assertEqual((self.last(), self.last().steps), (asked, 1), "it goes on")

    def test_one_pass_at_a_time(self):
        self.steps._ask(self.env.user)
        with self.assertRaises(UniqueViolation), mute_logger("odoo.sql_db"):
            self.last().copy({"state": "running", "started_at": fields.Datetime.now()})

    def test_a_pass_that_does_not_come_is_told(self):
        service = self.env["md.health"]
        self.steps._whole()
        self.later(self.last(), minutes=20)
        long_ago = 0.0  # the server has run for long
        started = "odoo.addons.md_inventory_core.services.md_health.STARTED"
        with patch(started, long_ago):
            self.assertAlmostEqual(service._pass_age(), 1200, delta=60)
            [check] = [c for c in service._report().checks if c.name == "claims"]
            self.assertEqual(check.status, health.Status.WARN)
            self.assertIn("No whole pass of the reconciliation for 2", check.advice)
            figures = {f.name: f.samples for f in service._claim_figures()}
            self.assertGreater(figures["md_claim_pass_age_seconds"][()], 1100)
            job = self.env.ref("md_inventory_core.ir_cron_reconcile_claims")
            job.active = False
            self.env.flush_all()
            self.assertIsNone(service._pass_age())
        job.active = True
        self.env.flush_all()
        self.assertLess(service._pass_age(), 36000)
