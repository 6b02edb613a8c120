from odoo import api, fields, models
from odoo.fields import Domain

from ..lib.promotion_terms import Entry, Goods
from .md_promotion_terms_mixin import decimal

ROLES = [
    ("goods", "Goods"),
    ("reward", "Reward"),
    ("buy", "Buy"),
    ("get", "Get"),
    ("slots", "Part of the Set"),
]
# {kind of choice: (field of what is meant, field of what is not)}
CHOICES = {
    "product": ("product_ids", "without_product_ids"),
    "template": ("product_tmpl_ids", "without_tmpl_ids"),
    "category": ("category_ids", "without_category_ids"),
    "brand": ("brand_ids", "without_brand_ids"),
    "tag": ("tag_ids", "without_tag_ids"),
    "value": ("value_ids", "without_value_ids"),
}
# Where a product says so.
PATHS = {
    "product": ("id", "in"),
    "template": ("product_tmpl_id", "in"),
    "category": ("categ_id", "child_of"),
    "brand": ("md_brand_id", "in"),
    "tag": ("all_product_tag_ids", "in"),
    "value": (
        "product_template_attribute_value_ids.product_attribute_value_id",
        "in",
    ),
}


def _many(model, table, string, **options):
    return fields.Many2many(
        model,
        f"md_promotion_selector_{table}_rel",
        "selector_id",
        "other_id",
        string=string,
        ondelete="restrict",
        **options,
    )


class MdPromotionSelector(models.Model):
    """Goods that a promotion is about: chosen in any of these ways, less exceptions."""

    _name = "md.promotion.selector"
    _description = "Goods of a Promotion"
    _inherit = ["md.promotion.part.mixin"]
    _order = "promotion_id, role, sequence, id"

    role = fields.Selection(ROLES, required=True, default="goods")
    sequence = fields.Integer(default=10)
    qty = fields.Integer("Pieces", required=True, default=1, aggregator=None)
    all_goods = fields.Boolean()
    both = fields.Boolean(
        "All Must Fit",
        help="Drinks and brand X means drinks of brand X. Otherwise: drinks, and all "
        "of brand X.",
    )
    product_ids = _many("product.product", "product", "Variants")
    product_tmpl_ids = _many("product.template", "tmpl", "Products")
    category_ids = _many(
        "product.category", "category", "Categories", help="And all below them."
    )
    brand_ids = _many("md.brand", "brand", "Brands")
    tag_ids = _many("product.tag", "tag", "Product Tags")
    value_ids = _many(
        "product.attribute.value", "value", "Values", help="Size L, colour red."
    )
    lots = fields.Char(
        help="Names of lots, with commas between: goods that expire soon."
    )
    without_product_ids = _many("product.product", "no_product", "Except Variants")
    without_tmpl_ids = _many("product.template", "no_tmpl", "Except Products")
    without_category_ids = _many("product.category", "no_cat", "Except Categories")
    without_brand_ids = _many("md.brand", "no_brand", "Except Brands")
    without_tag_ids = _many("product.tag", "no_tag", "Except Tags")
    without_value_ids = _many("product.attribute.value", "no_value", "Except Values")
    price_min = fields.Float(
        "Price From", digits=(16, 4), aggregator=None, min_display_digits=0
    )
    price_max = fields.Float(
        "Price To",
        digits=(16, 4),
        aggregator=None,
        min_display_digits=0,
        help="Of one piece, before promotions; 0: no bound.",
    )
    display_name = fields.Char(compute="_compute_display_name")

    @api.depends(
        "all_goods",
        "both",
        "lots",
        "price_min",
        "price_max",
        *sum(CHOICES.values(), ()),
    )
    def _compute_display_name(self):
        for row in self:
            row.display_name = row._words()

    def _words(self):
        """The goods in a few words: Drinks of Northwind, except Cola."""
        found = [] if not self.all_goods else [self.env._("all goods")]
        found += [self._names(self[fields_[0]]) for fields_ in CHOICES.values()]
        lots = self.lots and self.env._("lots %s", self.lots)
        found = [name for name in (*found, lots) if name]
        between = self.env._(" that are ") if self.both else self.env._(" or ")
        words = between.join(found)
        without = [self._names(self[fields_[1]]) for fields_ in CHOICES.values()]
        if names := ", ".join(name for name in without if name):
            words = self.env._("%(goods)s, except %(names)s", goods=words, names=names)
        return f"{words} {self._price_words()}".strip()

    def _price_words(self):
        if self.price_min and self.price_max:
            return self.env._(
                "from %(least)s to %(most)s",
                least=f"{self.price_min:g}",
                most=f"{self.price_max:g}",
            )
        if self.price_min:
            return self.env._("from %s on", f"{self.price_min:g}")
        return self.env._("up to %s", f"{self.price_max:g}") if self.price_max else ""

    def _names(self, records):
        """Names of at most three records, and how many more there are."""
        names = records[:3].mapped("display_name")
        if len(records) > 3:
            names.append(self.env._("%s more", len(records) - 3))
        return ", ".join(names)

    def _domain(self):
        """Products that the row means, as a domain; lots and prices left aside."""
        either = Domain.TRUE if self.all_goods else Domain.FALSE
        every, neither = Domain.TRUE, Domain.TRUE
        for kind, (with_, without_) in CHOICES.items():
            path, operator = PATHS[kind]
            if self[with_]:
                chosen = Domain(path, operator, self[with_].ids)
                either, every = either | chosen, every & chosen
            if self[without_]:
                neither &= ~Domain(path, operator, self[without_].ids)
        return (every if self.both else either) & neither

    def _entry(self):
        """The row as `Entry`."""
        chosen, without = [], []
        for kind, (with_, without_) in CHOICES.items():
            chosen.append((kind, tuple(map(str, self[with_].ids))))
            without.append((kind, tuple(map(str, self[without_].ids))))
        lots = [name.strip() for name in (self.lots or "").split(",")]
        chosen.append(("lot", tuple(name for name in lots if name)))
        goods = Goods(
            self.all_goods,
            self.both,
            tuple((kind, names) for kind, names in chosen if names),
            tuple((kind, names) for kind, names in without if names),
            decimal(self.price_min) or None,
            decimal(self.price_max) or None,
        )
        return Entry(goods, self.qty)
