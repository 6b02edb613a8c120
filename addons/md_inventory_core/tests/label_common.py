import base64
import io

import pypdfium2
import zxingcpp
from PIL import Image

from odoo.fields import Command
from odoo.tests import TransactionCase, new_test_user


class LabelCase(TransactionCase):
    """A yoghurt with a barcode, a tax, its content and a carton of twelve."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env["res.company"].create(
            {"name": "Labels", "currency_id": cls.env.ref("base.BDT").id}
        )
        context = {**cls.env.context, "allowed_company_ids": cls.company.ids}
        cls.env = cls.env(context=context)
        cls.env.ref("base.BDT").active = True
        cls.bengali = cls.env["res.lang"]._activate_lang("bn_IN").code
        cls.grams = cls.env.ref("uom.product_uom_gram")
        cls.dozen = cls.env.ref("uom.product_uom_dozen")
        country = cls.env.ref("base.bd")
        cls.company.account_fiscal_country_id = country
        group = cls.env["account.tax.group"].create(
            {"name": "VAT", "country_id": country.id, "company_id": cls.company.id}
        )
        cls.vat = cls.env["account.tax"].create(
            {
                "name": "VAT 15",
                "amount": 15,
                "price_include_override": "tax_excluded",
                "tax_group_id": group.id,
                "country_id": country.id,
                "company_id": cls.company.id,
            }
        )
        cls.doi = cls.env["product.product"].create(
            {
                "name": "Mishti Doi",
                "default_code": "DOI-500",
                "barcode": "2000000000015",
                "list_price": 100,
                "is_storable": True,
                "taxes_id": [Command.set(cls.vat.ids)],
                "md_net_content": 500,
                "md_net_content_uom_id": cls.grams.id,
                "uom_ids": [Command.set(cls.dozen.ids)],
            }
        )
        cls.doi.with_context(lang=cls.bengali).name = "মিষ্টি দই"
        cls.plain = cls.env["product.product"].create(
            {"name": "No Code", "list_price": 8, "taxes_id": False}
        )
        cls.layouts = {
            record.kind: record
            for record in cls.env["md.label.layout"].search([], order="sequence desc")
        }
        cls.sheets = {
            name: cls.env.ref(f"md_inventory_core.label_sheet_{name}")
            for name in ("3x8", "5x13")
        }
        roles = ("cashier", "warehouse", "support", "manager", "auditor")
        cls.users = {role: cls.person(role) for role in roles}
        cls.worker = cls.users["warehouse"]

    @classmethod
    def person(cls, role):
        return new_test_user(
            cls.env,
            f"label_{role}",
            groups=f"md_inventory_core.group_{role}",
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )

    @classmethod
    def give_carton_code(cls):
        return cls.env["product.uom"].create(
            {
                "product_id": cls.doi.id,
                "uom_id": cls.dozen.id,
                "barcode": "10012345678902",
            }
        )

    def wizard(self, action):
        """The dialog that an action opens, as a worker of the warehouse has it."""
        self.assertEqual(action["res_model"], "md.label.wizard")
        return self.env[action["res_model"]].browse(action["res_id"])

    def of_products(self, products, user=None, **values):
        products = products.with_user(user or self.worker)
        action = products.action_open_label_layout()
        wizard = self.wizard(action).with_user(user or self.worker)
        wizard.write(values)
        return wizard

    def codes_on(self, png):
        """What a reader finds on a picture of a label."""
        picture = Image.open(io.BytesIO(base64.b64decode(png))).convert("L")
        return [code.text for code in zxingcpp.read_barcodes(picture)]

    def printed(self, wizard):
        """The file."""
        wizard.action_print()
        return base64.b64decode(wizard.file)

    def texts(self, wizard):
        """The text of each page of the PDF."""
        pages = pypdfium2.PdfDocument(self.printed(wizard))
        return [page.get_textpage().get_text_bounded() for page in pages]
