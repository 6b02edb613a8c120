from odoo import fields, models

from ..lib.labels.pdf import SLACK, Grid

LENGTHS = ("width", "height", "left", "top", "gap_x", "gap_y")


class MdLabelSheet(models.Model):
    """Paper with labels in rows and columns, as it is sold; lengths in mm."""

    _name = "md.label.sheet"
    _description = "Sheet of Labels"
    _order = "sequence, id"

    name = fields.Char("Sheet", required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    page_width = fields.Float(required=True, default=210.0, digits=(6, 2))
    page_height = fields.Float(required=True, default=297.0, digits=(6, 2))
    columns = fields.Integer(required=True, default=3)
    rows = fields.Integer(required=True, default=8)
    width = fields.Float("Label Width", required=True, default=70.0, digits=(6, 2))
    height = fields.Float("Label Height", required=True, default=36.0, digits=(6, 2))
    left = fields.Float("Left Margin", digits=(6, 2))
    top = fields.Float("Top Margin", default=4.5, digits=(6, 2))
    gap_x = fields.Float("Gap between Columns", digits=(6, 2))
    gap_y = fields.Float("Gap between Rows", digits=(6, 2))

    _numbers = models.Constraint(
        "CHECK (columns BETWEEN 1 AND 30 AND rows BETWEEN 1 AND 60)",
        "A sheet has 1 to 30 columns and 1 to 60 rows.",
    )
    _pages = models.Constraint(
        "CHECK (page_width BETWEEN 50 AND 500 AND page_height BETWEEN 50 AND 500)",
        "A page is 50 to 500 mm wide and high.",
    )
    _sizes = models.Constraint(
        """CHECK (width > 0 AND height > 0 AND "left" >= 0 AND top >= 0
        AND gap_x >= 0 AND gap_y >= 0)""",
        "Labels on a sheet have a width and a height; margins and gaps are not less "
        "than 0.",
    )
    _on_page = models.Constraint(
        f"""CHECK (
        "left" + columns * width + (columns - 1) * gap_x <= page_width + {SLACK}
        AND top + rows * height + (rows - 1) * gap_y <= page_height + {SLACK})""",
        "The labels of this sheet do not fit on its page.",
    )

    def _grid(self):
        """The sheet as `lib` has it."""
        self.ensure_one()
        lengths = {name: self[name] for name in LENGTHS}
        page = (self.page_width, self.page_height)
        return Grid(self.columns, self.rows, **lengths, page=page)

    def _holds(self, record):
        """Whether the labels of a layout fit."""
        return self._grid().holds(record.width, record.height)
