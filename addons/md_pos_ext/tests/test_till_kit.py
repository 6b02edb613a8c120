from odoo.fields import Command
from odoo.tests import tagged

from .till_common import TillCase


@tagged("post_install", "-at_install")
class TestTillKit(TillCase):
    """What a till sells of a kit are its components, from the sale on."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.make_thing("Other", 6)
        cls.kit = cls.make_thing("Box")
        cls.kit.product_tmpl_id.write(
            {
                "md_kit": "parts",
                "md_kit_line_ids": [
                    Command.create({"product_id": cls.thing.id, "product_qty": 2}),
                    Command.create({"product_id": cls.other.id, "product_qty": 3}),
                ],
            }
        )

    def frees(self):
        return tuple(map(self.free, (self.thing, self.other, self.kit)))

    def test_a_kit_that_is_not_posted_is_gone(self):
        self.open(batch=True)
        self.assertEqual(self.frees(), (10, 6, 2))
        [order] = self.sell((self.kit, 1), (self.other, 1))
        self.assertEqual(order.md_to_post, True)
        self.assertEqual((self.pending(), self.pending(self.other)), ([2], [4]))
        self.assertEqual(self.frees(), (8, 2, 0))
        self.stock._post_now(order)
        self.assertEqual((self.pending(), self.pending(self.other)), ([], []))
        self.assertEqual((self.on_hand(), self.on_hand(self.other)), (8, 2))
        self.assertEqual(self.frees(), (8, 2, 0))

    def test_a_kit_that_is_posted_at_closing(self):
        self.open(closing=True)
        self.sell((self.kit, 2))
        self.assertEqual(self.frees(), (6, 0, 0))
        self.close()
        self.assertEqual(self.pending(self.other), [])
        self.assertEqual(self.frees(), (6, 0, 0))

    def test_a_till_takes_the_last_component(self):
        """Reality wins: the order of the back office waits, nothing is sold twice."""
        self.open()
        order = self.order_of_back_office(1, self.kit)
        self.sell((self.other, 6))
        self.env["md.shortage.watch"]._look({(self.other.id, self.store.id)})
        self.assertEqual(self.frees()[1:], (0, 0))
        self.assertIn("of Other", order.md_waits_for)

    def test_a_kit_that_comes_back_at_the_till(self):
        self.open()
        [order] = self.sell((self.kit, 1))
        self.assertEqual(self.frees(), (8, 3, 1))
        order.refund()
        data = self.sync((self.kit, -1))
        data["lines"][0][2]["refunded_orderline_id"] = order.lines.id
        self.send(data)
        self.assertEqual(self.frees(), (10, 6, 2))

    def test_what_was_sold_at_a_till_is_told_by_component(self):
        self.open(batch=True)
        [order] = self.sell((self.kit, 1))
        subject = self.env["md.order.forensics"]._subject(order)
        asked = {wish.product: wish.asked for wish in subject.wishes}
        self.assertEqual(asked, {self.thing: 2, self.other: 3})

    def test_the_till_is_told_how_many_there_are(self):
        info = self.kit.product_tmpl_id.get_product_info_pos(
            10, 1, self.config.id, self.kit.id
        )
        here = [p["free_qty"] for p in info["warehouses"] if p["id"] == self.store.id]
        self.assertEqual(here, [2])
