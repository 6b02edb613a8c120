from odoo import api, fields, models

CELLS = [
    ("serial", "Serial number"),
    ("name", "Description"),
    ("unit", "Unit"),
    ("quantity", "Quantity"),
    ("gross_unit", "Unit value before discount"),
    ("gross", "Value before discount"),
    ("discount", "Discount"),
    ("base_unit", "Unit value"),
    ("base", "Value"),
    ("sd_rate", "Rate of SD"),
    ("sd", "SD"),
    ("vat_rate", "Rate of VAT"),
    ("vat", "VAT"),
    ("total", "Value with SD and VAT"),
]
SUMMED = {"gross", "discount", "base", "sd", "vat", "total"}


class MdChallanColumn(models.Model):
    """A column of the form Mushak 6.3, in one of its layouts.

    The law changes forms: headings, order and width are data of an admin.
    """

    _name = "md.challan.column"
    _description = "Column of the Tax Challan"
    _order = "layout, sequence, id"

    layout = fields.Selection(
        [("10", "10 columns"), ("13", "13 columns, with discount")],
        required=True,
        default="10",
    )
    sequence = fields.Integer(default=10)
    cell = fields.Selection(CELLS, "Shows", required=True)
    name = fields.Char("Heading", required=True)
    name_bn = fields.Char("Heading in Bengali", required=True)
    width = fields.Integer("Width (%)", required=True, default=8)
    active = fields.Boolean(default=True)

    _width_sane = models.Constraint(
        "CHECK (width BETWEEN 1 AND 60)", "A column's width is from 1 to 60 percent."
    )

    @api.model
    def _of(self, layout):
        """Columns of a layout, in their order."""
        return self.search([("layout", "=", layout)])

    def _is_number(self):
        return self.cell not in ("serial", "name", "unit")
