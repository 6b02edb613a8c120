import base64

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import groupby

from ..lib.labels import layout

MOST_ROWS = 1_000  # rows that people may edit in a dialog


class MdLabelWizard(models.TransientModel):
    """Prints labels: for what, how many, on what; shows the first one before.

    The answer is a file; nothing is sent to a printer.
    """

    _name = "md.label.wizard"
    _description = "Print Labels"

    layout_id = fields.Many2one(
        "md.label.layout",
        required=True,
        default=lambda self: self.env["md.label.layout"].search([], limit=1),
    )
    kind = fields.Selection(related="layout_id.kind")
    show_old_price = fields.Boolean(related="layout_id.show_old_price")
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    format = fields.Selection(
        [
            ("a4", "A4 Sheets (PDF)"),
            ("roll", "Roll, One Label a Page (PDF)"),
            ("zpl", "Label Printer (ZPL)"),
            ("zpl_packed", "Label Printer, Small File (ZPL, Zebra Only)"),
        ],
        required=True,
        default="a4",
    )
    sheet_id = fields.Many2one(
        "md.label.sheet",
        compute="_compute_sheet_id",
        store=True,
        readonly=False,
    )
    start = fields.Integer(
        "First Free Label",
        default=1,
        help="On a sheet that was begun: the first label that is still there, counted "
        "along the rows",
    )
    lang = fields.Selection(
        lambda self: self.env["res.lang"].get_installed(),
        "Language",
        required=True,
        default=lambda self: self.env.lang or "en_US",
    )
    pricelist_id = fields.Many2one(
        "product.pricelist", help="Empty: the sales price of the product"
    )
    line_ids = fields.One2many("md.label.wizard.line", "wizard_id")
    total = fields.Integer("Labels", compute="_compute_total")
    changed_since = fields.Datetime("Prices Changed Since")
    preview = fields.Binary(compute="_compute_preview")
    problem = fields.Char(compute="_compute_preview")
    notes = fields.Text(readonly=True)
    file = fields.Binary(readonly=True, attachment=False)
    file_name = fields.Char(readonly=True)

    @api.depends("layout_id")
    def _compute_sheet_id(self):
        for wizard in self:
            record = wizard.layout_id
            wizard.sheet_id = record.sheet_id or self._sheet_for(record)

    @api.depends("line_ids.quantity")
    def _compute_total(self):
        for wizard in self:
            wizard.total = sum(wizard.line_ids.mapped("quantity"))

    @api.depends(
        *("layout_id", "lang", "pricelist_id", "company_id", "line_ids.product_id"),
        *("line_ids.quantity", "line_ids.old_price", "line_ids.unit_id"),
        "line_ids.code_id",
        *("line_ids.lot", "line_ids.expiry"),
    )
    def _compute_preview(self):
        for wizard in self:
            wizard.preview, wizard.problem = False, False
            rows = [row for row in wizard._wanted() if row.quantity] or wizard._wanted()
            if not wizard.layout_id or not rows:
                continue
            try:
                data, notes = self.env["md.label.maker"]._picture(
                    wizard.layout_id._origin, rows[:1], **wizard._texts_of()
                )
                wizard.preview = base64.b64encode(data)
                wizard.problem = notes or False
            except UserError as error:
                wizard.problem = str(error)

    @api.onchange("layout_id")
    def _onchange_layout_id(self):
        """As many labels as there are pieces, or full cartons."""
        for line in self.line_ids:
            line._propose(self.layout_id.kind == layout.CARTON)

    @api.model
    def _open(self, rows, kind=None, **values):
        """The dialog for rows: values of lines, with ``pieces`` for how many there are.

        :param kind: what kind of label is proposed
        """
        if not rows:
            raise UserError(self.env._("There are no products to print labels for."))
        if len(rows) > MOST_ROWS:
            raise UserError(
                self.env._(
                    "%(number)s products are too many for one file: at most %(most)s. "
                    "Choose fewer.",
                    number=len(rows),
                    most=MOST_ROWS,
                )
            )
        domain = [("kind", "=", kind)] if kind else []
        found = self.env["md.label.layout"].search(domain, limit=1)
        if found:
            values["layout_id"] = found.id
        made = self.create(
            {**values, "line_ids": [fields.Command.create(row) for row in rows]}
        )
        return made._shown()

    @api.model
    def _action_new(self):
        """The empty dialog of the menu."""
        return self.create({})._shown()

    def action_add_changed(self):
        """Add what has another price than at the moment that was given."""
        self.ensure_one().check_access("write")
        if not self.changed_since:
            raise UserError(self.env._("Say since when prices count as changed."))
        found = self.env["md.label.prices"]._changed(
            self.changed_since, self.company_id
        )
        rows = [
            fields.Command.create({"product_id": product.id, "old_price": old})
            for product, old in found
            if product not in self.line_ids.product_id
        ]
        if len(rows) + len(self.line_ids) > MOST_ROWS:
            raise UserError(
                self.env._(
                    "%(number)s prices changed: more than the %(most)s rows of a file. "
                    "Choose a later moment.",
                    number=len(rows),
                    most=MOST_ROWS,
                )
            )
        if not rows:
            raise UserError(self.env._("No price has changed since then."))
        self.line_ids = rows
        return self._shown()

    def action_print(self):
        """Make the file and give it to the browser."""
        self.ensure_one().check_access("write")
        maker = self.env["md.label.maker"]
        data, notes = maker._file(
            self.layout_id,
            self._wanted(),
            self.format,
            self.sheet_id,
            self.start,
            **self._texts_of(),
        )
        ending = "zpl" if self.format.startswith("zpl") else "pdf"
        name = f"{self.layout_id.name} {self.total}".replace("/", "-")
        self.write(
            {
                "file": base64.b64encode(data),
                "file_name": f"{name}.{ending}",
                "notes": notes,
            }
        )
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content?model={self._name}&id={self.id}&field=file"
            "&filename_field=file_name&download=true",
            "target": "download",
        }

    def _texts_of(self):
        return {
            "lang": self.lang,
            "pricelist": self.pricelist_id._origin or None,
            "company": self.company_id._origin,
        }

    def _wanted(self):
        return [line._wanted() for line in self.line_ids if line.product_id]

    def _shown(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Print Labels"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }

    def _sheet_for(self, record):
        """The first sheet whose labels are large enough."""
        sizes = [("width", ">=", record.width), ("height", ">=", record.height)]
        return self.env["md.label.sheet"].search(sizes, limit=1)

    @api.model
    def _of_moves(self, lines):
        """The dialog for move lines: what was received, by product and lot."""
        rows = []
        for _key, group in groupby(lines, lambda line: (line.product_id, line.lot_id)):
            group = self.env["stock.move.line"].concat(*group)
            unit = group.product_id.uom_id
            pieces = sum(
                line.product_uom_id._compute_quantity(line.quantity, unit, round=False)
                for line in group
            )
            if pieces > 0:
                rows.append(_row(group.product_id, pieces, group.lot_id))
        return self._open(rows)

    @api.model
    def _of_quants(self, quants):
        """The dialog for stock: as much as was counted, or is there."""
        rows = []
        for quant in quants:
            pieces = (
                quant.inventory_quantity
                if quant.inventory_quantity_set
                else quant.quantity
            )
            rows.append(_row(quant.product_id, max(pieces, 0), quant.lot_id))
        return self._open(rows)


def _row(product, pieces, lot):
    """Values of a line."""
    expiry = lot.expiration_date if lot else False
    return {
        "product_id": product.id,
        "pieces": pieces,
        "lot": lot.name or False,
        "expiry": expiry and expiry.date(),
        "quantity": product.env["md.label.codes"]._labels(product, pieces),
    }
