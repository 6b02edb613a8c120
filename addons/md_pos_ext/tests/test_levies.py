"""SD and VAT of Bangladesh: in new and old companies, through Odoo's own taxes."""

import random
from contextlib import contextmanager

from odoo import Command
from odoo.exceptions import ValidationError
from odoo.tests import TransactionCase, tagged

from odoo.addons.md_pos_ext.lib.levies import added, contained

GOLDEN = [  # price, quantity, discount, SD, VAT, included: base, SD, VAT
    ((1000, 1, 0, 20, 15, False), (1000.00, 200.00, 180.00)),
    ((999, 1, 0, 10, 15, False), (999.00, 99.90, 164.84)),
    ((250, 1, 0, 30, 15, False), (250.00, 75.00, 48.75)),
    ((1000, 1, 10, 20, 15, False), (900.00, 180.00, 162.00)),
    ((1380, 1, 0, 20, 15, True), (1000.00, 200.00, 180.00)),
    ((1000, 1, 0, 20, 15, True), (724.64, 144.93, 130.43)),
    ((100, 1, 0, 20, 15, True), (72.47, 14.49, 13.04)),
    ((33.33, 3, 0, 20, 15, True), (72.46, 14.49, 13.04)),
    ((999, 1, 0, 10, 15, True), (789.73, 78.97, 130.30)),
    ((1380, 1, 10, 20, 15, True), (900.00, 180.00, 162.00)),
    ((115, 1, 0, 0, 15, True), (100.00, 0, 15.00)),
    ((100, 1, 0, 0, 7.5, True), (93.02, 0, 6.98)),
]


class LeviesCase(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env["res.company"].create(
            {"name": "Dhaka Trading", "country_id": cls.env.ref("base.bd").id}
        )
        cls.env.user.company_ids |= cls.company
        cls.env = cls.env(context={"allowed_company_ids": cls.company.ids})
        cls.chart = cls.env["account.chart.template"].with_company(cls.company)
        cls.chart.try_loading("bd", cls.company, install_demo=False)
        # a chart gives its tax to the goods of all companies: here they are not sold
        taxes = cls.env["account.tax"].search([("company_id", "=", cls.company.id)])
        cls.env.flush_all()
        cls.env.cr.execute(
            "DELETE FROM product_taxes_rel WHERE tax_id = ANY(%s)", [taxes.ids]
        )
        cls.env.invalidate_all()
        cls.partner = cls.env["res.partner"].create({"name": "Rahima"})

    @classmethod
    def taxes(cls, sd, vat, included, use="sale"):
        """The taxes of these rates."""
        domain = [("company_id", "=", cls.company.id), ("type_tax_use", "=", use)]
        found = cls.env["account.tax"]
        for levy, rate in (("sd", sd), ("vat", vat)):
            if rate:
                found |= found.search(
                    [
                        *domain,
                        ("tax_group_id.md_levy", "=", levy),
                        ("amount", "=", rate),
                    ],
                    limit=1,
                )
        mode = "tax_included" if included else "tax_excluded"
        # all at once: products of other rates share the VAT
        found.search(domain).price_include_override = mode
        return found

    @classmethod
    def product(cls, taxes, name="Perfume"):
        return cls.env["product.product"].create(
            {"name": name, "type": "service", "taxes_id": [Command.set(taxes.ids)]}
        )

    @contextmanager
    def refused(self, words):
        """What happens inside is refused with a sentence of these words."""
        with self.assertRaises(ValidationError) as caught:
            yield
        self.assertIn(words, str(caught.exception))

    def invoice(self, taxes, lines):
        """A posted invoice of [(price, quantity, discount)]."""
        product = self.product(taxes)
        move = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.partner.id,
                "invoice_line_ids": [
                    Command.create(
                        {
                            "product_id": product.id,
                            "price_unit": price,
                            "quantity": quantity,
                            "discount": discount,
                            "tax_ids": [Command.set(taxes.ids)],
                        }
                    )
                    for price, quantity, discount in lines
                ],
            }
        )
        move.action_post()
        return move

    @staticmethod
    def parts(move):
        """(base, SD, VAT) as the invoice posts them."""
        found = {"sd": 0.0, "vat": 0.0}
        for line in move.line_ids.filtered("tax_line_id"):
            found[line.tax_line_id.tax_group_id.md_levy] -= line.balance
        base = move.amount_untaxed
        return tuple(round(n, 2) for n in (base, found["sd"], found["vat"]))


