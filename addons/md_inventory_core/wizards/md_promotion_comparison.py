from odoo import fields, models
from odoo.exceptions import UserError


class MdPromotionComparison(models.TransientModel):
    """What a promotion for a share of baskets or customers brought, at this moment."""

    _name = "md.promotion.comparison"
    _description = "Comparison of a Promotion"
    _rec_name = "promotion_id"

    promotion_id = fields.Many2one("md.promotion", readonly=True, ondelete="cascade")
    currency_id = fields.Many2one(related="promotion_id.currency_id")
    since = fields.Datetime(readonly=True)
    until = fields.Datetime(readonly=True)
    unit = fields.Selection(
        [("basket", "Baskets"), ("customer", "Customers")], readonly=True
    )
    got_count = fields.Integer("Got It", readonly=True)
    rest_count = fields.Integer("Did Not", readonly=True)
    odd = fields.Boolean(readonly=True)
    few = fields.Boolean(readonly=True)
    row_ids = fields.One2many("md.promotion.comparison.row", "comparison_id")

    def _open(self, promotion):
        """The dialog for a promotion; one sentence when there is nothing to compare."""
        self.check_access("read")
        if promotion.share == 100 or not promotion.approved_at:
            raise UserError(
                self.env._(
                    "Promotion %s: there are two groups to compare when a share of "
                    "baskets or customers gets it (Limits) and it has been on sale.",
                    promotion.name,
                )
            )
        found = self.env["md.promotion.experiment"]._compare(promotion)
        got, rest = found["counts"]
        differences = found["differences"]
        # sudo: figures are shown, and nothing else
        made = self.sudo().create(
            {
                "promotion_id": promotion.id,
                "since": found["since"],
                "until": found["until"],
                "unit": promotion.share_by,
                "got_count": got,
                "rest_count": rest,
                "odd": found["odd"],
                "few": any(one.verdict == "few" for one in differences),
                "row_ids": [
                    (0, 0, self._row(one, promotion.currency_id)) for one in differences
                ],
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("What It Brought: %s", promotion.name),
            "res_model": self._name,
            "res_id": made.id,
            "views": [(False, "form")],
            "target": "new",
        }

    def _row(self, one, currency):
        """Texts of a row: a share in percent, else money."""
        if one.name == "uptake":

            def text(value):
                return f"{100 * value:.1f} %"
        else:
            text = currency.format
        sign = "+" if one.got >= one.rest else "−"
        between = ""
        if one.low is not None:
            between = self.env._(
                "%(low)s to %(high)s", low=text(one.low), high=text(one.high)
            )
        return {
            "name": one.name,
            "got": text(one.got),
            "rest": text(one.rest),
            "difference": f"{sign} {text(abs(one.got - one.rest))}",
            "between": between,
            "verdict": one.verdict,
        }
