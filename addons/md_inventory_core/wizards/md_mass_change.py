import base64

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.safe_eval import safe_eval

from ..lib import price_rules


class MdMassChange(models.TransientModel):
    """Many changes at once, by a filter or a file: makes a draft that can be looked at.

    Nothing is asked for before somebody has seen each change, the margin it leaves and
    what is to be warned of.
    """

    _name = "md.mass.change"
    _description = "Mass Change"

    by = fields.Selection(
        [("filter", "A filter"), ("file", "A file")],
        "Products by",
        required=True,
        default="filter",
    )
    category_ids = fields.Many2many("product.category", string="Categories")
    domain = fields.Char("Filter", default="[]")
    count = fields.Integer("Products", compute="_compute_count")
    file = fields.Binary(attachment=False)
    file_name = fields.Char()
    leave_out = fields.Boolean(
        "Leave Out Wrong Rows", help="Otherwise a file with a wrong row is refused."
    )
    what = fields.Selection(
        [("list_price", "Sales price"), ("standard_price", "Cost")],
        "Changes",
        required=True,
        default="list_price",
    )
    how = fields.Selection(
        [
            ("percent", "By percent"),
            ("amount", "By an amount"),
            ("fixed", "To an amount"),
            ("margin", "To a margin on cost"),
        ],
        required=True,
        default="percent",
    )
    value = fields.Float(digits=(16, 4), min_display_digits=0)
    rounding = fields.Selection(
        [
            ("none", "No rounding"),
            ("step", "To multiples of"),
            ("ending", "To an ending of"),
        ],
        required=True,
        default="none",
    )
    step = fields.Float("Each", digits=(16, 4), min_display_digits=0, default=1)
    ending = fields.Float(digits=(16, 4), min_display_digits=0, default=0.99)
    way = fields.Selection(
        [("nearest", "Nearest"), ("up", "Up"), ("down", "Down")],
        "Rounds",
        required=True,
        default="nearest",
    )
    least_margin = fields.Float("Warn below a Margin of (%)", default=10)
    most_change = fields.Float("Warn above a Change of (%)", default=30)
    reason = fields.Char(required=True)
    effective_at = fields.Datetime(
        "Valid from", help="Empty: as soon as it is approved"
    )

    @api.depends("by", "category_ids", "domain")
    def _compute_count(self):
        for wizard in self:
            if wizard.by == "filter":
                found = self.env["product.template"].search_count(wizard._domain())
                wizard.count = found
            else:
                wizard.count = 0

    def action_preview(self):
        """Make the draft and show it."""
        self.ensure_one().check_access("write")
        mass = self.env["md.mass.changes"]
        if self.by == "file":
            if not self.file:
                raise UserError(self.env._("Choose a file."))
            data = base64.b64decode(self.with_context(bin_size=False).file)
            found = mass._by_file(data, self._rule, self._warns(), self.leave_out)
        else:
            products = self.env["product.template"].search(self._domain())
            found = mass._by_rule(products, self.what, self._rule(), self._warns())
        wishes, said, message = found
        request = self.env["md.change.desk"]._draft(
            wishes,
            self.reason,
            self.effective_at,
            kind="mass",
            said=said,
            message=message,
        )
        return request._show()

    def _domain(self):
        domain = list(safe_eval(self.domain or "[]", {"uid": self.env.uid}))
        if self.category_ids:
            domain.append(("categ_id", "child_of", self.category_ids.ids))
        return domain

    def _rule(self):
        """`PriceRule` as it is filled in.

        :raises UserError: when it is no rule
        """
        number = self.env["md.mass.changes"]._number
        ending = number(self.ending) if self.rounding == "ending" else None
        step = number(self.step) if self.rounding != "none" else number(0)
        try:
            return price_rules.PriceRule(
                self.how, number(self.value), step, ending, self.way
            )
        except ValueError as error:
            raise UserError(
                self.env._(
                    "Ending %(ending)s of each %(step)s: an ending is less than that.",
                    ending=self.ending,
                    step=self.step,
                )
            ) from error

    def _warns(self):
        number = self.env["md.mass.changes"]._number
        return number(self.least_margin), number(self.most_change)
