"""Rates by HS code: confirmed by an admin, applied to what is ticked."""

from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .challan_common import ChallanCase

SRO = "SRO 000 of the test"


@tagged("post_install", "-at_install")
class TestLevyRates(ChallanCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.vat = cls.taxes(0, 15, True)
        cls.duty = cls.taxes(20, 15, True)
        cls.perfume = cls.product(cls.vat, "Attar").product_tmpl_id
        cls.perfume.hs_code = "3303.00.00"
        cls.rice = cls.product(cls.vat, "Rice").product_tmpl_id
        cls.rice.hs_code = "1006"
        cls.plain = cls.product(cls.env["account.tax"], "Plain").product_tmpl_id

    def rate(self, code="33", confirm=True, **values):
        rate = self.env["md.levy.rate"].create(
            {
                "name": "Goods",
                "hs_code": code,
                "sd_rate": 20,
                "vat_rate": 15,
                "valid_from": "2026-07-01",
                "source": SRO,
                "source_date": "2026-06-02",
                **values,
            }
        )
        if confirm:
            rate.action_confirm()
        return rate

    def mine(self, product):
        """Its taxes in this company."""
        return product.taxes_id.filtered(lambda tax: tax.company_id == self.company)

    def wizard(self, products=None):
        products = products or self.perfume | self.rice | self.plain
        action = (
            self.env["md.levy.wizard"]
            .with_context(active_model="product.template", active_ids=products.ids)
            .action_open()
        )
        return self.env["md.levy.wizard"].browse(action["res_id"])

    def test_what_is_shipped_names_its_source_and_is_confirmed_by_nobody(self):
        for name in ("superstore_7_5", "superstore_15"):
            rate = self.env.ref(f"md_pos_ext.md_levy_rate_{name}")
            self.assertTrue(rate.source and rate.source_date and rate.note)
        shipped = self.env["ir.model.data"].search(
            [("module", "=", "md_pos_ext"), ("model", "=", "md.levy.rate")]
        )
        self.assertEqual(len(shipped), 2)

    def test_only_what_is_ticked_is_changed(self):
        self.rate("33")
        self.rate("10", sd_rate=0, vat_rate=0, exempt=True)
        wizard = self.wizard()
        self.assertEqual(wizard.line_ids.product_id, self.perfume | self.rice)
        line = wizard.line_ids.filtered(lambda one: one.product_id == self.perfume)
        self.assertEqual((line.old_ids, line.new_ids), (self.vat, self.duty))
        line.apply = True
        wizard.action_apply()
        self.assertEqual(self.mine(self.perfume), self.duty)
        self.assertEqual(self.mine(self.rice), self.vat)
        self.assertFalse(self.mine(self.plain))
        # again: the perfume is as it should be
        again = self.wizard()
        self.assertEqual(again.line_ids.product_id, self.rice)
        again.action_tick()
        again.action_apply()
        self.assertFalse(self.mine(self.rice))

    def test_it_is_in_the_audit_trail(self):
        self.rate("33")
        self.env.cr.flush()  # what was made before is an event of its own
        wizard = self.wizard()
        wizard.action_tick()
        wizard.action_apply()
        self.env.cr.flush()
        event = self.env["md.audit.event"].search(
            [("model", "=", "product.template"), ("res_id", "=", self.perfume.id)],
            limit=1,
        )
        self.assertIn(SRO, event.reason)
        self.assertIn("SD 20", event.after)

    def test_what_nobody_confirmed_is_not_looked_at(self):
        self.rate("33", confirm=False)
        self.assertFalse(self.wizard().line_ids)
        over = self.rate(
            "33",
            valid_to=fields.Date.today() - timedelta(days=1),
            valid_from="2020-07-01",
        )
        self.assertTrue(over.confirmed)
        self.rate("33", valid_from=fields.Date.today() + timedelta(days=1))
        self.assertFalse(self.wizard().line_ids)

    def test_a_change_is_to_be_confirmed_again(self):
        rate = self.rate("33")
        rate.note = "Asked the adviser"
        self.assertTrue(rate.confirmed)
        rate.sd_rate = 30
        self.assertFalse(rate.confirmed or rate.confirmed_by_id)

    def test_the_longest_code_counts(self):
        self.rate("", sd_rate=0, vat_rate=7.5)
        self.rate("33", sd_rate=0)
        self.rate("3303")
        lines = self.wizard().line_ids
        found = {line.product_id.name: line.rate_id.hs_code for line in lines}
        self.assertEqual(found, {"Attar": "3303", "Rice": False, "Plain": False})

    def test_what_is_said_of_all_goods_leaves_their_duty(self):
        self.rate("", sd_rate=0, vat_rate=7.5)
        self.perfume.taxes_id = [Command.set(self.duty.ids)]
        line = self.wizard(self.perfume).line_ids
        self.assertEqual(line.new_ids.mapped("amount"), [20, 7.5])

    def test_a_branch_has_the_taxes_of_its_company(self):
        self.rate("33")
        branch = self.env["res.company"].create(
            {"name": "Branch", "parent_id": self.company.id}
        )
        rows = self.env["md.levy.proposals"]._of(
            self.perfume, branch, fields.Date.today()
        )
        (row,) = rows
        self.assertEqual(set(row["old_ids"]), set(self.vat.ids))
        self.assertEqual(set(row["new_ids"]), set(self.duty.ids))

    def test_changed_meanwhile(self):
        rate = self.rate("33")
        wizard = self.wizard()
        wizard.action_tick()
        self.perfume.taxes_id = [Command.clear()]
        with self.assertRaisesRegex(UserError, "Attar: its taxes.*meanwhile"):
            wizard.action_apply()
        wizard = self.wizard(self.perfume)
        wizard.action_tick()
        rate.action_unconfirm()
        with self.assertRaisesRegex(UserError, "Attar: .*its rate were changed"):
            wizard.action_apply()
        self.assertFalse(self.mine(self.perfume))

    def test_what_cannot_be_applied_says_why(self):
        self.rate("33", sd_rate=25)
        self.rice.hs_code = "rice"
        wizard = self.wizard()
        faults = {line.product_id.name: line.fault for line in wizard.line_ids}
        self.assertIn("no sales tax SD 25 % in Dhaka Trading", faults["Attar"])
        self.assertIn("HS code", faults["Rice"])
        wizard.action_tick()
        self.assertFalse(any(wizard.line_ids.mapped("apply")))
        with self.assertRaisesRegex(UserError, "Tick the products"):
            wizard.action_apply()
        line = wizard.line_ids.filtered(lambda one: one.product_id == self.perfume)
        with self.assertRaisesRegex(UserError, "Attar: there is no sales tax"):
            line.apply = True

    # What makes no sense

    def test_refused(self):
        for values, words in (
            ({"code": "330"}, "HS code 330"),
            ({"sd_rate": -1}, "from 0"),
            ({"exempt": True}, "exempt has neither"),
            ({"vat_rate": 0}, "bear no supplementary duty"),
            ({"valid_to": "2026-06-30"}, "ends before"),
        ):
            with self.subTest(words=words), self.assertRaises(ValidationError) as got:
                self.rate(confirm=False, **values)
            self.assertIn(words, str(got.exception))

    def test_two_rates_of_the_same_days(self):
        first = self.rate("3303")
        self.assertEqual(self.rate("3303.00", confirm=False).hs_code, "3303.00")
        with self.assertRaisesRegex(ValidationError, "at the same time as 3303 Goods"):
            self.rate("3303")
        first.valid_to = "2026-12-31"
        first.action_confirm()
        self.assertTrue(self.rate("3303", valid_from="2027-01-01").confirmed)
        with self.assertRaisesRegex(ValidationError, "give it a last day"):
            first.unlink()

    def test_who_confirms_and_applies(self):
        manager, admin = self.user("manager"), self.user("admin")
        rate = self.rate("33", confirm=False)
        with self.assertRaises(AccessError):
            rate.with_user(manager).action_confirm()
        with self.assertRaises(AccessError):
            rate.with_user(manager).confirmed = True
        with self.assertRaises(AccessError):
            rate.with_user(admin).confirmed = True
        rate.with_user(admin).action_confirm()
        self.assertEqual(rate.confirmed_by_id, admin)
        with self.assertRaises(AccessError):
            self.env["md.levy.wizard"].with_user(self.user("cashier")).action_open()
        with self.assertRaises(AccessError):
            self.env["md.levy.wizard"].with_user(self.user("auditor")).action_open()

    def test_import_by_file(self):
        names = [
            "name",
            "hs_code",
            "sd_rate",
            "vat_rate",
            "valid_from",
            "source",
            "source_date",
        ]
        row = ["Perfumes", "33030000", "20", "15", "2026-07-01", SRO, "2026-06-02"]
        found = self.env["md.levy.rate"].load(names, [row])
        self.assertFalse(found["messages"])
        rate = self.env["md.levy.rate"].browse(found["ids"])
        self.assertEqual((rate.hs_code, rate.confirmed), ("3303.00.00", False))
