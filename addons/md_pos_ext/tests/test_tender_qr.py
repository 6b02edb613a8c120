import binascii

from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged

from .tender_common import TenderCase

LINES = "26.00 = bd.npsb\n26.01 = {account}"


@tagged("post_install", "-at_install")
class TestTenderQr(TenderCase):
    """Bangla QR is data of a payment method, checked when it is saved."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bkash = cls.methods["bkash"]
        cls.company.write({"name": "Company", "city": "Dhaka"})
        cls.values = {
            "md_qr_shown": True,
            "md_merchant_account": "MERCH001",
            "md_qr_accounts": LINES,
            "md_qr_name": "Micro Datasoft Shop",
            "md_qr_city": "Dhaka",
            "md_qr_category": "5999",
            "md_qr_country": "BD",
        }

    def test_the_till_gets_a_merchant(self):
        self.bkash.write(self.values)
        currency = f"{self.company.currency_id.iso_numeric:03d}"
        self.assertEqual(
            self.bkash.md_qr,
            {
                "accounts": [["26", "0007bd.npsb0108MERCH001"]],
                "name": "Micro Datasoft Shop",
                "city": "Dhaka",
                "category": "5999",
                "country": "BD",
                "currency": currency,
            },
        )

    def test_the_taka_has_its_number(self):
        self.assertEqual(self.env.ref("base.BDT").iso_numeric, 50)

    def test_what_a_code_cannot_carry_is_refused_by_name(self):
        refused = {
            "English letters": {"md_qr_name": "ঢাকা"},
            "bKash: City is too long": {"md_qr_city": "Brahmanbaria Sadar"},
            "line 2 of Merchant Accounts": {"md_qr_accounts": "26.00 = a\nnonsense"},
            "54 is no tag": {"md_qr_accounts": "54 = 100"},
            "needs something in Merchant Accounts": {"md_qr_accounts": ""},
            "Category Code cannot be 12": {"md_qr_category": "12"},
        }
        for message, wrong in refused.items():
            with self.assertRaisesRegex(ValidationError, message):
                self.bkash.write({**self.values, **wrong})

    def test_a_printed_code_fills_in_the_fields(self):
        text = "00020101021126230007bd.npsb0108MERCH001520454115303050"
        text += "5802BD5919Micro Datasoft Shop6005Dhaka6304"
        text += f"{binascii.crc_hqx(text.encode(), 0xFFFF):04X}"
        accounts = self.env["account.account"]
        self.bkash.outstanding_account_id = accounts.search(
            [("account_type", "=", "asset_current")], limit=1
        )
        with Form(self.bkash) as form:
            form.md_qr_printed = text
        self.assertEqual(self.bkash.md_qr["category"], "5411")
        self.assertEqual(
            self.bkash.md_qr["accounts"], [["26", "0007bd.npsb0108MERCH001"]]
        )
        with self.assertRaisesRegex(UserError, "check sum"), Form(self.bkash) as form:
            form.md_qr_printed = text[:-1] + ("0" if text[-1] != "0" else "1")
