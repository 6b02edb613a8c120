from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..lib.codes import is_code
from ..lib.imports import NAMES
from ..lib.products import SEQUENCE

MOST = 20
# Keys of SKU patterns, and columns of product files, that are no dimension.
RESERVED = {"brand", "style", "group", "category", "sub", "year", SEQUENCE, *NAMES}
SHOWN = ("on_label", "on_receipt", "on_till", "on_shop")


class MdDimension(models.Model):
    """A company's, or one of its clients', way to use an attribute as a dimension.

    A company has at most twenty; a client without own ones uses the company's.
    """

    _name = "md.dimension"
    _description = "Dimension of Variants"
    _order = "company_id, client_id, position, id"
    _check_company_auto = True

    name = fields.Char("Dimension", related="attribute_id.name", readonly=False)
    attribute_id = fields.Many2one(
        "product.attribute", required=True, ondelete="restrict", index=True
    )
    code = fields.Char(
        required=True,
        help="Stands for the dimension in SKU patterns and as a column of files: small "
        "letters, digits and _.",
    )
    position = fields.Integer(
        required=True,
        default=lambda self: self._next_position(),
        help="1 to 20: the order on labels, receipts and screens.",
    )
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        default=lambda self: self.env.company,
        ondelete="cascade",
        index=True,
    )
    client_id = fields.Many2one(
        "md.client",
        check_company=True,
        ondelete="cascade",
        index="btree_not_null",
        help="For goods of this client only. Empty: the company's own setting.",
    )
    create_variant = fields.Selection(
        related="attribute_id.create_variant",
        string="Makes Variants",
        help="Dynamically: a variant for each combination that exists. Never: the "
        "dimension describes the product, all its variants alike.",
    )
    in_sku = fields.Boolean(
        "In SKU",
        default=True,
        help="Whether patterns may use it; it is a part of a SKU where a pattern does.",
    )
    on_label = fields.Boolean(default=True)
    on_receipt = fields.Boolean(default=True)
    on_till = fields.Boolean(default=True)
    on_shop = fields.Boolean(default=True)
    category_ids = fields.Many2many(
        "product.category",
        "md_dimension_category_rel",
        "dimension_id",
        "category_id",
        string="Required For",
        help="Products of these categories, and of those below them, must have it.",
    )

    _position_known = models.Constraint(
        f"CHECK (position BETWEEN 1 AND {MOST})",
        f"A dimension has a position from 1 to {MOST}: there are no more than that.",
    )
    _position_uniq = models.UniqueIndex(
        "(company_id, COALESCE(client_id, 0), position)",
        "Another dimension has this position.",
    )
    _attribute_uniq = models.UniqueIndex(
        "(company_id, COALESCE(client_id, 0), attribute_id)",
        "This attribute is a dimension already.",
    )
    _code_uniq = models.UniqueIndex(
        "(company_id, COALESCE(client_id, 0), code)",
        "Another dimension has this code.",
    )

    @api.constrains("code")
    def _check_code(self):
        for dimension in self:
            code = dimension.code
            if not (is_code(code) and code == code.lower() and code.isascii()) or (
                "-" in code or not code[0].isalpha()
            ):
                raise ValidationError(
                    self.env._(
                        "%s: the code of a dimension has small letters, digits and _ "
                        "only, and begins with a letter.",
                        code,
                    )
                )
            if code in RESERVED:
                raise ValidationError(
                    self.env._(
                        "%(code)s means something else in SKU patterns or product "
                        "files; choose another code for %(name)s.",
                        code=code,
                        name=dimension.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        self._check_number(vals_list)
        dimensions = super().create(vals_list)
        dimensions._open_attributes()
        return dimensions

    def write(self, vals):
        result = super().write(vals)
        if "attribute_id" in vals:
            self._open_attributes()
        return result

    def _check_number(self, vals_list):
        """Say which one is the twenty-first, before the database says so of a position.

        :raises ValidationError: naming the attribute that is too much
        """
        known = {}
        for vals in vals_list:
            company = vals.get("company_id") or self.env.company.id
            client = vals.get("client_id") or False
            key = company, client
            if key not in known:
                known[key] = self._of(*key, active_test=False)
            known[key] += 1
            if known[key] > MOST:
                attribute = self.env["product.attribute"].browse(vals["attribute_id"])
                raise ValidationError(
                    self.env._(
                        "%(name)s would be the %(number)sst dimension: there are at "
                        "most %(most)s. Rename one that is not used.",
                        name=attribute.name,
                        number=known[key],
                        most=MOST,
                    )
                )

    def _of(self, company, client, active_test=True):
        """How many dimensions a company, or a client of it, has of its own."""
        mine = [("company_id", "=", company), ("client_id", "=", client)]
        return self.with_context(active_test=active_test).search_count(mine)

    def _open_attributes(self):
        """A dimension's attribute never multiplies; its values have codes."""
        attributes = self.attribute_id
        unused = attributes.filtered(
            lambda a: a.create_variant == "always" and not a.number_related_products
        )
        unused.create_variant = "dynamic"
        open_ones = attributes.filtered(lambda a: a.create_variant != "always")
        open_ones.filtered(lambda a: not a.md_existing_only).md_existing_only = True
        open_ones.value_ids._md_fill_codes()

    def _next_position(self):
        found = self.with_context(active_test=False).search_fetch(
            [("company_id", "=", self.env.company.id), ("client_id", "=", False)],
            ["position"],
        )
        free = set(range(1, MOST + 1)) - set(found.mapped("position"))
        return min(free, default=MOST)

    @api.model
    def _for(self, company, client=None):
        """The dimensions that hold for a company's goods, or a client's, in order."""
        # sudo: what is sold under which dimensions is everybody's
        dimensions = self.sudo()
        mine = [("company_id", "=", company.id)]
        own = client and dimensions.search([*mine, ("client_id", "=", client.id)])
        return own or dimensions.search([*mine, ("client_id", "=", False)])

    @api.model
    def _of_product(self, product):
        """Those of a product's company, or of the user's for a shared product."""
        return self._for(product.company_id or self.env.company)
