from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..lib.codes import is_code
from ..lib.products import PatternError

LEVELS = [
    ("group", "Group"),
    ("category", "Category"),
    ("sub_category", "Sub-category"),
]
# What a category takes from the one above it, unless it has its own.
HANDED_DOWN = (
    *("md_brand_required", "md_count_class", "md_sku_pattern", "md_supplier_tax_ids"),
    *(
        "md_tax_ids",
        "property_cost_method",
        "property_valuation",
        "removal_strategy_id",
    ),
)
COUNT_CLASSES = [("a", "A: often"), ("b", "B: now and then"), ("c", "C: seldom")]


class ProductCategory(models.Model):
    """Group > category > sub-category, with settings that are handed down."""

    _inherit = "product.category"

    md_level = fields.Selection(
        LEVELS,
        "Level",
        compute="_compute_md_level",
        store=True,
        index=True,
        recursive=True,
        help="By the depth: a group is below nothing, a category below a group; "
        "whatever is below a category is a sub-category.",
    )
    md_code = fields.Char("Code", help="Stands for it in SKUs.")
    md_inherit = fields.Boolean(
        "Settings from Above",
        default=True,
        help="Taxes, cost method, removal strategy, count class, SKU pattern and "
        "whether a brand is required are those of the category above, and follow them.",
    )
    md_brand_required = fields.Boolean("Brand Required")
    md_dimension_ids = fields.Many2many(
        "md.dimension",
        "md_dimension_category_rel",
        "category_id",
        "dimension_id",
        string="Required Dimensions",
        help="Products of this category, and of those below it, must have them.",
    )
    md_sku_pattern = fields.Char(
        "SKU Pattern",
        help="Makes the SKU of new products: {brand}-{style}-{colour}-{size}-{seq:3}. "
        "Keys are brand, style, group, category, sub, year, seq and the codes of the "
        "company's dimensions; a number behind the key cuts it.",
    )
    md_sku_preview = fields.Char("Example", compute="_compute_md_sku_preview")
    md_count_class = fields.Selection(
        COUNT_CLASSES, "Count Class", help="How often its products are counted."
    )
    md_tax_ids = fields.Many2many(
        "account.tax",
        "md_category_tax_rel",
        "category_id",
        "tax_id",
        string="Sales Taxes",
        domain=[("type_tax_use", "=", "sale")],
        help="New products get these. Empty: those of the company.",
    )
    md_supplier_tax_ids = fields.Many2many(
        "account.tax",
        "md_category_supplier_tax_rel",
        "category_id",
        "tax_id",
        string="Purchase Taxes",
        domain=[("type_tax_use", "=", "purchase")],
        help="New products get these. Empty: those of the company.",
    )

    @api.depends("parent_id.md_level")
    def _compute_md_level(self):
        below = {False: "group", "group": "category"}
        for category in self:
            above = category.parent_id.md_level or False
            category.md_level = below.get(above, "sub_category")

    @api.depends("md_sku_pattern", "md_code", "name", "parent_id.md_code")
    @api.depends_context("company")
    def _compute_md_sku_preview(self):
        maker = self.env["md.sku.maker"]
        for category in self:
            try:
                category.md_sku_preview = maker._preview(category)
            except PatternError as error:
                category.md_sku_preview = maker._told(error)

    @api.constrains("md_sku_pattern")
    def _check_sku_pattern(self):
        maker = self.env["md.sku.maker"]
        for category in self.filtered("md_sku_pattern"):
            try:
                maker._parsed(category.md_sku_pattern, self.env.company)
            except PatternError as error:
                raise ValidationError(
                    self.env._(
                        "SKU pattern of %(category)s: %(why)s",
                        category=category.display_name,
                        why=maker._told(error),
                    )
                ) from None

    @api.constrains("md_code")
    def _check_md_code(self):
        for category in self.filtered("md_code"):
            if not is_code(category.md_code):
                raise ValidationError(
                    self.env._(
                        "Code of %(category)s: letters, digits, - and _ only, not "
                        "%(code)s.",
                        category=category.display_name,
                        code=category.md_code,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        categories = super().create(vals_list)
        for category, vals in zip(categories, vals_list, strict=True):
            own = set(HANDED_DOWN) & vals.keys()
            if category.parent_id and category.md_inherit:
                category._take_from_above(set(HANDED_DOWN) - own)
        return categories

    def write(self, vals):
        result = super().write(vals)
        if {"parent_id", "md_inherit"} & vals.keys():
            for category in self.filtered(lambda c: c.parent_id and c.md_inherit):
                category._take_from_above(set(HANDED_DOWN) - vals.keys())
        changed = set(HANDED_DOWN) & vals.keys()
        if changed:
            for category in self:
                below = category.child_id.filtered("md_inherit")
                for child in below:
                    child._take_from_above(changed)
        return result

    def _take_from_above(self, names):
        """Set fields to what the category above has; those below follow."""
        self.ensure_one()
        vals = {}
        for name in names:
            there, here = self.parent_id[name], self[name]
            if there != here:
                vals[name] = self._fields[name].convert_to_write(there, self)
        if vals:
            self.write(vals)

    def _md_path(self):
        """{level: category} from the group down to this one, the last of each level."""
        self.ensure_one()
        ids = [int(number) for number in (self.parent_path or "").split("/") if number]
        return {one.md_level: one for one in self.browse(ids or self.ids)}

    def _md_required(self):
        """The dimensions that products of this category must have."""
        self.ensure_one()
        return self.search([("id", "parent_of", self.ids)]).md_dimension_ids
