from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from odoo import models, tools

from ..lib.barcodes import Elements, layout_of, read
from .barcode_sql import FIND

# what FIND reads beside the codes
READ = {
    "product.template": ("tracking", "uom_id"),
    "product.uom": ("uom_id",),
    "md.product.barcode": ("partner_id", "quantity", "uom_id"),
    "uom.uom": ("factor",),
}
MEASURED = ("weight", "price")


@dataclass(frozen=True, slots=True)
class Found:
    """What a scanned text is: ids, and what else the code said.

    ``quantity`` is in the product's unit: what the packaging holds, or the weight or
    count in the code. ``price`` is what the goods cost in all. ``what`` is whose code
    it is: main, packaging or further; ``how`` it was read: code, gs1 or instore.
    """

    text: str
    code: str
    what: str
    how: str
    product_id: int
    template_id: int
    uom_id: int
    packaging_uom_id: int | None
    quantity: Decimal
    partner_id: int | None = None
    tracking: str = "none"
    weight: Decimal | None = None
    price: Decimal | None = None
    lot: str = ""
    serial: str = ""
    expiry: date | None = None
    elements: Elements | None = None


class MdBarcodeLookup(models.AbstractModel):
    """What was scanned: the one answer for receipts, counts, imports and the API.

    The till has a twin in the browser, for it works without a server.
    """

    _name = "md.barcode.lookup"
    _description = "Barcode Lookup"

    def _find(self, codes, company=None):
        """{scanned text: `Found`, or None when nobody owns it}.

        One query for any number of codes.

        :param codes: texts as scanners send them or people type them
        :param company: whose catalogue, beside what all companies share; the one at
            hand when None
        """
        company = company or self.env.company
        catalogue, layouts = self._place(company.id)
        meanings = {text: read(text, layouts) for text in codes}
        keys = {one.key for readings in meanings.values() for one in readings}
        rows = self._rows(list(keys), catalogue)
        return {text: self._first(text, meanings[text], rows) for text in meanings}

    def _rows(self, keys, catalogue):
        """{key: row of FIND}."""
        if not keys:
            return {}
        self.env["md.barcode.index"]._flush()
        for model, names in READ.items():
            self.env[model].flush_model(names)
        self.env.cr.execute(FIND, {"keys": keys, "catalogue": catalogue})
        return {row[0]: row[1:] for row in self.env.cr.fetchall()}

    def _first(self, text, readings, rows):
        for reading in readings:
            if row := rows.get(reading.key):
                return self._found(text, reading, row)
        return None

    def _found(self, text, reading, row):
        code, what, product, template, unit, packaging, quantity, partner, track = row
        says = reading.elements
        more = {}
        if reading.how == "instore":
            more = {reading.what: reading.value} if reading.what in MEASURED else {}
            quantity = reading.value if reading.what in ("weight", "quantity") else 1
        elif says:
            more = {
                "lot": says.lot,
                "serial": says.serial,
                "expiry": says.expiry,
                "price": says.price,
                "elements": says,
            }
            quantity = says.count or quantity
            if says.measure is not None:
                more["weight"] = says.measure if says.unit in ("kg", "lb") else None
                quantity = self._in_unit(says, unit) or quantity
        return Found(
            *(text, code, what, reading.how, product, template, unit, packaging),
            Decimal(str(quantity)),
            partner_id=partner,
            tracking=track,
            **more,
        )

    def _in_unit(self, says, unit):
        """A measure in a product's unit; None when that is of another kind."""
        names = {
            "kg": "uom.product_uom_kgm",
            "lb": "uom.product_uom_lb",
            "m": "uom.product_uom_meter",
            "l": "uom.product_uom_litre",
        }
        measured = self.env.ref(names[says.unit], raise_if_not_found=False)
        # sudo: units are nobody's secret
        target = self.env["uom.uom"].sudo().browse(unit)
        if not measured or not target._has_common_reference(measured):
            return None
        factor = Decimal(str(measured.factor)) / Decimal(str(target.factor))
        return says.measure * factor

    @tools.ormcache("company")
    def _place(self, company):
        """(catalogue, how the nomenclature divides codes with a weight or a price).

        Kept until a rule or a company's nomenclature changes.
        """
        # sudo: a nomenclature is a setting
        place = self.env["res.company"].sudo().browse(company)
        domain = [
            ("barcode_nomenclature_id", "=", place.nomenclature_id.id),
            ("encoding", "=", "ean13"),
            ("type", "in", ("weight", "price", "quantity")),
        ]
        found = (
            layout_of(rule.type, rule.pattern, rule.md_value_checked)
            for rule in place.env["barcode.rule"].search(domain)
        )
        return place.root_id.id, tuple(layout for layout in found if layout)
