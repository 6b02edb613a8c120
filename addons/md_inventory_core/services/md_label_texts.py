from odoo import models
from odoo.tools import format_amount

# Units in which the law wants prices compared, and what is not one of them is none.
REFERENCES = ("uom.product_uom_kgm", "uom.product_uom_litre")
BETWEEN = " / "


class MdLabelTexts(models.AbstractModel):
    """What stands on the labels of products, as texts in one language."""

    _name = "md.label.texts"
    _description = "Label Texts"

    def _of(self, products, lang=None, pricelist=None, company=None):
        """See `product.product._md_label_texts`, which others extend."""
        company = company or self.env.company
        named = products.with_company(company)
        if lang:
            named = named.with_context(lang=lang)
        dimensions = self._dimensions(named, company)
        return {
            product.id: self._texts(product, pricelist, company)
            | {"variant": self._variant(product, dimensions[product.company_id])}
            for product in named
        }

    def _dimensions(self, products, company):
        """{company of products, empty for shared ones: its dimensions}."""
        owners = {product.company_id for product in products}
        found = self.env["md.dimension"]
        return {owner: found._for(owner or company) for owner in owners}

    def _variant(self, product, dimensions):
        """Names of a variant's values: of dimensions on labels, in their order; then
        of attributes that are no dimension, without which variants look the same.
        """
        lines = product.product_tmpl_id.valid_product_template_attribute_line_ids
        values = product.product_template_attribute_value_ids
        said = {
            value.attribute_id: value.product_attribute_value_id for value in values
        }
        for line in lines:  # one that makes no variants describes them all
            if line.attribute_id not in said and len(line.value_ids) == 1:
                said[line.attribute_id] = line.value_ids
        shown = dimensions.filtered("on_label").attribute_id
        others = values.attribute_id - dimensions.attribute_id
        return BETWEEN.join(
            said[attribute].name for attribute in (*shown, *others) if attribute in said
        )

    def _texts(self, product, pricelist, company):
        price, currency = self._price(product, pricelist, company)
        taxed = self._taxed(product, price, currency, company)

        def money(amount):
            """A sales price, in the product's currency, as the shelf shows it."""
            amount = product.currency_id._convert(amount, currency, company)
            gross = self._taxed(product, amount, currency, company)
            return format_amount(product.env, gross, currency)

        return {
            "name": product.name,
            "brand": product.md_brand_id.name or "",
            "sku": product.default_code or "",
            "barcode": self.env["md.label.codes"]._of_piece(product),
            "price": format_amount(product.env, taxed, currency),
            "unit_price": self._unit_price(product, taxed, currency),
            "money": money,
        }

    def _price(self, product, pricelist, company):
        """(price as it is kept, currency): by the pricelist, or the sales price."""
        if pricelist:
            currency = pricelist.currency_id
            return pricelist._get_product_price(product, 1.0), currency
        currency = company.currency_id
        price = product.currency_id._convert(product.lst_price, currency, company)
        return price, currency

    def _taxed(self, product, price, currency, company):
        """The price with all taxes of the company, as customers pay it."""
        taxes = product.taxes_id._filter_taxes_by_company(company)
        if not taxes:
            return currency.round(price)
        found = taxes.compute_all(price, currency=currency, product=product)
        return found["total_included"]

    def _unit_price(self, product, taxed, currency):
        """The price of a kilogram or litre, "" where the content is not known."""
        content, unit = product.md_net_content, product.md_net_content_uom_id
        if not content or not unit:
            content, unit = 1.0, product.uom_id
        reference = self._reference(unit)
        if not reference:
            return ""
        amount = unit._compute_quantity(content, reference, round=False)
        if amount <= 0:
            return ""
        text = format_amount(product.env, currency.round(taxed / amount), currency)
        name = reference.with_context(lang=product.env.lang).name
        return product.env._("%(price)s / %(unit)s", price=text, unit=name)

    def _reference(self, unit):
        """Kilogram or litre, whichever the unit is one of; none of others."""
        names = self.env["ir.model.data"]
        for name in REFERENCES:
            # kept in memory, which `ref` is not: that would ask once a product
            reference = unit.browse(names._xmlid_to_res_id(name) or ())
            if reference and unit._has_common_reference(reference):
                return reference
        return None
