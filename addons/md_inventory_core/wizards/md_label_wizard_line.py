from odoo import api, fields, models

from ..lib.labels import layout
from ..services.md_label_maker import Wanted


class MdLabelWizardLine(models.TransientModel):
    """How many labels of a product."""

    _name = "md.label.wizard.line"
    _description = "Labels of a Product"
    _rec_name = "product_id"

    wizard_id = fields.Many2one(
        "md.label.wizard", required=True, ondelete="cascade", index=True
    )
    product_id = fields.Many2one("product.product", required=True)
    barcode = fields.Char(compute="_compute_barcode")
    code_id = fields.Many2one(
        "md.product.barcode",
        "Other Barcode",
        domain="[('product_id', '=', product_id)]",
        help="A further barcode of the product to be printed instead of the usual one",
    )
    quantity = fields.Integer("Labels", default=1)
    pieces = fields.Float(digits="Product Unit", readonly=True)
    unit_ids = fields.Many2many("uom.uom", compute="_compute_unit_ids")
    unit_id = fields.Many2one(
        "uom.uom",
        "Packaging",
        domain="[('id', 'in', unit_ids)]",
        compute="_compute_unit_id",
        store=True,
        readonly=False,
    )
    lot = fields.Char()
    expiry = fields.Date("Best Before")
    old_price = fields.Float(digits="Product Price")

    @api.depends("product_id", "unit_id", "code_id", "wizard_id.layout_id")
    def _compute_barcode(self):
        codes = self.env["md.label.codes"]
        for line in self:
            product = line.product_id
            if line.code_id:
                line.barcode = line.code_id.code
            elif line.wizard_id.layout_id.kind == layout.CARTON:
                line.barcode = product and codes._of_unit(product, line.unit_id)
            else:
                line.barcode = product and codes._of_piece(product)

    @api.depends("product_id")
    def _compute_unit_ids(self):
        for line in self:
            line.unit_ids = self.env["md.label.codes"]._units(line.product_id)

    @api.depends("product_id", "code_id")
    def _compute_unit_id(self):
        for line in self:
            units = self.env["md.label.codes"]._units(line.product_id)
            line.unit_id = line.code_id.uom_id or units[:1]

    @api.onchange("product_id")
    def _onchange_product_id(self):
        """Another product has other codes."""
        self.code_id = False

    def _propose(self, by_carton):
        """As many labels as there are pieces, or full cartons."""
        self.ensure_one()
        if not self.pieces or not self.product_id:
            return
        codes = self.env["md.label.codes"]
        if by_carton and self.unit_id:
            self.quantity = codes._cartons(self.product_id, self.unit_id, self.pieces)
        else:
            self.quantity = codes._labels(self.product_id, self.pieces)

    def _wanted(self):
        return Wanted(
            self.product_id._origin,
            self.quantity,
            self.unit_id._origin,
            self.code_id._origin,
            self.lot or "",
            self.expiry or None,
            self.old_price,
        )
