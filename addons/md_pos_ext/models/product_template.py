from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain


class ProductTemplate(models.Model):
    _inherit = "product.template"

    # core's own field of the delivery addon, which need not be installed
    hs_code = fields.Char(
        "HS Code",
        help="Code of the goods in the customs tariff, with or without dots. Duty and "
        "VAT go by it.",
    )

    md_gift_card = fields.Boolean(
        "Gift Card",
        help="Sold as a card with a code and the price as balance: a debt of the "
        "company, without VAT and promotions.",
    )

    @api.constrains("md_gift_card", "taxes_id", "type")
    def _check_md_gift_card(self):
        for product in self.filtered("md_gift_card"):
            if product.type != "service" or product.taxes_id:
                raise ValidationError(
                    self.env._(
                        "%s: a gift card is a service without sales taxes; VAT is due "
                        "when it is paid with.",
                        product.display_name,
                    )
                )
            # sudo: whether the company has an account for it
            if not (product.company_id or self.env.company).sudo().md_gift_account_id:
                raise ValidationError(
                    self.env._(
                        "%s: an admin sets gift cards up first, in Settings, Point of "
                        "Sale, Gift Cards and Store Credit.",
                        product.display_name,
                    )
                )

    def _get_product_accounts(self):
        """What is sold as a gift card is owed."""
        accounts = super()._get_product_accounts()
        if self.md_gift_card:
            # sudo: the account of the company that sells
            owed = self.env.company.sudo().md_gift_account_id
            accounts["income"] = owed or accounts["income"]
        return accounts

    @api.constrains("taxes_id", "supplier_taxes_id")
    def _check_md_levies(self):
        """Duty and VAT that can be charged together."""
        self.env["md.levies"]._refuse_products(self)

    @api.model
    def _load_pos_data_fields(self, config_id):
        ours = ("md_brand_id", "md_gift_card")
        return [*super()._load_pos_data_fields(config_id), *ours]

    @api.model
    def load_product_from_pos(self, config_id, domain, offset=0, limit=0):
        """What is loaded later comes with its further barcodes and its brands."""
        found = super().load_product_from_pos(config_id, domain, offset, limit)
        config = self.env["pos.config"].browse(config_id)
        more = {}
        for name in ("md.product.barcode", "md.brand"):
            model = self.env[name]
            mine = model.search(model._load_pos_data_domain(found, config))
            more[name] = model._load_pos_data_read(mine, config)
        return found | more

    def create_product_variant_from_pos(self, attribute_value_ids, config_id):
        """Where only what exists is sold, the till makes nothing.

        :raises UserError: naming the product whose combination does not exist
        """
        values = self.env["product.template.attribute.value"].browse(
            attribute_value_ids
        )
        if self.md_sparse and not self._is_combination_possible(values):
            raise UserError(
                self.env._(
                    "%(product)s does not exist as %(values)s.",
                    product=self.name,
                    values=", ".join(values.mapped("name")),
                )
            )
        return super().create_product_variant_from_pos(attribute_value_ids, config_id)

    def write(self, vals):
        """Open tills hear of it."""
        result = super().write(vals)
        self.env["md.till.news"]._changed(self, vals)
        return result

    @api.model
    def _load_product_with_domain(self, domain, *args, **kwargs):
        """A till does not offer drafts, neither on its screen nor by a scan."""
        domain = Domain(domain) & Domain("md_life", "!=", "draft")
        return super()._load_product_with_domain(domain, *args, **kwargs)

    @api.model
    def _load_pos_data_domain(self, data, config):
        domain = super()._load_pos_data_domain(data, config)
        return [*domain, ("md_life", "!=", "draft")]

    def get_product_info_pos(
        self, price, quantity, pos_config_id, product_variant_id=False
    ):
        """What is free is what the till's channel may promise of each warehouse."""
        info = super().get_product_info_pos(
            price, quantity, pos_config_id, product_variant_id
        )
        # sudo: who sells need not read channels
        channel = self.env["pos.config"].browse(pos_config_id).sudo().md_channel_id
        variant = self.env["product.product"].browse(product_variant_id or ())
        product = variant or self.product_variant_id
        for place in info["warehouses"] if channel else ():
            asking = {"md_channel": channel.id, "warehouse_id": place["id"]}
            place["free_qty"] = product.with_context(**asking).free_qty
        return info
