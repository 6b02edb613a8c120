import math

from odoo import api, fields, models

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
    barcode = fields.Char(related="product_id.barcode")
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

    @api.depends("product_id")
    def _compute_unit_ids(self):
        for line in self:
            line.unit_ids = line.product_id.product_uom_ids.uom_id

    @api.depends("product_id")
    def _compute_unit_id(self):
        for line in self:
            product = line.product_id
            line.unit_id = product._md_carton() if product else False

    def _propose(self, by_carton):
        """As many labels as full cartons: none says more than is in it."""
        self.ensure_one()
        if not self.pieces or not self.product_id:
            return
        if by_carton and self.unit_id:
            unit = self.product_id.uom_id
            full = unit._compute_quantity(self.pieces, self.unit_id, round=False)
            self.quantity = math.floor(full + 1e-6)
        else:
            self.quantity = self.product_id._md_labels_of(self.pieces)

    def _wanted(self):
        return Wanted(
            self.product_id._origin,
            self.quantity,
            self.unit_id._origin,
            self.lot or "",
            self.expiry or None,
            self.old_price,
        )
