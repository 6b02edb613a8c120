from odoo import fields
from odoo.tests import tagged

from odoo.addons.point_of_sale.tests.common import TestPoSCommon


@tagged("post_install", "-at_install")
class TestTillFindings(TestPoSCommon):
    """Goods that a till sold and that did not move are told of, with their order."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.config = cls.basic_config
        cls.thing = cls.create_product("Numbered", cls.categ_basic, 10.0, 5.0)

    def sell(self):
        """Sell one at the till; the order."""
        order = self.create_ui_order_data(
            [(self.thing, 1)], payments=[(self.bank_pm1, 10.0)]
        )
        saved = self.env["pos.order"].sync_from_ui([order])
        return self.env["pos.order"].browse(saved["pos.order"][0]["id"])

    def found(self):
        """Findings of this kind, some minutes later."""
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE stock_picking SET create_date = create_date - interval '6 minutes'"
        )
        found = self.env["md.claim.reconciler"]._check()
        return [finding for finding in found if finding.kind == "till"]

    def test_transfer_that_waits_for_a_lot(self):
        self.open_new_session()
        self.assertEqual(self.sell().picking_ids.state, "done")
        self.assertEqual(self.found(), [])
        self.thing.tracking = "lot"
        order = self.sell()
        picking = order.picking_ids
        self.assertNotEqual(picking.state, "done")
        [finding] = self.found()
        self.assertEqual((finding.subject, finding.res_id), (order.name, picking.id))
        self.assertEqual((finding.severity, finding.found), ("warning", 1))
        self.assertEqual(finding.product_id, self.thing.id)
        self.env["md.claim.steps"]._whole()
        kept = self.env["md.claim.finding"].sudo().search([("kind", "=", "till")])
        self.assertIn(order.name, kept.text)
        self.assertFalse(kept.repairable)

    def test_what_is_shipped_later_is_no_finding(self):
        self.thing.tracking = "lot"
        self.open_new_session()
        order = self.sell()
        order.shipping_date = fields.Date.today()
        self.assertEqual(self.found(), [])

    def test_a_moment_ago_is_no_finding(self):
        self.thing.tracking = "lot"
        self.open_new_session()
        self.sell()
        self.env.flush_all()
        found = self.env["md.claim.reconciler"]._check()
        self.assertNotIn("till", {finding.kind for finding in found})
