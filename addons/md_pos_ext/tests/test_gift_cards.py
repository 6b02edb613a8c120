from datetime import timedelta
from unittest.mock import patch
from uuid import uuid4

from psycopg2.errors import CheckViolation

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..lib import gift_codes
from ..services import md_gift_ledger
from .tender_common import TenderCase


@tagged("post_install", "-at_install")
class GiftCase(TenderCase):
    """A till that sells gift cards and takes them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["md.gift.setup"].sudo()._install(cls.company, cls.config)
        domain = [("company_id", "=", cls.company.id), ("md_kind", "=", "gift")]
        cls.methods["gift"] = cls.config.payment_method_ids.filtered_domain(domain)
        cls.product = cls.env["product.product"].search(
            [("md_gift_card", "=", True), ("company_id", "=", cls.company.id)]
        )

    def setUp(self):
        super().setUp()
        self.open()

    def code(self):
        return self.env["md.gift.card"]._new_code()

    def sold(self, *codes, price=500, **rest):
        """A receipt of gift cards paid in cash."""
        count = rest.pop("count", len(codes))
        self.product.list_price = price
        data = self.create_ui_order_data(
            [(self.product, count)], payments=[(self.cash_pm1, price * count)], **rest
        )
        data["lines"][0][2].update(price_unit=price, md_gift_codes=list(codes))
        return self.send(data)

    def card(self, code):
        return self.env["md.gift.ledger"]._named(self.company, code)

    def pay(self, data, code, amount, at=0, till=None):
        payment = data["payment_ids"][at][2]
        till = till or self.config
        return till.md_gift_pay(code, amount, payment["uuid"], data["uuid"])

    def goods(self, *rows, **rest):
        data = self.paid(*rows, **rest)
        for command in data["payment_ids"]:
            command[2]["uuid"] = str(uuid4())
        return data

    def owed(self):
        """Balance of the account and what cards have."""
        account = self.company.md_gift_account_id
        lines = self.env["account.move.line"].search(
            [("account_id", "=", account.id), ("parent_state", "=", "posted")]
        )
        cards = self.env["md.gift.card"].search([("company_id", "=", self.company.id)])
        return (
            -round(sum(lines.mapped("balance")), 2),
            round(sum(cards.mapped("balance")), 2),
        )


@tagged("post_install", "-at_install")
class TestGiftCards(GiftCase):
    def test_sold_as_a_debt_without_its_code(self):
        codes = [self.code(), self.code()]
        order = self.sold(*codes, customer=self.customer)
        cards = self.card(codes[0]) | self.card(codes[1])
        self.assertEqual(cards.mapped("balance"), [500, 500])
        self.assertEqual(cards.partner_id, self.customer)
        self.assertGreater(cards[0].expires_on, fields.Date.today())
        self.assertFalse(self.findings(order))
        self.assertEqual(order.amount_tax, 0)
        [said, _other] = order.lines.md_gift_said
        self.assertEqual((said["what"], said["hint"]), ("new", codes[0][-4:]))
        self.env.flush_all()
        self.env.cr.execute("SELECT md_gift_codes::text FROM pos_order_line")
        kept = str(self.env.cr.fetchall())
        self.assertIn(gift_codes.digest(codes[0]), kept)
        self.assertNotIn(codes[0], kept)

    def test_paid_in_parts_and_sent_twice(self):
        code = self.code()
        self.sold(code)
        data = self.goods(("gift", 200), ("cash", 10))
        found = self.pay(data, gift_codes.printed(code).lower(), 200)
        self.assertEqual((found["taken"], found["balance"]), (200, 300))
        self.assertEqual(self.pay(data, code, 200)["balance"], 300, "asked again")
        order = self.send(data)
        self.send(data)
        self.assertFalse(self.findings(order))
        self.assertEqual(self.card(code).balance, 300)
        [said] = order.payment_ids.filtered("md_gift_said").md_gift_said
        self.assertEqual((said["what"], said["balance"]), ("paid", 300))
        found = self.pay(self.goods(("gift", 400)), code, 400)
        self.assertEqual((found["taken"], found["balance"]), (300, 0), "what it has")
        found = self.pay(self.goods(("gift", 10)), code, 10)
        self.assertEqual(found["problem"], "used")

    def test_another_amount_and_no_payment_after_all(self):
        code = self.code()
        self.sold(code)
        data = self.goods(("gift", 200))
        self.pay(data, code, 200)
        self.assertEqual(self.pay(data, code, 50)["balance"], 450)
        self.config.md_gift_release(data["payment_ids"][0][2]["uuid"])
        self.config.md_gift_release(data["payment_ids"][0][2]["uuid"])
        self.assertEqual(self.card(code).balance, 500)
        self.pay(data, code, 60)
        moves = self.card(code).move_ids
        self.env["md.gift.ledger"]._cron_release()
        self.assertEqual(self.card(code).balance, 440, "its order may still come")
        with patch.object(md_gift_ledger, "WAITS", timedelta(seconds=-5)):
            self.env["md.gift.ledger"]._cron_release()
        self.assertEqual(self.card(code).balance, 500, "it never came")
        self.assertGreater(len(self.card(code).move_ids), len(moves))

    def test_what_is_no_card(self):
        code = self.code()
        self.sold(code)
        card = self.card(code)
        data = self.goods(("gift", 10))
        self.assertEqual(self.pay(data, self.code(), 10)["problem"], "unknown")
        card.expires_on = fields.Date.subtract(fields.Date.today(), days=2)
        self.assertEqual(self.pay(data, code, 10)["problem"], "expired")
        card.expires_on = False
        boss = card.with_user(self.person("manager"))
        with self.assertRaisesRegex(UserError, "why it is blocked"):
            boss.action_block()
        boss.note = "Lost"
        boss.action_block()
        self.assertEqual(self.pay(data, code, 10)["problem"], "blocked")
        boss.action_unblock()
        told = boss.action_new_code()["params"]["message"]
        self.assertEqual(self.pay(data, code, 10)["problem"], "unknown")
        self.assertEqual(self.pay(data, told, 10)["taken"], 10)

    def test_never_below_nothing(self):
        code = self.code()
        self.sold(code)
        card = self.card(code)
        ledger = self.env["md.gift.ledger"]
        self.assertFalse(ledger._move(card, "pay", -501, "beyond"))
        self.assertTrue(ledger._move(card, "pay", -500, "all"))
        self.assertTrue(ledger._move(card, "pay", -500, "all"), "done before")
        self.assertEqual((card.balance, len(card.move_ids)), (0, 2))
        with self.assertRaises(CheckViolation), mute_logger("odoo.sql_db"):
            self.env.cr.execute("UPDATE md_gift_card SET balance = -1")

    def test_a_payment_without_a_card_is_taken_and_written_down(self):
        order = self.send(self.goods(("gift", 70)))
        found = self.findings(order)
        self.assertEqual(
            (found.reason, found.excess, order.state), ("gift", 70, "paid")
        )
        self.assertIn("on no gift card", found.explanation)

    def test_a_refund_goes_back_on_the_cards(self):
        codes = [self.code(), self.code()]
        self.sold(*codes, price=100)
        data = self.goods(("gift", 100), ("gift", 50), ("cash", 50))
        self.pay(data, codes[0], 100)
        self.pay(data, codes[1], 50, at=1)
        sale = self.send(data)
        back = self.back(sale, ("gift", -120))
        back["payment_ids"][0][2]["uuid"] = str(uuid4())
        order = self.send(back)
        self.assertFalse(self.findings(order))
        balances = [self.card(code).balance for code in codes]
        self.assertEqual(balances, [100, 70])
        self.send(back)
        self.assertEqual([self.card(code).balance for code in codes], balances)

    def test_store_credit_for_goods_paid_in_cash(self):
        sale = self.send(self.paid(("cash", 80)))
        back = self.back(sale, ("gift", -80))
        code = self.code()
        back["payment_ids"][0][2].update(uuid=str(uuid4()), md_gift_codes=[code])
        order = self.send({**back, "partner_id": self.customer.id})
        self.assertFalse(self.findings(order), "cash may come back as store credit")
        card = self.card(code)
        self.assertEqual((card.kind, card.balance), ("credit", 80))
        self.assertEqual(card.partner_id, self.customer)

    def test_a_card_nobody_has_the_code_of(self):
        order = self.sold("ABCD", count=1)
        self.assertEqual(self.findings(order).reason, "gift")
        card = self.env["md.gift.card"].search([("balance", "=", 500)])
        told = card.action_new_code()["params"]["message"]
        self.assertEqual(self.card(told), card)

    def test_the_account_is_what_cards_have(self):
        codes = [self.code(), self.code()]
        self.sold(*codes)
        data = self.goods(("gift", 200), ("cash", 10))
        self.pay(data, codes[0], 200)
        sale = self.send(data)
        back = self.back(sale, ("gift", -50))
        back["payment_ids"][0][2]["uuid"] = str(uuid4())
        self.send(back)
        credit = self.back(self.send(self.paid(("cash", 30))), ("gift", -30))
        own = {"uuid": str(uuid4()), "md_gift_codes": [self.code()]}
        credit["payment_ids"][0][2].update(own)
        self.send(credit)
        self.close()
        self.assertEqual(self.owed(), (880, 880))

    def test_an_invoiced_sale_by_card(self):
        code = self.code()
        self.sold(code)
        data = self.goods(("gift", 200), customer=self.customer, is_invoiced=True)
        self.pay(data, code, 200)
        order = self.send(data)
        self.assertTrue(order.account_move)
        self.close()
        self.assertEqual(order.account_move.payment_state, "paid")
        self.assertEqual(self.owed(), (300, 300))

    def test_who_may(self):
        code = self.code()
        self.sold(code)
        card = self.card(code).with_env(self.env)
        cashier = self.person("cashier")
        with self.assertRaises(AccessError):
            card.with_user(cashier).read(["balance"])
        data = self.goods(("gift", 10))
        till = self.config.with_user(cashier)
        self.assertEqual(self.pay(data, code, 10, till=till)["taken"], 10)
        with self.assertRaises(AccessError):
            self.pay(data, code, 10, till=self.config.with_user(self.person("support")))
        boss = card.with_user(self.person("manager"))
        with self.assertRaises(AccessError):
            boss.balance = 1000
        with self.assertRaises(AccessError):
            boss.read(["digest"])
        with self.assertRaisesRegex(AccessError, "admin sets gift cards up"):
            self.env["md.gift.setup"].with_user(cashier)._install(self.company)

    def test_a_gift_card_has_no_tax(self):
        tax = self.env["account.tax"].search([("type_tax_use", "=", "sale")], limit=1)
        with self.assertRaisesRegex(ValidationError, "without sales taxes"):
            self.product.taxes_id = tax
        facts = self.env["md.promotion.facts"]
        self.assertTrue(facts._locked(self.product))
