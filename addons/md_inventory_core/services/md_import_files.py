import base64
import csv
import io

import openpyxl
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from odoo import models

from ..lib import sheets
from ..lib.imports import NOTHING
from .md_import_runner import RESULT

WIDTH = 18


class MdImportFiles(models.AbstractModel):
    """Writes files that `md.import` reads: templates, exports; and results."""

    _name = "md.import.files"
    _description = "Files of Imports"

    def _template(self, job, form):
        """An empty file with all columns; as XLSX with a sheet that explains them."""
        kind = job._kind()
        columns = kind._columns(job)
        names = [column.name for column in columns]
        if form == "csv":
            return self._csv(names, [])
        needed, texts = kind._needed(job), kind._help(job)
        rows = [
            [
                column.name,
                self.env._("needed") if column.name in needed else "",
                self._kinds().get(column.kind, ""),
                column.most,
                texts.get(column.name, ""),
            ]
            for column in columns
        ]
        head = [
            *(self.env._("Column"), "", self.env._("Takes")),
            *(self.env._("Characters at Most"), self.env._("Meaning")),
        ]
        general = [
            self.env._(
                "One row is one variant, or one record. Leave out columns that "
                "you do not need; an empty cell changes nothing."
            ),
            self.env._("%s empties what is there, where that can be.", NOTHING),
        ]
        return self._xlsx(
            names, [], help_rows=[*([one] for one in general), head, *rows]
        )

    def _kinds(self):
        return {
            "text": self.env._("text"),
            "code": self.env._("text"),
            "value": self.env._("text"),
            "barcode": self.env._("barcode as text"),
            "number": self.env._("number from 0"),
            "count": self.env._("whole number from 0"),
            "flag": self.env._("yes or no"),
            "names": self.env._("names with ; between"),
        }

    def _result(self, job):
        """All rows as they were read, each with what became of it, as CSV."""
        self.env["md.import.line"].flush_model()
        job.check_access("read")
        self.env.cr.execute(
            """
            SELECT number, state, "column", message, cells, done
              FROM md_import_line WHERE import_id = %s ORDER BY number
            """,
            [job.id],
        )
        rows = self.env.cr.fetchall()
        words = dict(self.env["md.import.line"]._fields["state"].selection)
        used = {name for row in rows for name in row[4]}
        names = [c.name for c in job._kind()._columns(job) if c.name in used]
        table = [
            [
                *(number, words[state].lower(), column or "", message or ""),
                *(cells.get(name, "") for name in names),
            ]
            for number, state, column, message, cells, _done in rows
        ]
        return self._csv([*RESULT, *names], table)

    def _csv(self, head, rows):
        out = io.StringIO(newline="")
        writer = csv.writer(out)
        writer.writerow(head)
        for row in rows:
            writer.writerow([_harmless(cell) for cell in row])
        # with a mark: Excel reads Bengali only so
        return base64.b64encode(out.getvalue().encode("utf-8-sig"))

    def _xlsx(self, head, rows, help_rows=()):
        """A workbook whose cells are all text, so that Excel spoils none."""
        book = openpyxl.Workbook(write_only=True)
        sheet = book.create_sheet(self.env["md.import.words"]._sheet())
        sheet.freeze_panes = "A2"
        for index in range(1, len(head) + 1):
            letter = get_column_letter(index)
            sheet.column_dimensions[letter].width = WIDTH
            sheet.column_dimensions[letter].number_format = "@"
        sheet.append([_cell(sheet, name, bold=True) for name in head])
        for row in rows:
            sheet.append([_cell(sheet, text) for text in row])
        if help_rows:
            explained = book.create_sheet(self.env._("Help"))
            for letter, width in zip("ABCDE", (20, 10, 22, 12, 90), strict=True):
                explained.column_dimensions[letter].width = width
            for row in help_rows:
                explained.append([_cell(explained, text) for text in row])
        out = io.BytesIO()
        book.save(out)
        return base64.b64encode(out.getvalue())


def _harmless(value):
    text = str(value)
    return text if text == NOTHING else sheets.harmless(text)


def _cell(sheet, value, bold=False):
    cell = openpyxl.cell.WriteOnlyCell(sheet, str(value) if value != "" else None)
    if value != "":
        cell.data_type = "s"  # never a formula
        cell.number_format = "@"
    if bold:
        cell.font = Font(bold=True)
    return cell
