from odoo import fields, models


class MdPromotionComparisonRow(models.TransientModel):
    """One measure of a comparison, per basket or customer."""

    _name = "md.promotion.comparison.row"
    _description = "Measure of a Comparison"
    _order = "id"

    comparison_id = fields.Many2one(
        "md.promotion.comparison", readonly=True, ondelete="cascade", index=True
    )
    name = fields.Selection(
        [
            ("uptake", "Have its goods"),
            ("turnover", "Turnover of each"),
            ("goods", "Turnover of its goods, of each"),
        ],
        "Measure",
        readonly=True,
    )
    got = fields.Char("Got It", readonly=True)
    rest = fields.Char("Did Not", readonly=True)
    difference = fields.Char(readonly=True)
    between = fields.Char(
        "Surely Between",
        readonly=True,
        help="19 of 20 such comparisons have the true difference in here.",
    )
    verdict = fields.Selection(
        [
            ("more", "More"),
            ("less", "Less"),
            ("open", "May Be Chance"),
            ("few", "Too Few Yet"),
        ],
        readonly=True,
    )