@tagged("post_install", "-at_install")
class TestLevies(LeviesCase):
    def test_a_new_company_has_its_duty(self):
        self.assertEqual(self.company.tax_calculation_rounding_method, "round_per_line")
        duty = self.taxes(20, 0, False)
        self.assertTrue(duty.include_base_amount)
        accounts = duty.repartition_line_ids.account_id
        self.assertEqual(accounts.mapped("code"), ["200907"])
        self.assertEqual(self.taxes(20, 0, False, "purchase").amount, 20)

    def test_a_new_tax_is_no_duty(self):
        tax = self.env["account.tax"].create({"name": "Levy", "amount": 3})
        self.assertTrue(tax.tax_group_id)
        self.assertNotEqual(tax.tax_group_id.md_levy, "sd")

    def test_an_old_company_gets_it_once(self):
        duty = self.env["account.tax"].search(
            [
                ("company_id", "=", self.company.id),
                ("tax_group_id.md_levy", "=", "sd"),
            ]
        )
        group, number = duty.tax_group_id, len(duty)
        duty.unlink()
        group.unlink()
        self.env["md.levies"]._install()
        self.env["md.levies"]._install()
        found = self.env["account.tax"].search(
            [
                ("company_id", "=", self.company.id),
                ("tax_group_id.md_levy", "=", "sd"),
            ]
        )
        self.assertEqual(len(found), number)
        self.assertEqual(len(found.tax_group_id), 1)

    def test_the_table_of_examples_as_invoices(self):
        for (price, quantity, discount, sd, vat, included), expected in GOLDEN:
            with self.subTest(price=price, sd=sd, vat=vat, included=included):
                taxes = self.taxes(sd, vat, included)
                move = self.invoice(taxes, [(price, quantity, discount)])
                self.assertEqual(self.parts(move), expected)

    def test_equal_lines_have_equal_taxes(self):
        move = self.invoice(self.taxes(20, 15, True), [(100, 1, 0)] * 3)
        rows = set(move.invoice_line_ids.mapped("price_subtotal"))
        self.assertEqual(rows, {72.47})
        self.assertEqual(self.parts(move), (217.41, 43.47, 39.12))
        self.assertEqual(move.amount_total, 300.00)

    def test_a_credit_note_is_the_invoice_with_minus(self):
        move = self.invoice(self.taxes(20, 15, True), [(100, 1, 0)] * 2)
        refund = move._reverse_moves(cancel=True)
        self.assertEqual(refund.amount_untaxed, move.amount_untaxed)
        self.assertEqual(refund.amount_tax, move.amount_tax)
        duty = self.taxes(20, 0, True).repartition_line_ids.account_id
        both = (move | refund).line_ids.filtered(lambda line: line.account_id == duty)
        self.assertEqual(sum(both.mapped("balance")), 0)

    def test_odoo_says_what_the_law_says(self):
        rnd = random.Random(8)
        rows = [
            (rnd.randint(1, 500_000), rnd.choice((5, 10, 20, 30)), rnd.random() < 0.5)
            for _number in range(400)
        ]
        tax = self.env["account.tax"]
        for included in (False, True):
            for duty in (0, 5, 10, 20, 30):
                taxes = self.taxes(duty, 15, included)
                mine = [
                    row for row in rows if row[1] == (duty or 10) and row[2] == included
                ]
                lines = [
                    tax._prepare_base_line_for_taxes_computation(
                        {},
                        tax_ids=taxes,
                        price_unit=price / 100,
                        quantity=1.0,
                        currency_id=self.company.currency_id,
                    )
                    for price, _rate, _included in mine
                ]
                tax._add_tax_details_in_base_lines(lines, self.company)
                tax._round_base_lines_tax_details(lines, self.company)
                split = contained if included else added
                for line, (price, _rate, _included) in zip(lines, mine, strict=True):
                    details = line["tax_details"]
                    expected = split(price, duty * 100, 1500)
                    amounts = [row["tax_amount"] for row in details["taxes_data"]]
                    found = [details["total_excluded"], *amounts]
                    found[0] += details["delta_total_excluded"]
                    expected = [expected.base, expected.sd, expected.vat]
                    if not duty:
                        del expected[1]
                    self.assertEqual([round(n * 100) for n in found], expected, price)


@tagged("post_install", "-at_install")
class TestLeviesFaults(LeviesCase):
    def test_what_cannot_be_charged_together(self):
        duty, vat = self.taxes(20, 0, False), self.taxes(0, 15, False)
        other = self.taxes(10, 0, False)
        with self.refused("Soda: SD 20% needs a VAT"):
            self.product(duty, "Soda")
        with self.refused("Soda: there can be one"):
            self.product(duty | other | vat, "Soda")
        vat.price_include_override = "tax_included"
        with self.refused("Soda: SD 20% and 15% must both"):
            self.product(duty | vat, "Soda")

    def test_a_tax_in_use_does_not_change_its_way(self):
        taxes = self.taxes(20, 15, False)
        self.product(taxes, "Soda")
        vat = self.taxes(0, 15, False)
        with self.refused("Soda: SD 20% and 15% must both"):
            vat.price_include_override = "tax_included"
        with self.refused("Soda: 15% must come after SD"):
            vat.sequence = -1
        with self.refused("SD 20%: VAT is charged on"):
            (taxes - vat).include_base_amount = False

    def test_products_of_two_companies(self):
        """Each company's taxes are looked at by themselves."""
        mine = self.taxes(20, 15, False)
        product = self.product(mine, "Soda")
        other = self.env["account.tax"].search(
            [("company_id", "!=", self.company.id), ("type_tax_use", "=", "sale")],
            limit=1,
        )
        product.taxes_id |= other
        self.assertIn(other, product.taxes_id)
