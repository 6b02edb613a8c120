import base64
from hashlib import sha256

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.md_inventory_core.lib.refusals import refused

OURS = ("state", "date_from", "date_to", "line_ids", "digest", "rows")


class MdTenderStatement(models.Model):
    """A provider's statement from a file, compared with what tills have taken.

    Nothing is posted: it says which rows are which payments, and what is left over on
    both sides. The same file is there once; compared again, it says what is so now.
    Amounts are in the company's currency.
    """

    _name = "md.tender.statement"
    _description = "Statement of a Provider"
    _order = "id desc"

    name = fields.Char("File Name")
    file = fields.Binary(required=True, attachment=True)
    digest = fields.Char(readonly=True, copy=False)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    tender_id = fields.Many2one(
        "md.tender",
        "Provider",
        required=True,
        ondelete="restrict",
        domain=[("md_kind", "in", ("mobile", "card", "other"))],
        help="Its way to pay says how the columns of the file are called.",
    )
    date_from = fields.Date("From", readonly=True, copy=False)
    date_to = fields.Date("To", readonly=True, copy=False)
    state = fields.Selection(
        [("draft", "New"), ("compared", "Compared"), ("done", "Done")],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
    )
    line_ids = fields.One2many(
        "md.tender.statement.line", "statement_id", readonly=True, copy=False
    )
    matched = fields.Integer(compute="_compute_totals")
    differs = fields.Integer("Amount differs", compute="_compute_totals")
    unknown = fields.Integer(compute="_compute_totals")
    missing = fields.Integer(compute="_compute_totals")
    amount = fields.Monetary("Amount of the File", compute="_compute_totals")
    fee = fields.Monetary("Fees of the File", compute="_compute_totals")

    _once = models.UniqueIndex(
        "(company_id, tender_id, digest)", "This file was imported before."
    )

    @api.depends("line_ids.state", "line_ids.amount", "line_ids.fee")
    def _compute_totals(self):
        for statement in self:
            lines = statement.line_ids
            states = lines.mapped("state")
            statement.matched = states.count("matched")
            statement.differs = states.count("differs")
            statement.unknown = len(
                [one for one in states if one in ("unknown", "twice", "unreadable")]
            )
            statement.missing = states.count("missing")
            in_file = lines.filtered(lambda line: line.state != "missing")
            statement.amount = sum(in_file.mapped("amount"))
            statement.fee = sum(in_file.mapped("fee"))

    @api.model_create_multi
    def create(self, vals_list):
        self._check_ours(vals_list)
        statements = super().create(vals_list)
        statements._take_digest()
        return statements

    def write(self, vals):
        self._check_ours([vals])
        fixed = {"file", "tender_id", "company_id"} & vals.keys()
        if fixed and self.filtered(lambda one: one.state == "done"):
            raise UserError(self.env._("It is done: import the other file anew."))
        result = super().write(vals)
        if fixed:
            # sudo: rows and states are the system's
            system = self.sudo()
            system.line_ids.unlink()
            system.state = "draft"
            self._take_digest()
        return result

    def _check_ours(self, vals_list):
        if not self.env.su and any(set(OURS) & vals.keys() for vals in vals_list):
            message = self.env._("Rows and states of statements are the system's.")
            raise refused(AccessError(message), self._name, "write")

    def _take_digest(self):
        for statement in self:
            digest = sha256(statement._data()).hexdigest()
            # sudo: of all stores, for the same file is the same for all
            others = self.sudo().search(
                [
                    ("company_id", "=", statement.company_id.id),
                    ("tender_id", "=", statement.tender_id.id),
                    ("digest", "=", digest),
                    ("id", "!=", statement.id),
                ],
                limit=1,
            )
            if others:
                raise UserError(
                    self.env._(
                        "%(file)s was imported before, on %(day)s as %(other)s: "
                        "compare that one again.",
                        file=statement.name or self.env._("This file"),
                        day=others.create_date.date(),
                        other=others.name or others.id,
                    )
                )
            statement.sudo().digest = digest  # sudo: as above

    def _data(self):
        return base64.b64decode(self.with_context(bin_size=False).file or b"")

    def action_compare(self):
        """Read the file and say of each row which payment it is.

        :raises UserError: when the file itself cannot be read, with what is wrong
        """
        self.ensure_one().check_access("write")
        if self.state != "done":
            # sudo: rows and states are the system's, payments are of all stores
            self.env["md.tender.statements"]._compare(self.sudo())
        return True

    def action_done(self):
        """Nobody needs to look any more: rows stay as they are."""
        self.ensure_one().check_access("write")
        if self.state == "draft":
            raise UserError(self.env._("Compare the file first."))
        self.sudo().state = "done"  # sudo: as above
        return True

    def action_open_lines(self):
        """The rows as a list, those that need eyes first."""
        self.ensure_one().check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "md_pos_ext.md_tender_statement_line_action"
        )
        return {**action, "domain": [("statement_id", "=", self.id)]}
