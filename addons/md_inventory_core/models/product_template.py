from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.http import request

from ..lib import approval
from ..lib.refusals import refused

LIFE = [("draft", "Draft"), ("active", "Active")]


class ProductTemplate(models.Model):
    """A style or article: its brand, and of dimensions only combinations that exist.

    A draft, or active: then its locked fields are changed by requests.
    """

    _name = "product.template"
    _inherit = ["product.template", "md.governed.mixin", "md.kit.mixin"]

    md_life = fields.Selection(
        LIFE,
        "Life",
        required=True,
        copy=False,
        index=True,
        default=lambda self: self.env.company.md_new_products or "active",
        help="Of a draft everything can be edited; tills and shops do not offer it. "
        "Once active, locked fields are changed by requests.",
    )
    md_merged_into_id = fields.Many2one(
        "product.template",
        "Merged Into",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="This product was the same as that one: what is sold from now on is "
        "that one.",
    )

    md_companion_count = fields.Integer(
        "Bought Together", compute="_compute_md_companion_count"
    )

    def _compute_md_companion_count(self):
        found = self.env["md.product.companion"]._read_group(
            [("product_tmpl_id", "in", self.ids)], ["product_tmpl_id"], ["__count"]
        )
        counts = {product.id: count for product, count in found}
        for product in self:
            product.md_companion_count = counts.get(product.id, 0)

    def md_action_companions(self):
        """What is often bought together with it."""
        self.ensure_one().check_access("read")
        name = "md_inventory_core.md_product_companion_action"
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(name),
            "domain": [("product_tmpl_id", "=", self.id)],
        }

    @api.model
    def _init_column(self, column_name):
        """Products from before there was a life are in use."""
        if column_name != "md_life":
            return super()._init_column(column_name)
        self.env.cr.execute(
            "UPDATE product_template SET md_life = 'active' WHERE md_life IS NULL"
        )
        return None

    md_net_content = fields.Float(
        "Net Content",
        digits="Product Unit",
        compute="_compute_md_net_content",
        inverse="_inverse_md_net_content",
        help="What is inside, without the packing: shelf labels say the price "
        "per kg or litre of it",
    )
    md_net_content_uom_id = fields.Many2one(
        "uom.uom",
        "Unit of the Net Content",
        compute="_compute_md_net_content",
        inverse="_inverse_md_net_content",
    )

    @api.depends(
        "product_variant_ids.md_net_content",
        "product_variant_ids.md_net_content_uom_id",
    )
    def _compute_md_net_content(self):
        """That of the only variant; of more variants each has its own."""
        for template in self:
            variants = template.product_variant_ids
            only = variants if len(variants) == 1 else variants.browse()
            template.md_net_content = only.md_net_content
            template.md_net_content_uom_id = only.md_net_content_uom_id

    def _inverse_md_net_content(self):
        for template in self:
            if len(template.product_variant_ids) == 1:
                template.product_variant_ids.write(
                    {
                        "md_net_content": template.md_net_content,
                        "md_net_content_uom_id": template.md_net_content_uom_id.id,
                    }
                )

    def action_open_label_layout(self):
        """Our labels of all variants for who may print; core's dialog for others."""
        if not self.env["md.label.wizard"].has_access("create"):
            return super().action_open_label_layout()
        return self.product_variant_ids.action_open_label_layout()

    md_no_promotions = fields.Boolean(
        "No Promotions",
        help="Its price is never lowered by a promotion, and it counts for none: gift "
        "cards, deposits, goods whose price is fixed by law.",
    )
    md_brand_id = fields.Many2one(
        "md.brand", "Brand", ondelete="restrict", index="btree_not_null"
    )
    md_style_code = fields.Char(
        "Style Code",
        index="btree_not_null",
        help="The maker's or designer's number; stands for {style} in SKUs.",
    )
    md_barcode_ids = fields.One2many(
        "md.product.barcode", "product_tmpl_id", "Further Barcodes", copy=False
    )
    md_any_barcode = fields.Char(
        "Any Barcode",
        compute="_compute_md_any_barcode",
        search="_search_md_any_barcode",
    )
    md_sparse = fields.Boolean(compute="_compute_md_sparse")

    @api.depends("attribute_line_ids.attribute_id.md_existing_only")
    def _compute_md_sparse(self):
        for template in self:
            lines = template.valid_product_template_attribute_line_ids
            template.md_sparse = any(
                attribute.md_existing_only and attribute.create_variant == "dynamic"
                for attribute in lines.attribute_id
            )

    @api.constrains("categ_id", "md_brand_id", "attribute_line_ids")
    def _check_required(self):
        for category, templates in self.grouped("categ_id").items():
            if not category:
                continue
            needed = category._md_required()
            for template in templates:
                template._check_has(category, needed)

    def _check_has(self, category, needed):
        """Say what a product of a category lacks.

        :raises ValidationError: naming brand or dimension
        """
        if category.md_brand_required and not self.md_brand_id:
            raise ValidationError(
                self.env._(
                    "%(product)s: products of %(category)s need a brand.",
                    product=self.name,
                    category=category.display_name,
                )
            )
        companies = self.company_id or self.env.company
        mine = needed.filtered(lambda d: d.company_id in companies)
        lacks = mine.attribute_id - self.attribute_line_ids.attribute_id
        if lacks:
            raise ValidationError(
                self.env._(
                    "%(product)s: products of %(category)s need %(dimensions)s.",
                    product=self.name,
                    category=category.display_name,
                    dimensions=", ".join(lacks.mapped("name")),
                )
            )

    @api.onchange("categ_id")
    def _onchange_categ_taxes(self):
        if not self._origin and self.categ_id:
            self.update(self._taxes_of(self.categ_id))

    def _taxes_of(self, category):
        """Values: the taxes that a category gives to new products, if it has some."""
        company = self.company_id or self.env.company
        named = {
            "taxes_id": category.md_tax_ids,
            "supplier_taxes_id": category.md_supplier_tax_ids,
        }
        found = {
            name: taxes.filtered(lambda tax: tax.company_id in company.parent_ids)
            for name, taxes in named.items()
        }
        return {name: [(6, 0, taxes.ids)] for name, taxes in found.items() if taxes}

    @api.model_create_multi
    def create(self, vals_list):
        categories = self.env["product.category"]
        rows = []
        for vals in vals_list:
            category = categories.browse(vals.get("categ_id") or ())
            rows.append({**(self._taxes_of(category) if category else {}), **vals})
        # what is given as SKU or barcode comes to the variant after it was made: ours
        # later still
        later = self.with_context(md_no_sku=True, md_barcode_later=True)
        with self.env["md.field.locks"]._making():  # what is written is part of it
            templates = super(ProductTemplate, later).create(rows)
            templates = templates.with_env(self.env)
            if not self.env.context.get("md_no_sku"):
                self.env["md.sku.maker"]._make(templates.product_variant_ids)
            if not self.env.context.get("md_barcode_later"):
                templates.product_variant_ids._md_number_new()
        return templates

    # What is locked

    def _md_use_depends(self):
        return ["md_life"]

    def _md_in_use(self):
        return self.md_life == "active"

    def _check_no_way_back(self):
        """Nobody makes a draft of an active product, to edit it freely."""
        for product in self.filtered(lambda p: p.md_life == "active"):
            message = self.env._(
                "%s is active and stays so: archive it, or ask for a change.",
                product.display_name,
            )
            raise refused(UserError(message), self._name, "write", product.ids)

    def md_action_activate(self):
        """The product goes on sale; from now on locked fields are locked."""
        self.check_access("write")
        self.filtered(lambda product: product.md_life == "draft").write(
            {"md_life": "active"}
        )

    def md_action_ask_change(self):
        """Ask for a Change."""
        return self._md_ask_change()

    def md_action_history(self):
        """Who changed what of the products, when and why."""
        return self.env["md.change.history"]._action_of(self)

    # Only what exists

    def _create_variant_ids(self):
        # who adds many combinations at once does it at the end
        if self.env.context.get("md_variants_later"):
            return None
        return super()._create_variant_ids()

    def _is_combination_possible(
        self, combination, parent_combination=None, ignore_no_variant=False
    ):
        possible = super()._is_combination_possible(
            combination, parent_combination, ignore_no_variant
        )
        if possible and self.md_sparse:
            return self._get_variant_for_combination(combination).active
        return possible

    def _get_possible_combinations(
        self, parent_combination=None, necessary_values=None
    ):
        if not self.md_sparse or not self.active:
            yield from super()._get_possible_combinations(
                parent_combination, necessary_values
            )
            return
        necessary = necessary_values or self.env["product.template.attribute.value"]
        fixed = necessary._without_no_variant_attributes()
        free = necessary - fixed
        for variant in self.product_variant_ids:
            values = variant.product_template_attribute_value_ids
            if fixed <= values:
                # what makes no variant is chosen among its own values, as ever
                yield from super()._get_possible_combinations(
                    parent_combination, values | free
                )

    def _get_closest_possible_combinations(self, combination):
        """As core, but what exists is found without looking for what does not."""
        if self.md_sparse and self._is_combination_possible(combination):
            yield combination
            return
        yield from super()._get_closest_possible_combinations(combination)

    def _get_attribute_exclusions(self, *args, **kwargs):
        """What does not exist is not named, one by one: see `md.variant.choice`."""
        found = super()._get_attribute_exclusions(*args, **kwargs)
        return found | {"archived_combinations": []} if self.md_sparse else found

    @api.model
    def _get_additional_configurator_data(self, product_or_template, *args, **kwargs):
        """Core's dialog offers what exists: see static/src/choice."""
        found = super()._get_additional_configurator_data(
            product_or_template, *args, **kwargs
        )
        template = product_or_template
        if template.is_product_variant:
            template = template.product_tmpl_id
        on_shop = bool(request) and getattr(request, "is_frontend", False)
        choice = self.env["md.variant.choice"]._data(template, on_shop and "on_shop")
        return {**found, "md_choice": choice} if choice else found

    def _md_apply_approval(self, request):
        """Change the price as an approved request says, from the price it names."""
        price, _currency = approval.parts_of(request.fingerprint)["price to"].split()
        self.env["md.price.change"]._change(self, Decimal(price), request.reason)

    def action_open_matrix(self):
        """The product's variants as a matrix."""
        self.ensure_one().check_access("read")
        return {
            "type": "ir.actions.client",
            "tag": "md_variant_matrix",
            "name": self.env._("Variants of %s", self.display_name),
            "params": {"template_id": self.id},
            "context": {"active_id": self.id},
        }

    def action_md_assemble(self):
        """Put kits together, or take them apart."""
        self.ensure_one().check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Assemble"),
            "res_model": "md.kit.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {"default_product_id": self.product_variant_id.id},
        }

    def get_variant_matrix(self):
        """What the matrix editor shows; see `md.variant.matrix`."""
        self.check_access("read")
        return self.env["md.variant.matrix"]._data(self)

    def save_variant_matrix(self, make=(), end=(), rest=None):
        """Make and end variants as chosen in the matrix; what it shows then.

        :param make: [{attribute id: value id}]
        :param end: ids of variants
        :param rest: {attribute id: value id} that variants from before get in
            dimensions that are new to the product
        """
        self.check_access("write")
        return self.env["md.variant.matrix"]._save(self, make, end, rest)

    # Barcodes, as `product.product` has them, for all its variants

    def _compute_md_any_barcode(self):
        for template in self:
            template.md_any_barcode = template.barcode

    @api.model
    def _search_md_any_barcode(self, operator, value):
        variants = Domain("md_any_barcode", operator, value)
        return Domain("product_variant_ids", "any", variants)

    @api.onchange("barcode")
    def _onchange_md_barcode(self):
        """Say at once what looks wrong; nothing is changed."""
        return self.env["md.barcode.index"]._doubt(self.barcode)

    def write(self, vals):
        if vals.get("md_life") == "draft" and not self.env.su:
            self.check_access("write")
            self._check_no_way_back()
        result = super().write(vals)
        if {"active", "company_id"} & vals.keys():
            every = self.with_context(active_test=False).product_variant_ids
            self.env["md.barcode.index"]._own(every)
        return result

    def action_md_give_barcode(self):
        """Give a number of the company's range to variants without a barcode."""
        self.check_access("write")
        return self.env["md.barcode.range"]._give_by_hand(self.product_variant_ids)
