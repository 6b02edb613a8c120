import base64
import random

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .rule_common import RuleCase

SEED, LISTS, ROWS = 20261130, 12, 9
# from where to where; nothing is COMMON
WAYS = [("", "A"), ("A", ""), ("", "B"), ("B", ""), ("A", "B"), ("B", "A")]


@tagged("post_install", "-at_install")
class TestPoolWhatIf(RuleCase):
    """What a list of moves would do is what it does."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.product.default_code = "RICE"
        cls.tea = cls.make_product("Tea", 20, default_code="TEA")
        cls.lender = cls.make_pool("B", borrow_policy="give_back")
        cls.only = cls.env["md.channel"].create(
            {
                "name": "Export",
                "code": "EXPORT",
                "kind": "marketplace",
                "all_warehouses": True,
                "draws_common": False,
                "buffer_units": 1,
                "pool_line_ids": [(0, 0, {"pool_id": cls.lender.id})],
            }
        )

    def load(self, rows):
        text = "\n".join(
            [
                "sku,warehouse,from,to,quantity",
                *(",".join(map(str, row)) for row in rows),
            ]
        )
        job = self.env["md.pool.import"].create(
            {"name": "m.csv", "file": base64.b64encode(text.encode()), "why": "list"}
        )
        job.action_check()
        return job

    def row(self, quantity, to="A", sku="RICE", source=""):
        return sku, self.warehouse.code, source, to, quantity

    def seen(self):
        """{(channel, product): what may be promised}, of all channels."""
        products = self.product | self.tea
        found = {}
        for channel in self.env["md.channel"].search([]):
            free = self.env["md.availability"]._available(channel, products)
            found |= {(channel, product): free[product.id] for product in products}
        return found

    def told(self, what_if):
        return {
            (line.channel_id, line.product_id): (line.before, line.after)
            for line in what_if.line_ids
        }

    def test_rows_leave_less_to_those_after_them(self):
        job = self.load([self.row(7), self.row(4), self.row(5, sku="TEA")])
        action = job.action_what_if()
        what_if = self.env["md.pool.what.if"].browse(action["res_id"])
        told = self.told(what_if)
        self.assertEqual(told[self.channel, self.product], (10, 3))
        self.assertEqual(told[self.channel, self.tea], (20, 15))
        self.assertNotIn((self.daraz, self.product), told, "it sells A and COMMON")
        self.assertEqual((what_if.moves, what_if.units, what_if.products), (2, 12, 2))
        self.assertEqual(what_if.refused, 1)
        self.assertIn("Row 3: COMMON has 3 of", what_if.refusals)
        self.assertEqual(self.held(self.pool), 0)
        lines = what_if.line_ids.search(what_if.action_by_channel()["domain"])
        self.assertEqual(lines, what_if.line_ids)
        what_if.action_do()
        self.assertEqual(self.held(self.pool), 7)
        self.assertEqual(job.state, "done")

    def test_what_if_is_the_outcome(self):
        """Random lists, borrowing and shortages between them."""
        chance, borrowed = random.Random(SEED), 0
        for _list in range(LISTS):
            rows = [
                self.row(
                    chance.randint(1, 8), to, chance.choice(["RICE", "TEA"]), source
                )
                for source, to in chance.choices(WAYS, k=ROWS)
            ]
            job, before = self.load(rows), self.seen()
            action = job.action_what_if()
            what_if = self.env["md.pool.what.if"].browse(action["res_id"])
            job.action_move()
            after = self.seen()
            changed = {
                what: (before[what], after[what])
                for what in before
                if before[what] != after[what]
            }
            self.assertEqual(self.told(what_if), changed, rows)
            moved = job.line_ids.filtered(lambda line: line.state == "moved")
            self.assertEqual((what_if.moves, what_if.refused), (job.good, job.bad))
            self.assertEqual(sum(moved.mapped("units")), what_if.units)
            self.disturb(chance)
            borrowed += self.owed() > 0
        self.assertGreater(borrowed, 2, "debts were among them")
        self.assertNoDrift()

    def disturb(self, chance):
        """Sales of common stock, some of them borrowed, and what a count finds."""
        product = chance.choice([self.product, self.tea])
        free = int(self.free(product=product))
        if free:
            order = self.order(min(free, chance.randint(3, 9)), product)
            order.action_confirm()
            if chance.random() < 0.4:
                order._action_cancel()
        self.put(product, chance.choice([-3, -1, 2, 6]))

    def owed(self):
        counters = self.env["md.stock.counter"]
        counters.invalidate_model()
        products = (self.product | self.tea).ids
        return sum(counters.search([("product_id", "in", products)]).mapped("lent"))

    def test_a_rule_does_what_was_looked_at(self):
        self.give(self.lender, 4)
        for what, amount in (("percent", 35), ("top_up", 6)):
            rule = self.make_rule(what, amount, products=self.product | self.tea)
            before, what_if = self.seen(), self.look(rule)
            what_if.action_do()
            after = self.seen()
            changed = {
                w: (before[w], after[w]) for w in before if before[w] != after[w]
            }
            self.assertEqual(self.told(what_if), changed)
            self.assertEqual(what_if.units, rule.last_moved)

    def test_rows_are_moved_in_their_order(self):
        text = "sku,warehouse,from,to,quantity,why\n" + "\n".join(
            f"RICE,{self.warehouse.code},{source},{to},{quantity},{why}"
            for source, to, quantity, why in (
                ("", "A", 8, "first"),
                ("A", "B", 8, "second"),
                ("B", "", 8, "first"),
            )
        )
        job = self.env["md.pool.import"].create(
            {"name": "m.csv", "file": base64.b64encode(text.encode()), "why": "list"}
        )
        job.action_move()
        self.assertEqual(job.bad, 0)
        moves = self.moves().sorted("id")
        self.assertEqual(moves.mapped("why"), ["first", "second", "first"])

    def test_a_till_draws_on_no_pool(self):
        with self.assertRaisesRegex(ValidationError, r"Daraz: tills .* no pool \(A\)"):
            self.daraz.kind = "pos"

    def test_the_wizard_does_another_move_under_another_name(self):
        wizard = self.wizard(quantity=2)
        wizard.action_move()
        wizard.action_move()
        self.assertEqual(self.held(self.pool), 2)
        wizard.quantity = 3
        wizard.action_move()
        self.assertEqual(self.held(self.pool), 5)

    def test_a_product_without_stock_is_shown_while_a_pool_has_it(self):
        self.give(self.pool, 4)
        self.env["stock.quant"].search([("product_id", "=", self.product.id)]).unlink()
        self.assertEqual(self.shares(), {"COMMON": 0, "A": 0})
        rows = self.env["md.pool.stock"].search([("product_id", "=", self.product.id)])
        self.assertEqual(rows.filtered("pool_id").allotted, 4)
