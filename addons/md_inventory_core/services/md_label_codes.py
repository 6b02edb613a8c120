import math

from odoo import models


class MdLabelCodes(models.AbstractModel):
    """Which of a product's codes goes on a label, and how many labels it needs."""

    _name = "md.label.codes"
    _description = "Codes of Labels"

    def _of_piece(self, product):
        """The main barcode, else the first further one of a piece; "" for none.

        A supplier's own label is the last choice: it is on the goods already.
        """
        if product.barcode:
            return product.barcode
        pieces = product.md_barcode_ids.filtered(
            lambda row: row.quantity == 1 and row.uom_id <= product.uom_id
        )
        return pieces.sorted(_foreign)[:1].code or ""

    def _units(self, product):
        """The packagings of a product that have a barcode, the smallest first."""
        known = product.product_uom_ids.uom_id | product.md_barcode_ids.uom_id
        unit = product.uom_id
        larger = known.filtered(
            lambda u: u._has_common_reference(unit) and u.factor > unit.factor
        )
        return larger.sorted("factor")

    def _of_unit(self, product, unit):
        """The barcode of a packaging: the main one, else a further one; "" for none."""
        main = product.product_uom_ids.filtered(lambda row: row.uom_id == unit)
        more = product.md_barcode_ids.filtered(lambda row: row.uom_id == unit)
        return main[:1].barcode or more.sorted(_foreign)[:1].code or ""

    def _labels(self, product, pieces):
        """How many labels so many pieces need: one a piece, one of what is weighed."""
        if self.env["md.label.texts"]._reference(product.uom_id):
            return int(pieces > 0)
        return math.ceil(pieces - 1e-6)

    def _cartons(self, product, unit, pieces):
        """How many full packagings: no label says more than is in it."""
        full = product.uom_id._compute_quantity(pieces, unit, round=False)
        return math.floor(full + 1e-6)


def _foreign(row):
    """Whether it is a supplier's."""
    return bool(row.partner_id)
