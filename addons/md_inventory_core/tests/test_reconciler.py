from unittest.mock import patch

from odoo.tests import tagged

from odoo.addons.md_inventory_core.services import md_claim_alert, md_claim_reconciler

from .claim_common import ReconcileCase

LOG = md_claim_alert.__name__


@tagged("post_install", "-at_install")
class TestReconciler(ReconcileCase):
    """What is right has no finding; each thing made wrong is found and named."""

    def one(self, kind):
        """The only finding about the product."""
        [finding] = self.found()
        self.assertEqual(finding.kind, kind)
        return finding

    def test_a_normal_life_has_no_finding(self):
        first, second, third = self.order(4), self.order(3), self.order(2)
        (first + second + third).action_confirm()
        self.assertEqual(self.found(), [])
        self.deliver(first, 1)
        self.assertEqual(self.found(), [])
        self.deliver(first, 3)
        self.deliver(second, 1)
        second._action_cancel()
        third.picking_ids.move_ids.product_uom_qty = 1
        self.held()
        self.assertEqual(self.found(), [])
        self.sql(
            "UPDATE md_stock_claim SET expires_at = now() AT TIME ZONE 'UTC' "
            "- interval '1 minute' WHERE state = 'held'"
        )
        self.assertEqual(self.found(), [], "the sweeper has a minute to come")
        self.env["md.claim.folder"]._sweep()
        self.assertEqual(self.found(), [])
        self.assertEqual(self.counter(), 1)

    def test_what_is_reserved_by_hand_is_adopted_without_finding(self):
        order = self.order(2)
        order.action_confirm()
        order.picking_ids.move_ids.quantity = 5
        self.env.flush_all()
        self.env["md.claim.folder"]._fold_all()
        self.assertEqual(self.found(), [])

    def test_counter(self):
        self.held()
        self.count(7)
        finding = self.one("counter")
        self.assertEqual((finding.expected, finding.found), (4, 7))
        self.assertEqual(finding.claim_id, None)
        self.sql("DELETE FROM md_stock_counter WHERE product_id = %s", self.product.id)
        self.assertEqual(self.one("counter").found, 0)

    def test_claim_that_knows_more_than_its_journal(self):
        claim = self.held()
        self.sql("UPDATE md_stock_claim SET gone = 1 WHERE id = %s", claim)
        finding = self.one("journal")
        self.assertEqual((finding.why, finding.claim_id), ("not_told", claim))
        self.assertEqual(finding.entry_id, self.entries(claim)[-1])
        self.assertEqual((finding.expected, finding.found), (4, 3))

    def test_state_that_does_not_follow(self):
        claim = self.held()
        self.sql("UPDATE md_stock_claim SET state = 'confirmed' WHERE id = %s", claim)
        [finding] = self.found("journal")
        self.assertEqual(
            (finding.why, finding.entry_id), ("state", *self.entries(claim))
        )
        self.sql("UPDATE md_stock_claim SET expires_at = NULL WHERE id = %s", claim)
        [finding] = self.found("journal")
        self.assertEqual(finding.why, "confirmed")
        self.write_entry(claim, "confirm", 0)
        self.assertEqual(self.found("journal"), [])

    def test_the_first_wrong_entry_is_named(self):
        claim = self.held()
        self.write_entry(claim, "confirm", 0)
        wrong = self.write_entry(claim, "confirm", 0)
        self.write_entry(claim, "release", -9)
        finding = self.one("journal")
        self.assertEqual(finding.why, "confirmed_twice")
        self.assertEqual((finding.claim_id, finding.entry_id), (claim, wrong))

    def test_entry_below_zero_after_the_end_and_without_a_claim(self):
        claim = self.held()
        wrong = self.write_entry(claim, "release", -5)
        self.assertEqual((self.one("journal").entry_id), wrong)
        self.env["md.claim.folder"]._let_go([claim])
        other = self.held("b")
        self.env["md.claim.folder"]._let_go([other])
        late = self.write_entry(other, "confirm", 0)
        found = {f.claim_id: (f.why, f.entry_id) for f in self.found("journal")}
        self.assertEqual(found[other], ("after_end", late))
        self.sql("DELETE FROM md_stock_claim WHERE id = %s", other)
        found = {f.claim_id: f for f in self.found("journal")}
        self.assertEqual(found[other].why, "no_claim")
        self.assertEqual(found[other].entry_id, self.entries(other)[0])

    def test_every_kind_of_wrong_entry_is_seen_by_the_statement_too(self):
        for place, (why, kind, change, source) in enumerate(
            [
                ("begun_twice", "hold", 1, None),
                ("amount", "release", 1, None),
                ("amount", "confirm", 1, None),
                ("unknown", "melt", -1, None),
                ("source", "release", -1, "move:1"),
                ("source", "consume", -1, None),
                ("expired", "expire", -0.5, None),
            ]
        ):
            claim = self.held(f"wrong {place}", 1)
            entry = self.write_entry(claim, kind, change, source)
            # as if the claim had been told the same
            gone = "UPDATE md_stock_claim SET gone = LEAST(gone + %s, 1) WHERE id = %s"
            self.sql(gone, max(-change, 0), claim)
            found = {f.claim_id: (f.why, f.entry_id) for f in self.found("journal")}
            with self.subTest(why=why, kind=kind):
                self.assertEqual(found.get(claim), (why, entry))

    def test_goods_that_are_consumed_twice_by_all_books(self):
        claim = self.held()
        for _time in range(2):
            self.env["md.claim.settler"]._free(
                self.env.cr, [(claim, "consume", 1, "move:1")]
            )
        finding = self.one("journal")
        self.assertEqual(finding.why, "consumed_twice")
        self.assertEqual(finding.entry_id, self.entries(claim)[-1])

    def test_claim_without_entries(self):
        self.sql(
            "INSERT INTO md_stock_claim (key, product_id, warehouse_id, owner_id, "
            "pool_id, number, granted, gone, state, at) "
            "VALUES ('a', %s, %s, 0, 0, 1, 2, 0, 'confirmed', now())",
            *self.slot[:2],
        )
        self.count(2)
        self.assertEqual({f.why for f in self.found("journal")}, {"no_entry"})

    def test_shortage_is_a_fact_and_no_drift(self):
        self.order(8).action_confirm()
        self.count_shelf(5)
        finding = self.one("shortage")
        self.assertEqual(finding.severity, "warning")
        self.assertEqual((finding.expected, finding.found), (5, 8))
        [kept] = self.kept(kind="shortage")
        self.assertIn("3 short", kept.text)

    def count_shelf(self, quantity):
        """Somebody counts less than was promised."""
        quant = self.env["stock.quant"].search(
            [
                ("product_id", "=", self.product.id),
                ("location_id", "=", self.warehouse.lot_stock_id.id),
            ]
        )
        quant.with_context(inventory_mode=True).inventory_quantity = quantity
        quant.action_apply_inventory()

    def test_claim_that_nobody_needs(self):
        order = self.order(6)
        order.action_confirm()
        self.sql(
            "UPDATE stock_move SET state = 'cancel' WHERE md_claim_key = %s",
            order._md_claim_key(),
        )
        finding = self.one("unneeded")
        self.assertEqual((finding.expected, finding.found), (0, 6))
        self.assertEqual(finding.key, order._md_claim_key())
        self.fact(order)
        self.assertEqual(self.found(), [], "what is to be settled is left out")

    def fact(self, order, age="1 minute"):
        self.sql(
            "INSERT INTO md_claim_fact (kind, key, at) VALUES ('review', %s, "
            "now() AT TIME ZONE 'UTC' - %s::interval)",
            *(order._md_claim_key(), age),
        )

    def test_reserved_beyond_the_claim(self):
        order = self.order(6)
        order.action_confirm()
        self.sql(
            "UPDATE stock_move_line SET quantity = 8, quantity_product_uom = 8 "
            "WHERE move_id = %s",
            order.picking_ids.move_ids.id,
        )
        finding = self.one("unclaimed")
        self.assertEqual((finding.expected, finding.found), (6, 8))

    def test_reserved_beyond_the_stock(self):
        self.sql(
            "UPDATE stock_quant SET reserved_quantity = 11 WHERE product_id = %s",
            self.product.id,
        )
        finding = self.one("over_reserved")
        self.assertEqual((finding.expected, finding.found), (10, 11))
        self.assertEqual(finding.model, "stock.quant")

    def test_folder_and_sweeper_that_do_not_run(self):
        claim, order = self.held(), self.order(2)
        order.action_confirm()
        self.sql(
            "UPDATE md_stock_claim SET expires_at = '2020-01-01' WHERE id = %s", claim
        )
        self.assertEqual(self.one("hold").claim_id, claim)
        self.fact(order, "6 minutes")
        self.assertEqual({f.kind for f in self.found()}, {"hold", "fact"})
        [fact] = self.found("fact")
        self.assertEqual((fact.key, fact.found), (order._md_claim_key(), 1))

    def test_a_finding_is_kept_once_resolved_and_comes_back(self):
        self.held()
        self.count(7)
        with self.assertLogs(LOG, "ERROR") as log:
            finding = self.kept()
        self.assertIn("The counter says 7 claimed", log.output[0])
        self.assertEqual((finding.severity, finding.times), ("error", 1))
        with self.assertNoLogs(LOG, "ERROR"):
            self.assertEqual(self.kept(), finding)
        self.assertEqual((finding.times, finding.resolved_at), (1, False))
        self.count(4)
        self.assertEqual(self.kept(), finding)
        self.assertTrue(finding.resolved_at)
        self.count(6)
        with self.assertLogs(LOG, "ERROR"):
            self.assertEqual(self.kept(), finding)
        self.assertEqual((finding.times, finding.resolved_at), (2, False))
        self.assertEqual(finding.found, 6)

    def test_new_drift_is_an_event_and_a_warning_of_the_shop(self):
        health = self.env["md.health"]
        self.assertEqual(health._open_findings()[0], {})
        self.held()
        self.count(7)
        with self.assertLogs(LOG, "ERROR"):
            finding = self.kept()
        self.env.cr.flush()
        event = self.env["md.audit.event"].search(
            [("model", "=", "md.claim.finding"), ("res_id", "=", finding.id)]
        )
        self.assertEqual((event.kind, event.action), ("stock", "claims.drift"))
        self.assertIn(self.product.name, event.after)
        report = health._report()
        [check] = [check for check in report.checks if check.name == "claims"]
        self.assertEqual(
            (check.status, check.values["findings"]), ("warn", {"counter": 1})
        )
        self.assertTrue(report.ready)
        figure = health._claim_figures()[0]
        self.assertEqual(figure.samples["counter",], 1)
        self.assertEqual(figure.samples["shortage",], 0)

    def test_what_there_is_too_much_of_is_not_resolved(self):
        self.order(8).action_confirm()
        self.count_shelf(5)
        finding = self.kept(kind="shortage")
        self.sql("UPDATE md_claim_finding SET identity = 'x' WHERE id = %s", finding.id)
        with patch.object(md_claim_reconciler, "MOST", 1):
            self.env["md.claim.steps"]._whole()
        finding.invalidate_recordset()
        self.assertFalse(finding.resolved_at)
        self.env["md.claim.steps"]._whole()
        finding.invalidate_recordset()
        self.assertTrue(finding.resolved_at)

    def test_steps_on_the_way_out_have_no_finding(self):
        self.warehouse.delivery_steps = "pick_pack_ship"
        order = self.order(6)
        order.action_confirm()
        self.assertEqual(self.found(), [])
        for quantity in (2, 4):
            for _step in range(3):
                open_one = order.picking_ids.filtered(lambda p: p.state == "assigned")
                move = open_one.move_ids.sorted("id")[-1:]
                move.write({"quantity": quantity, "picked": True})
                move.picking_id.with_context(skip_backorder=True).button_validate()
                self.assertEqual(self.found(), [])
        self.assertEqual(self.counter(), 0)
