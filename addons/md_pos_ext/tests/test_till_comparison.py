from odoo.tests import tagged

from odoo.addons.md_inventory_core.lib.promotion_terms import gets

from .promotion_common import PromotionCase, goods, promote


@tagged("post_install", "-at_install")
class TestTillComparison(PromotionCase):
    """Receipts are compared by the group that their key drew; refunds are taken off."""

    def test_receipts_and_what_came_back(self):
        other = self.make_thing("Other thing", 10)
        half = promote(self.env, "Half", percent=10, share=50, goods_ids=[goods(other)])
        [contract] = self.env["md.promotion.catalogue"]._contract(half)
        self.open()
        groups = {True: [], False: []}
        for _n in range(12):
            order = self.sell((self.thing, 1), (other, 1))
            groups[gets(contract, order.uuid, None)].append(order)
        sold = groups[True][0] if groups[True] else groups[False][0]
        refund = self.env["pos.order"].browse(sold.refund()["res_id"])
        paying = self.env["pos.make.payment"].with_context(active_id=refund.id)
        paying.create({"payment_method_id": self.bank_pm1.id}).check()
        self.assertEqual(refund.state, "paid")
        found = self.env["md.promotion.experiment"]._compare(half)
        counts = len(groups[True]), len(groups[False])
        self.assertEqual(found["counts"], counts)
        turnover = found["differences"][1]
        total = turnover.got * counts[0] + turnover.rest * counts[1]
        self.assertAlmostEqual(total, 11 * 20, 6)
