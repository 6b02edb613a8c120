import base64
import io
from decimal import Decimal

import qrcode
from qrcode.constants import ERROR_CORRECT_M

from odoo import fields, models

from ..lib.challan_form import texts
from ..lib.challan_sheets import height, sheets
from ..lib.challans import (
    Row,
    bengali,
    facts,
    grouped,
    in_words,
    money,
    plain,
    smallest,
    sums,
    unit_value,
)
from ..models.md_challan_column import SUMMED
from .md_challans import PLACE

AS_WRITTEN = {"name", "unit"}  # no digits of these are translated
NUMBERED = {"buyer_bin", "date", "number", "seller_bin", "time"}
MONEY = {"gross", "discount", "base", "sd", "vat", "total"}


class MdChallanPage(models.AbstractModel):
    """One print of a tax challan as texts, in English or in Bengali."""

    _name = "md.challan.page"
    _description = "Page of a Tax Challan"

    def _of(self, page):
        """Return what the form shows of an `md.challan.print`: {key: text or rows}."""
        challan, language = page.challan_id, page.language
        said = texts(language)
        columns = self.env["md.challan.column"]._of(challan.layout)
        rows = [self._row(line) for line in challan.line_ids]
        digits = bengali if language == "bn" else str
        heading = "name_bn" if language == "bn" else "name"
        return {
            "language": language,
            "texts": said,
            "mark": self._mark(page, said, digits),
            "reprint": page.number > 1,
            "head": self._head(challan, said, digits),
            "columns": [
                {
                    "heading": column[heading],
                    "number": digits(str(at)),
                    "width": column.width,
                    "is_number": column._is_number(),
                }
                for at, column in enumerate(columns, 1)
            ],
            "sheets": self._sheets(
                columns,
                [
                    [self._cell(col.cell, at, row, said, digits) for col in columns]
                    for at, row in enumerate(rows, 1)
                ],
                said,
                digits,
            ),
            "sums": self._sums(columns, rows, digits),
            "rounded": self._rounded(challan, said, digits),
            "words": in_words(smallest(challan.payable), language),
            "sum_at": next(
                (at for at, column in enumerate(columns) if column.cell == "name"), 0
            ),
            "foot": [
                (said["officer"], challan.officer or ""),
                (said["designation"], challan.designation or ""),
            ],
            "qr": self._qr(challan),
        }

    @staticmethod
    def _row(line):
        return Row(
            line.name,
            line.unit or "",
            Decimal(str(line.quantity)),
            *(smallest(line[name]) for name in ("gross", "base", "sd", "vat")),
            Decimal(str(line.sd_rate)),
            Decimal(str(line.vat_rate)),
            line.vat_kind,
        )

    @staticmethod
    def _sheets(columns, rows, said, digits):
        """Rows by sheet of paper: [{"page": text of its number, "rows": rows}]."""
        names = [at for at, column in enumerate(columns) if column.cell == "name"]
        heights = [
            max([1.0, *(height(row[at], columns[at].width) for at in names)])
            for row in rows
        ]
        found = sheets(heights)
        return [
            {
                "page": f"{said['page']} {digits(f'{at}/{len(found)}')}",
                "rows": rows[start:stop],
            }
            for at, (start, stop) in enumerate(found, 1)
        ]

    @staticmethod
    def _mark(page, said, digits):
        if page.number == 1:
            return said["original"]
        local = fields.Datetime.context_timestamp(
            page.with_context(tz=PLACE.key), page.at
        )
        when = digits(f"{local:%d/%m/%Y %H:%M}")
        # sudo: the name of who printed it is no secret
        who = page.sudo().user_id.name or ""
        return f"{said['reprint']} {digits(str(page.number - 1))} · {when} · {who}"

    @staticmethod
    def _head(challan, said, digits):
        """Rows of two (label, value) each: about who, and about the document."""
        local = fields.Datetime.context_timestamp(
            challan.with_context(tz=PLACE.key), challan.issued_at
        )
        left = [
            ("buyer", challan.buyer_name or said["walk_in"]),
            ("buyer_bin", challan.buyer_bin),
            ("buyer_address", challan.buyer_address),
            ("destination", challan.destination),
        ]
        right = [
            ("number", challan.number),
            ("date", f"{local:%d/%m/%Y}"),
            ("time", f"{local:%H:%M}"),
            ("reference", challan.reference),
        ]
        top = [
            ("seller", challan.seller_name),
            ("seller_bin", challan.seller_bin),
            ("seller_address", challan.seller_address),
        ]
        return {
            part: [
                (said[key], digits(text or "") if key in NUMBERED else text or "")
                for key, text in rows
            ]
            for part, rows in (("top", top), ("left", left), ("right", right))
        }

    def _cell(self, cell, at, row, said, digits):
        text = self._plain_cell(cell, at, row, said)
        return text if cell in AS_WRITTEN else digits(text)

    @staticmethod
    def _plain_cell(cell, at, row, said):
        if cell in MONEY:
            return grouped(money(getattr(row, cell)))
        if cell in ("gross_unit", "base_unit"):
            amount = getattr(row, cell.removesuffix("_unit"))
            return grouped(unit_value(amount, row.quantity))
        if cell == "vat_rate" and row.vat_kind != "rate":
            return said[row.vat_kind]
        if cell in ("sd_rate", "vat_rate"):
            return f"{plain(getattr(row, cell))}%"
        if cell == "quantity":
            return plain(row.quantity)
        return str(at) if cell == "serial" else getattr(row, cell)

    @staticmethod
    def _sums(columns, rows, digits):
        total = sums(rows)
        return [
            digits(grouped(money(getattr(total, column.cell))))
            if column.cell in SUMMED
            else ""
            for column in columns
        ]

    @staticmethod
    def _rounded(challan, said, digits):
        """[(label, amount)] from the total to what is paid, none when equal."""
        if not smallest(challan.rounding):
            return []
        rows = [("rounding", challan.rounding), ("payable", challan.payable)]
        return [
            (said[key], digits(grouped(money(smallest(amount)))))
            for key, amount in rows
        ]

    def _qr(self, challan):
        """PNG of the key facts as base64; they are the same in both languages."""
        local = fields.Datetime.context_timestamp(
            challan.with_context(tz=PLACE.key), challan.issued_at
        )
        text = facts(
            [
                ("FORM", "MUSHAK-6.3"),
                ("BIN", challan.seller_bin),
                ("NO", challan.number),
                ("ISSUED", f"{local:%Y-%m-%d %H:%M}"),
                ("BUYER_BIN", challan.buyer_bin or ""),
                ("VALUE", f"{challan.base:.2f}"),
                ("SD", f"{challan.sd:.2f}"),
                ("VAT", f"{challan.vat:.2f}"),
                ("TOTAL", f"{challan.total:.2f}"),
            ]
        )
        code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, box_size=4, border=2)
        code.add_data(text)
        image = io.BytesIO()
        code.make_image().save(image, "PNG")
        return base64.b64encode(image.getvalue()).decode()
