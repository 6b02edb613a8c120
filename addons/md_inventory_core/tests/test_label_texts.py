from odoo.exceptions import ValidationError
from odoo.fields import Command, Datetime
from odoo.tests import Form, tagged

from .label_common import LabelCase


@tagged("post_install", "-at_install")
class TestLabelTexts(LabelCase):
    """What stands on a label: names, prices with tax, prices per kilogram."""

    def said(self, product=None, **terms):
        product = product or self.doi
        found = product._md_label_texts(**terms)[product.id]
        plain = {k: v for k, v in found.items() if isinstance(v, str)}
        return {key: " ".join(text.split()) for key, text in plain.items()}

    def test_price_is_what_customers_pay(self):
        said = self.said()
        self.assertEqual(said["price"], "115.00 ৳")
        self.assertEqual(said["unit_price"], "230.00 ৳ / kg")
        self.vat.price_include_override = "tax_included"
        self.assertEqual(self.said()["price"], "100.00 ৳")

    def test_only_taxes_of_the_company(self):
        other = self.env["res.company"].create({"name": "Else"})
        found = self.said(company=other)
        self.assertIn("100.00", found["price"])

    def test_language_is_chosen(self):
        self.assertEqual(self.said()["name"], "Mishti Doi")
        self.assertEqual(self.said(lang=self.bengali)["name"], "মিষ্টি দই")

    def test_pricelist_is_chosen(self):
        cheap = self.env["product.pricelist"].create(
            {
                "name": "Cheap",
                "currency_id": self.env.ref("base.BDT").id,
                "item_ids": [
                    Command.create(
                        {
                            "compute_price": "fixed",
                            "fixed_price": 80,
                            "applied_on": "0_product_variant",
                            "product_id": self.doi.id,
                        }
                    )
                ],
            }
        )
        self.assertEqual(self.said(pricelist=cheap)["price"], "92.00 ৳")

    def test_texts_of_many_are_read_at_once(self):
        products = self.env["product.product"].create(
            [{"name": f"Many {n}", "list_price": n} for n in range(40)]
        )
        counts = []
        for some in (products[:2], products):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.assertEqual(len(some._md_label_texts()), len(some))
            counts.append(self.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 2)

    def test_price_of_what_is_weighed(self):
        rice = self.env["product.product"].create(
            {
                "name": "Rice",
                "list_price": 0.07,
                "uom_id": self.grams.id,
                "taxes_id": False,
            }
        )
        self.assertEqual(self.said(rice)["unit_price"], "70.00 ৳ / kg")
        self.assertEqual(self.said(self.plain)["unit_price"], "")

    def test_litres(self):
        millilitre = self.env.ref("uom.product_uom_millilitre", False)
        litre = self.env.ref("uom.product_uom_litre")
        unit = millilitre or litre
        content = 250 if millilitre else 0.25
        self.doi.write({"md_net_content": content, "md_net_content_uom_id": unit.id})
        self.assertEqual(self.said()["unit_price"], "460.00 ৳ / L")

    def test_content_that_is_none(self):
        for values, words in (
            ({"md_net_content": -1}, "not less than 0"),
            ({"md_net_content_uom_id": self.dozen.id}, "weight or volume"),
        ):
            with self.assertRaisesRegex(ValidationError, words), self.cr.savepoint():
                self.doi.write(values)

    def test_content_on_the_form_of_the_only_variant(self):
        form = Form(self.plain.product_tmpl_id)
        form.md_net_content = 2
        form.md_net_content_uom_id = self.grams
        form.save()
        self.assertEqual(self.plain.md_net_content, 2)
        self.assertEqual(self.plain.md_net_content_uom_id, self.grams)

    def test_brand(self):
        self.assertEqual(self.said()["brand"], "")
        self.doi.md_brand_id = self.env["md.brand"].create({"name": "Aarong"})
        self.assertEqual(self.said()["brand"], "Aarong")

    def test_dimensions_on_labels_in_their_order(self):
        names = {"Size": "M", "Colour": "Indigo", "Wash": "Cold", "Drawer": "D7"}
        attributes = {
            name: self.env["product.attribute"].create(
                {"name": name, "value_ids": [Command.create({"name": value})]}
            )
            for name, value in names.items()
        }
        attributes["Wash"].create_variant = "no_variant"
        self.env["md.dimension"].search([]).unlink()
        dimensions = self.env["md.dimension"].create(
            [
                {
                    "attribute_id": attributes[name].id,
                    "code": name.lower(),
                    "position": position,
                }
                for position, name in ((1, "Colour"), (2, "Size"), (3, "Wash"))
            ]
        )
        shirt = self.env["product.template"].create({"name": "Shirt"})
        wish = {a.id: a.value_ids.id for a in attributes.values()}
        variant = self.env["md.variant.maker"]._ensure(shirt, [wish])
        self.assertTrue(variant)
        # what is no dimension comes last
        self.assertEqual(self.said(variant)["variant"], "Indigo / M / Cold / D7")
        dimensions[0].on_label = False
        dimensions[1].position = 9
        self.assertEqual(self.said(variant)["variant"], "Cold / M / D7")

    def further(self, code, **values):
        return self.env["md.product.barcode"].create(
            {"product_id": self.plain.id, "code": code, **values}
        )

    def test_further_barcodes(self):
        vendor = self.env["res.partner"].create({"name": "Vendor"})
        self.further("5901234123457", partner_id=vendor.id)
        self.assertEqual(self.said(self.plain)["barcode"], "5901234123457")
        own = self.further("96385074")
        case = self.further("10012345678902", quantity=6)
        self.assertEqual(self.said(self.plain)["barcode"], "96385074")
        wizard = self.of_products(self.plain)
        self.assertEqual(self.codes_on(wizard.preview), ["96385074"])
        self.plain.barcode = "4006381333931"
        self.assertEqual(wizard.line_ids.barcode, "4006381333931")
        wizard.line_ids.code_id = own
        self.assertEqual(wizard.line_ids.barcode, "96385074")
        self.assertEqual(self.codes_on(wizard.preview), ["96385074"])
        # of the carton: what the code stands for
        wizard.write({"layout_id": self.layouts["carton"].id, "format": "roll"})
        wizard.line_ids.code_id = case
        self.assertEqual(self.codes_on(wizard.preview), ["10012345678902"])
        self.assertIn("6 Units", self.texts(wizard)[0])

    def test_further_barcode_of_a_packaging(self):
        self.plain.uom_ids = self.dozen
        carton = self.layouts["carton"]
        wizard = self.of_products(self.plain, layout_id=carton.id, format="roll")
        self.assertIn("has no packaging with a barcode", wizard.problem)
        self.further("10012345678902", uom_id=self.dozen.id)
        wizard = self.of_products(self.plain, layout_id=carton.id, format="roll")
        self.assertEqual(wizard.line_ids.barcode, "10012345678902")
        self.assertEqual(self.codes_on(wizard.preview), ["10012345678902"])
        self.assertIn("12 Units", self.texts(wizard)[0])

    def test_price_is_never_cut(self):
        self.doi.list_price = 10**300
        wizard = self.of_products(self.doi)
        self.assertRegex(wizard.problem, "Mishti Doi: Price .* does not fit")

    def test_variants_are_named_and_priced(self):
        size = self.env["product.attribute"].create(
            {
                "name": "Size",
                "value_ids": [Command.create({"name": n}) for n in ("S", "M")],
            }
        )
        shirt = self.env["product.template"].create(
            {
                "name": "Shirt",
                "attribute_line_ids": [
                    Command.create(
                        {
                            "attribute_id": size.id,
                            "value_ids": [Command.set(size.value_ids.ids)],
                        }
                    )
                ],
            }
        )
        small, _medium = shirt.product_variant_ids
        since = Datetime.now()
        small.product_template_attribute_value_ids.price_extra = 2.5
        self.env.cr.flush()  # the audit writes with the commit
        changed = self.env["md.label.prices"]._changed(since, self.company)
        self.assertEqual(changed, [(small, 1.0)])
        shirt.list_price = 8
        self.env.cr.flush()
        changed = self.env["md.label.prices"]._changed(since, self.company)
        self.assertEqual([old for _product, old in changed], [1.0, 1.0])
        found = [self.said(v)["variant"] for v in shirt.product_variant_ids]
        self.assertEqual(found, ["S", "M"])
        wizard = self.of_products(shirt.product_variant_ids)
        action = shirt.with_user(self.worker).action_open_label_layout()
        self.assertEqual(
            self.wizard(action).line_ids.product_id, wizard.line_ids.product_id
        )
