from odoo.tests import tagged
from odoo.tools import html2plaintext

from odoo.addons.md_inventory_core.tests.forensic_common import CLOCKS, TimeGoesBy

from .till_common import TillCase


@tagged("post_install", "-at_install")
class TestForensics(TimeGoesBy, TillCase):
    """What tills sold is part of the answer, posted or not; receipts are asked, too."""

    clocks = {**CLOCKS, "pos_order": ("date_order", "create_date")}

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.forensics = cls.env["md.order.forensics"]
        cls.office = cls.env["md.channel"]._of_company(cls.company, "b2b")

    def publish(self):
        self.env.cr.flush()
        self.env["md.availability.feed"]._publish()

    def ordered(self, quantity):
        order = self.order_of_back_office(quantity)
        self.publish()
        return order

    def line(self, order):
        (line,) = self.forensics._answer(order)["lines"]
        return line

    def text(self, order):
        lookup = self.env["md.order.lookup"]
        report = lookup.browse(lookup._id_of(order)).report
        return " ".join(html2plaintext(report).split())

    def figures(self, order):
        """(told, on hand, sold and not posted, could be sold, got at once)."""
        line = self.line(order)
        return (
            line["told"] and line["told"].available,
            line["ground"].on_hand,
            line["ground"].pending,
            line["free"],
            line["fate"]["granted"],
        )

    def test_a_till_sold_the_last(self):
        """The shop was told of ten; nine went over the counter, not posted yet."""
        self.open(batch=True)
        self.publish()
        self.later(minutes=30)
        sale = self.sell((self.thing, 9))
        self.publish()
        self.later(seconds=30)
        self.forget(self.office, self.thing)
        order = self.ordered(2)
        known = (10, 10, 9, 1, 1)
        self.assertEqual(self.figures(order), known)
        found = self.line(order)["verdict"]
        self.assertEqual(found.code, "no_buffer")
        self.assertEqual(found.facts["who"], f"Till sale {sale.pos_reference}")
        self.assertIn("took 9, and the channel leaves none", self.text(order))
        # posted later, it is the same moment
        self.later(minutes=5)
        self.stock._cron_post()
        self.assertFalse(sale.md_to_post)
        self.assertEqual(self.figures(order), known)
        self.assertEqual(self.line(order)["verdict"].code, "no_buffer")

    def test_a_till_sold_what_was_promised(self):
        self.open()
        self.publish()
        self.later(hours=1)
        order = self.ordered(8)
        self.later(minutes=5)
        sale = self.sell((self.thing, 5))
        # the receipt itself; what follows it is of the same moment in a test
        self.assertEqual(self.figures(sale), (2, 10, 0, 2, 0))
        self.assertEqual(self.line(sale)["verdict"].code, "till_beyond")
        self.assertIn("only 2 of 5 were there", self.text(sale))
        self.publish()
        found = self.line(order)["verdict"]
        self.assertEqual((found.code, found.facts["short"]), ("reality", 3))
        self.assertIn("3 lost", self.text(order))
        self.assertIn(f"Till sale {sale.pos_reference} took 5", self.text(order))
        self.later(minutes=5)
        events = self.forensics._answer(order)["events"]
        (till,) = [event for event in events if event.what == "till"]
        self.assertEqual((till.change, till.document.id), (-5, sale.id))

    def test_a_receipt(self):
        self.open()
        self.publish()
        self.later(hours=1)
        sale = self.sell((self.thing, 3))
        self.later(minutes=1)
        self.assertEqual(self.figures(sale), (10, 10, 0, 10, 0))
        self.assertEqual(self.line(sale)["verdict"].code, "till")
        self.assertIn("3 delivered", self.text(sale))
        action = sale.md_action_stock_then()
        self.assertEqual(action["res_id"], sale.id * 2 + 1)

    def test_goods_that_are_posted_at_closing(self):
        self.open(closing=True)
        self.publish()
        self.later(hours=1)
        self.sell((self.thing, 4))
        self.publish()
        self.later(minutes=10)
        order = self.ordered(3)
        for _publication in range(2):
            self.forget(self.office, self.thing)
        late = self.ordered(5)
        self.assertEqual(self.line(late)["verdict"].code, "old_taken")
        self.later(minutes=10)
        self.close()
        self.assertEqual(self.line(late)["verdict"].code, "old_taken")
        self.assertEqual(self.figures(order)[1:], (10, 4, 6, 3))
