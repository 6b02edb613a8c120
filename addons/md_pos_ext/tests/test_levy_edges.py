from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from .challan_common import ChallanCase
from .test_levies import LeviesCase


@tagged("post_install", "-at_install")
class TestLevyEdges(LeviesCase):
    def test_duty_does_not_lose_its_vat(self):
        """A VAT that is archived is charged no more: its products keep it."""
        taxes = self.taxes(20, 15, False)
        self.product(taxes, "Soda")
        vat = self.taxes(0, 15, False)
        with self.refused("Soda: SD 20% needs a VAT"):
            vat.active = False

    def test_duty_of_an_invoice_without_vat(self):
        """A line may have other taxes than its product: it is not posted."""
        both = self.taxes(20, 15, False)
        duty = self.taxes(20, 0, False)
        move = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.partner.id,
                "invoice_line_ids": [
                    Command.create(
                        {
                            "product_id": self.product(both, "Soda").id,
                            "price_unit": 100,
                            "tax_ids": [Command.set(duty.ids)],
                        }
                    )
                ],
            }
        )
        with self.refused("Soda: SD 20% needs a VAT"):
            move.action_post()
        self.assertEqual(move.state, "draft")
        move.invoice_line_ids.tax_ids = both
        move.action_post()
        self.assertEqual(self.parts(move), (100, 20, 18))


@tagged("post_install", "-at_install")
class TestOpenTill(ChallanCase):
    def test_a_tax_changes_when_no_till_is_open(self):
        vat = self.taxes(0, 7.5, True)
        self.product(vat).available_in_pos = True
        with self.assertRaisesRegex(UserError, "Dhaka 1"):
            vat.amount = 10
        vat.write({"amount": 7.5, "description": "as it was"})
        copy = vat.copy({"amount": 10})
        copy.amount = 12.5
        self.till.current_session_id.action_pos_session_closing_control()
        vat.amount = 10
        self.assertEqual(vat.amount, 10)

    def test_goods_returned_without_their_receipt(self):
        taxes = self.taxes(20, 15, True)
        order = self.sell((taxes, 100, -1))
        with self.assertRaisesRegex(UserError, "6.7|nothing was sold"):
            order.md_action_challan()
        order = self.sell((taxes, 100, -1), (taxes, 1380, 1))
        challan = self.challan(order)
        self.assertEqual(challan.mapped("line_ids.total"), [1380])
