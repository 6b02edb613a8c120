from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..lib.barcodes import KINDS, BarcodeError, check, guess

CHECKED = {"code", "kind"}
OWNS = CHECKED | {"product_id"}


class MdProductBarcode(models.Model):
    """A further barcode of a product or of a packaging of it.

    The main ones stay where core has them, `product.product.barcode` and
    `product.uom.barcode`. All are unique together, see `md.barcode.owner`.
    """

    _name = "md.product.barcode"
    _description = "Further Barcode"
    _rec_name = "code"
    _order = "product_id, id"

    code = fields.Char("Barcode", required=True, copy=False, index="btree")
    kind = fields.Selection(
        list(KINDS.items()),
        compute="_compute_kind",
        precompute=True,
        store=True,
        readonly=False,
        required=True,
        help="What the code must be: numbers are checked by their check digit.",
    )
    product_id = fields.Many2one(
        "product.product", required=True, ondelete="cascade", index=True
    )
    product_tmpl_id = fields.Many2one(
        related="product_id.product_tmpl_id",
        string="Product Template",
        store=True,
        index=True,
    )
    company_id = fields.Many2one(
        related="product_id.company_id",
        store=True,
        index="btree_not_null",
        help="The product's; empty when all companies share it.",
    )
    allowed_uom_ids = fields.Many2many("uom.uom", compute="_compute_allowed_uom_ids")
    uom_id = fields.Many2one(
        "uom.uom",
        "Packaging",
        ondelete="restrict",
        domain="[('id', 'in', allowed_uom_ids)]",
        help="The packaging that bears the barcode; empty for the product itself.",
    )
    quantity = fields.Float(
        digits="Product Unit",
        compute="_compute_quantity",
        precompute=True,
        store=True,
        readonly=False,
        required=True,
        help="So many units of the product one scan stands for.",
    )
    partner_id = fields.Many2one(
        "res.partner",
        "Supplier",
        ondelete="set null",
        index="btree_not_null",
        help="Whose label it is, when it is a supplier's.",
    )
    note = fields.Char()

    _above_zero = models.Constraint(
        "CHECK (quantity > 0)", "A barcode stands for more than nothing."
    )

    @api.model
    def default_get(self, names):
        """In the form of a product without variants the product is that one."""
        found = super().default_get(names)
        if "product_id" in names and (template := self.env.context.get("md_template")):
            variants = self.env["product.template"].browse(template).product_variant_ids
            found.setdefault("product_id", variants.id if len(variants) == 1 else False)
        return found

    @api.depends("code")
    def _compute_kind(self):
        for barcode in self:
            barcode.kind = guess(barcode.code or "")

    @api.depends("product_id")
    def _compute_allowed_uom_ids(self):
        for barcode in self:
            product = barcode.product_id
            barcode.allowed_uom_ids = product.uom_id | product.uom_ids

    @api.depends("uom_id", "product_id")
    def _compute_quantity(self):
        for barcode in self:
            unit = barcode.product_id.uom_id
            if barcode.uom_id and unit:
                barcode.quantity = barcode.uom_id._compute_quantity(
                    1, unit, round=False
                )
            else:
                barcode.quantity = barcode.quantity or 1

    @api.constrains("uom_id", "product_id")
    def _check_unit(self):
        for barcode in self:
            unit = barcode.uom_id
            if unit and not unit._has_common_reference(barcode.product_id.uom_id):
                raise ValidationError(
                    self.env._(
                        "Barcode %(code)s: %(product)s cannot be counted in %(unit)s.",
                        code=barcode.code,
                        product=barcode.product_id.display_name,
                        unit=unit.name,
                    )
                )

    @api.onchange("code")
    def _onchange_code(self):
        """Say at once what looks wrong; nothing is changed."""
        return self.env["md.barcode.index"]._doubt(self.code)

    @api.model_create_multi
    def create(self, vals_list):
        kept = [
            {**vals, **self._checked(vals.get("kind"), vals["code"])}
            if vals.get("code")
            else vals
            for vals in vals_list
        ]
        barcodes = super().create(kept)
        self.env["md.barcode.index"]._own(barcodes.product_id)
        return barcodes

    def write(self, vals):
        if not OWNS & vals.keys():
            return super().write(vals)
        before = self.product_id
        if CHECKED & vals.keys():
            for barcode in self:
                code = vals.get("code", barcode.code) or ""
                kind = vals.get("kind") or ("code" not in vals and barcode.kind)
                checked = self._checked(kind, code)
                super(MdProductBarcode, barcode).write({**vals, **checked})
        else:
            super().write(vals)
        self.env["md.barcode.index"]._own(before | self.product_id)
        return True

    def unlink(self):
        result = super().unlink()
        self.env["md.barcode.index"]._released()
        return result

    @api.model
    def _checked(self, kind, code):
        """{code, kind} as they are kept.

        :raises ValidationError: naming the code and what is wrong with it
        """
        try:
            kind = kind or guess(code)
            return {"code": check(kind, code), "kind": kind}
        except BarcodeError as error:
            words = self.env["md.barcode.words"]._wrong(code, error)
            raise ValidationError(words) from None
