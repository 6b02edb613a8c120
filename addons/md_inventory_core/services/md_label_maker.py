import dataclasses
import functools
import io
from datetime import date
from textwrap import shorten
from typing import NamedTuple

from odoo import models
from odoo.exceptions import UserError

from ..lib.labels import drawing, fonts, layout, pdf, raster, texts, zpl
from ..lib.labels.errors import LabelError

MOST_LABELS = 10_000  # of one file
TOLD = 20  # notes that are named one by one
FORMATS = ("a4", "roll", "zpl", "zpl_packed")


class Wanted(NamedTuple):
    """Labels of a product.

    ``unit``: of which packaging, an empty record of none. ``code``: the further barcode
    that was chosen, an empty record for the usual one.
    """

    product: object
    quantity: int = 1
    unit: object = None
    code: object = None
    lot: str = ""
    expiry: date | None = None
    old_price: float = 0.0


@functools.cache
def fitter():
    """Fonts are read once in a process."""
    return texts.Fitter(fonts.FontBook(fonts.folders()))


class MdLabelMaker(models.AbstractModel):
    """Makes pictures and files of labels for products."""

    _name = "md.label.maker"
    _description = "Label Maker"

    def _picture(self, record, wanted, **texts_of):
        """(PNG of the first label, what people should know)."""
        plan = record._plan()
        labels = self._labels(record, wanted[:1], **texts_of)
        drawn = [self._drawn(record, plan, *labels[0])]
        out = io.BytesIO()
        next(raster.pictures(drawn)).save(out, "PNG")
        return out.getvalue(), self._notes([(labels[0][0], drawn[0])], record)

    def _sample(self, record, label):
        """PNG of a label of no product."""
        drawn = self._drawn(record, record._plan(), None, label)
        out = io.BytesIO()
        next(raster.pictures([drawn])).save(out, "PNG")
        return out.getvalue()

    def _file(self, record, wanted, kind, sheet=None, start=1, **texts_of):
        """(the file, what people should know).

        :param wanted: `Wanted` rows; those of none are left out
        :param kind: one of `FORMATS`; ``sheet`` and ``start`` are for A4
        """
        wanted = [row for row in wanted if self._counted(row)]
        total = sum(row.quantity for row in wanted)
        if not total:
            raise UserError(
                self.env._("There is nothing to print: all quantities are 0.")
            )
        if total > MOST_LABELS:
            raise UserError(
                self.env._(
                    "%(total)s labels are too many for one file: at most %(most)s. "
                    "Print them in parts.",
                    total=total,
                    most=MOST_LABELS,
                )
            )
        grid = sheet._grid() if kind == "a4" else None
        plan = record._plan()
        if grid:  # an office printer's dots are finer than those of a label printer
            plan = dataclasses.replace(plan, dpi=600)
        labels = self._labels(record, wanted, **texts_of)
        copies = [
            (self._drawn(record, plan, product, label), row.quantity)
            for row, (product, label) in zip(wanted, labels, strict=True)
        ]

        def deed():
            return self._made(kind, copies, grid, start)

        data = self._try(record, None, deed)
        drawn = [(row.product, d) for row, (d, _n) in zip(wanted, copies, strict=True)]
        return data, self._notes(drawn, record)

    def _made(self, kind, copies, grid, start):
        if kind == "a4":
            return pdf.sheets(copies, grid, start)
        if kind == "roll":
            return pdf.roll(copies)
        pictures = raster.pictures(drawn for drawn, _count in copies)
        packed = kind == "zpl_packed"
        return "".join(
            zpl.label(picture, count, packed)
            for picture, (_drawn, count) in zip(pictures, copies, strict=True)
        ).encode("ascii")

    def _counted(self, row):
        """How many labels, refused when that is no sane number."""
        if 0 <= row.quantity <= MOST_LABELS:
            return row.quantity
        raise UserError(
            self.env._(
                "%(product)s: %(number)s labels cannot be printed, only 0 to %(most)s.",
                product=_named(row.product),
                number=row.quantity,
                most=MOST_LABELS,
            )
        )

    def _labels(self, record, wanted, lang=None, pricelist=None, company=None):
        """[(product, `Label`)] of rows; texts of all products are read at once."""
        products = self.env["product.product"].union(*(row.product for row in wanted))
        known = products._md_label_texts(lang, pricelist, company)
        logo = record._logo(company or self.env.company)
        made = []
        for row in wanted:
            said = dict(known[row.product.id])
            if row.old_price:
                said["old_price"] = said["money"](row.old_price)
            if row.code:
                said["barcode"] = row.code.code
            if record.kind == layout.CARTON:
                said |= self._of_carton(row, lang)
            label = drawing.Label(
                {key: text for key, text in said.items() if isinstance(text, str)},
                said["barcode"],
                row.lot if record.show_lot else "",
                row.expiry if record.show_expiry else None,
                logo,
            )
            made.append((row.product, label))
        return made

    def _of_carton(self, row, lang):
        """What a carton's label says beside; refused without a code of the carton."""
        named = row.product.with_context(lang=lang) if lang else row.product
        codes = self.env["md.label.codes"]
        unit = row.code.uom_id if row.code else row.unit or codes._units(named)[:1]
        code = row.code.code if row.code else unit and codes._of_unit(named, unit)
        if not code:
            raise UserError(
                self.env._(
                    "%s has no packaging with a barcode of 14 digits (GTIN-14): give "
                    "it one in the product's packagings, then print the carton label.",
                    _named(row.product),
                )
            )
        unit = unit.with_env(named.env)
        number = (
            row.code.quantity
            if row.code
            else unit._compute_quantity(1, named.uom_id, round=False)
        )
        words = named.env._(
            "%(number)s %(unit)s", number=f"{number:g}", unit=named.uom_id.name
        )
        holds = f"{unit.name}: {words}" if unit else words
        said = {"barcode": code, "quantity": holds}
        if row.lot:
            said["lot"] = named.env._("Lot: %s", row.lot)
        if row.expiry:
            day = self.env["ir.qweb.field.date"].with_context(lang=named.env.lang)
            text = day.value_to_html(row.expiry, {})
            said["expiry"] = named.env._("Best before: %s", text)
        return said

    def _drawn(self, record, plan, product, label):
        def deed():
            return drawing.draw(plan, label, fitter())

        return self._try(record, product, deed)

    def _try(self, record, product, deed):
        try:
            return deed()
        except LabelError as error:
            raise UserError(self._words(error, record, product)) from error

    def _notes(self, drawn, record):
        """What people should know of labels that were made all the same."""
        notes = []
        fields = self.env["md.label.layout"]._field_names()
        for product, made in drawn:
            if not made.bars and record.show_barcode:
                notes.append(
                    self.env._(
                        "%s has no barcode: its label has none.", _named(product)
                    )
                )
            for why, what in made.notes:
                if why == "cut":
                    text = self.env._(
                        "%(product)s: %(field)s is too long and is cut.",
                        product=_named(product),
                        field=fields[what],
                    )
                else:
                    text = self.env._(
                        "%(product)s: no font of the server has %(letters)s.",
                        product=_named(product),
                        letters=" ".join(what),
                    )
                notes.append(text)
        notes = list(dict.fromkeys(notes))
        if (more := len(notes) - TOLD) > 0:
            notes[TOLD:] = [self.env._("and %s more", more)]
        return "\n".join(notes)

    def _words(self, error, record, product):
        """A `LabelError` as one clear message, with the product and the layout."""
        words = self.env["md.label.words"]._of(error)
        name = _named(product) if product else ""
        parts = [part for part in (record.name, name) if part]
        return f"{', '.join(parts)}: {words}" if parts else words


def _named(product):
    """A product's name, short enough for a message."""
    return shorten(product.display_name, 70, placeholder="...")
