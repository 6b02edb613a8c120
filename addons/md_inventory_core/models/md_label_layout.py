import base64
from datetime import date

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..lib.labels import codes, layout
from ..lib.labels.drawing import Label
from ..lib.labels.errors import LabelError

# What each kind shows when it is new.
USUAL = {
    layout.SHELF: {"name", "variant", "price", "unit_price", "sku", "barcode"},
    layout.ITEM: {"name", "variant", "price", "barcode"},
    layout.PRICE_TAG: {"name", "old_price", "price", "barcode"},
    layout.CARTON: {"name", "variant", "quantity", "sku", "lot", "expiry", "barcode"},
}
SAMPLE = {
    "name": "Mishti Doi মিষ্টি দই",
    "variant": "500 g",
    "brand": "Aarong",
    "price": "৳ 1,250.00",
    "old_price": "৳ 1,490.00",
    "unit_price": "৳ 2,500.00 / kg",
    "sku": "DOI-500",
    "quantity": "Carton: 12 Units",
    "lot": "Lot: A-77",
    "expiry": "Best before: 2027-01-31",
}
# in-store numbers, which are nobody's
SAMPLE_CODES = {layout.CARTON: "10200000000018"}
SAMPLE_CODE = "2000000000015"


class MdLabelLayout(models.Model):
    """A kind of label in a size for a printer, and which fields it shows."""

    _name = "md.label.layout"
    _description = "Label Layout"
    _order = "sequence, id"

    name = fields.Char("Layout", required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", help="Empty: for all companies")
    kind = fields.Selection(
        [
            (layout.SHELF, "Shelf Label"),
            (layout.ITEM, "Item Label"),
            (layout.PRICE_TAG, "Price Tag"),
            (layout.CARTON, "Carton Label"),
        ],
        required=True,
        default=layout.SHELF,
    )
    width = fields.Float("Width in mm", required=True, default=70)
    height = fields.Float("Height in mm", required=True, default=36)
    margin = fields.Float("Margin in mm", required=True, default=1.5)
    dpi = fields.Selection(
        [("203", "203 (8 dots/mm)"), ("300", "300 (12 dots/mm)"), ("600", "600")],
        "Printer Resolution",
        required=True,
        default="203",
    )
    symbology = fields.Selection(
        [
            (codes.AUTO, "By the Number"),
            (codes.CODE128, "Code 128"),
            (codes.QR, "QR Code"),
            (codes.ITF14, "ITF-14"),
            (codes.GS1_128, "GS1-128"),
        ],
        "Kind of Barcode",
        required=True,
        default=codes.AUTO,
        help="By the number: EAN-13, EAN-8, UPC-A, ITF-14 or GS1-128 for such numbers, "
        "Code 128 for others",
    )
    sheet_id = fields.Many2one(
        "md.label.sheet",
        ondelete="restrict",
        help="Sheet of labels that is proposed when it is printed on paper",
    )
    show_name = fields.Boolean("Name", default=True)
    show_variant = fields.Boolean("Variant", default=True)
    show_brand = fields.Boolean("Brand")
    show_price = fields.Boolean("Price", default=True)
    show_old_price = fields.Boolean("Old Price")
    show_unit_price = fields.Boolean("Price per kg or l", default=True)
    show_sku = fields.Boolean("SKU", default=True)
    show_barcode = fields.Boolean("Barcode", default=True)
    show_quantity = fields.Boolean("Quantity in the Carton")
    show_lot = fields.Boolean("Lot")
    show_expiry = fields.Boolean("Best Before")
    show_logo = fields.Boolean("Logo")
    preview = fields.Binary(compute="_compute_preview")
    problem = fields.Char(compute="_compute_preview")

    @api.constrains("width", "height", "margin", "dpi", "kind", "sheet_id")
    def _check_sizes(self):
        for record in self:
            try:
                record._plan()
            except UserError as error:
                raise ValidationError(str(error)) from error
            sheet = record.sheet_id
            if sheet and not sheet._holds(record):
                raise ValidationError(
                    self.env._(
                        "%(name)s: the labels of this sheet have %(width)s x "
                        "%(height)s mm, the layout is larger.",
                        name=record.name,
                        width=f"{sheet.width:g}",
                        height=f"{sheet.height:g}",
                    )
                )

    @api.onchange("kind")
    def _onchange_kind(self):
        """Propose what this kind of label usually shows."""
        for name in self._field_names():
            self[f"show_{name}"] = name in USUAL[self.kind]

    @api.depends(
        *("kind", "width", "height", "margin", "dpi", "symbology", "company_id"),
        *(f"show_{name}" for name in layout.fields_of(layout.SHELF)),
        *("show_quantity", "show_lot", "show_expiry"),
    )
    def _compute_preview(self):
        for record in self:
            record.preview, record.problem = False, False
            code = SAMPLE_CODES.get(record.kind, SAMPLE_CODE)
            day = date(2027, 1, 31) if record.show_expiry else None
            lot = "A-77" if record.show_lot else ""
            logo = record._logo(record.company_id or self.env.company)
            try:
                data = self.env["md.label.maker"]._sample(
                    record, Label(SAMPLE, code, lot, day, logo)
                )
                record.preview = base64.b64encode(data)
            except UserError as error:
                record.problem = str(error)

    def copy_data(self, default=None):
        """A copy is told from what it was copied from."""
        found = super().copy_data(default)
        if "name" not in (default or {}):
            for record, vals in zip(self, found, strict=True):
                vals["name"] = self.env._("%s (copy)", record.name)
        return found

    def _plan(self):
        """The `Layout` of `lib`, or one clear message why it is none."""
        self.ensure_one()
        shown = {name for name in self._field_names() if self[f"show_{name}"]}
        try:
            return layout.Layout(
                self.kind,
                self.width,
                self.height,
                int(self.dpi),
                frozenset(shown),
                self.margin,
                self.symbology,
            ).check()
        except LabelError as error:
            words = self.env["md.label.words"]._of(error)
            raise UserError(f"{self.name or ''}: {words}".lstrip(": ")) from error

    def _field_names(self):
        """{field of a label: what people call it}."""
        return {
            name.removeprefix("show_"): field._description_string(self.env)
            for name, field in self._fields.items()
            if name.startswith("show_")
        }

    def _logo(self, company):
        """The company's logo when it is shown."""
        # sudo: a company's logo is on every paper that it prints
        data = self.show_logo and company.sudo().logo
        return base64.b64decode(data) if data else b""
