from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ..lib.promotions.calendar import read_calendar

INPUTS = (
    *("at", "channel_id", "warehouse_id", "pricelist_id", "partner_id", "tender_id"),
    *("coupon", "with_others", "line_ids.product_id", "line_ids.qty"),
    *("line_ids.price", "line_ids.lot"),
)


class MdPromotionTrial(models.TransientModel):
    """A sample basket, priced as the till would; nothing is sold."""

    _name = "md.promotion.trial"
    _description = "Try a Promotion"

    promotion_id = fields.Many2one("md.promotion", required=True, ondelete="cascade")
    summary = fields.Char(related="promotion_id.summary")
    company_id = fields.Many2one(related="promotion_id.company_id")
    currency_id = fields.Many2one(related="promotion_id.currency_id")
    at = fields.Datetime("Moment", required=True, default=fields.Datetime.now)
    channel_id = fields.Many2one("md.channel")
    warehouse_id = fields.Many2one("stock.warehouse", "Store")
    pricelist_id = fields.Many2one("product.pricelist", "Price List")
    partner_id = fields.Many2one("res.partner", "Customer")
    tender_id = fields.Many2one("md.tender", "Paid By")
    coupon = fields.Char("Code")
    with_others = fields.Boolean(
        default=True,
        help="The promotions that are on sale beside it count, too.",
    )
    line_ids = fields.One2many("md.promotion.trial.line", "trial_id", "Basket")
    gross = fields.Float(compute="_compute_result", digits=(16, 2))
    discount = fields.Float("Saved", compute="_compute_result", digits=(16, 2))
    net = fields.Float("To Pay", compute="_compute_result", digits=(16, 2))
    hints = fields.Text(compute="_compute_result")
    deals = fields.Text(compute="_compute_result")

    @api.model
    def _open(self, promotion):
        """The dialog of a promotion, with goods of it in the basket."""
        made = self.create(
            {
                "promotion_id": promotion.id,
                "at": self._moment(promotion),
                "channel_id": promotion.channel_ids[:1].id,
                "warehouse_id": promotion.warehouse_ids[:1].id,
                "pricelist_id": promotion.pricelist_ids[:1].id,
                "tender_id": (promotion.tender_id or promotion.tender_ids[:1]).id,
                "coupon": self._code(promotion),
                "line_ids": [(0, 0, line) for line in self._sample(promotion)],
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Try: %s", promotion.name),
            "res_model": self._name,
            "res_id": made.id,
            "view_mode": "form",
            "target": "new",
        }

    def _code(self, promotion):
        """Its code, for who may read it; others type what customers say."""
        may = promotion._has_field_access(promotion._fields["coupon"], "read")
        return may and promotion.coupon

    def _moment(self, promotion):
        """The next moment at which it holds, as far as that is within eight days."""
        now = self.env["md.clock"]._now()
        start = max(now, promotion.date_from or now)
        [contract] = self.env["md.promotion.catalogue"]._contract(promotion)
        calendar = read_calendar(contract, "")
        for step in range(8 * 24 * 4):
            moment = start + timedelta(minutes=15 * step)
            if calendar.holds(moment.strftime("%Y-%m-%dT%H:%M:%SZ")):
                return moment
        return start

    def _sample(self, promotion):
        """Lines with goods that it is about."""
        rows = promotion.buy_ids + promotion.get_ids + promotion.slot_ids
        rows = rows or promotion.goods_ids
        products, lines = self.env["product.product"], {}
        for row in rows:
            domain = Domain("sale_ok", "=", True) & row._domain()
            product = products.search(domain, limit=1)
            if product:
                lines[product.id] = lines.get(product.id, 0) + row.qty
        if promotion.kind == "nth":
            lines = dict.fromkeys(lines, promotion.every)
        if promotion.kind == "gift" and promotion.gift_id:
            gift = promotion.gift_id.id
            lines[gift] = lines.get(gift, 0) + promotion.gift_qty
        return [{"product_id": number, "qty": qty} for number, qty in lines.items()]

    @api.depends(*INPUTS)
    def _compute_result(self):
        preview = self.env["md.promotion.preview"]
        for trial in self:
            result = preview._evaluate(trial)
            total = result["total"] if result else {}
            for name in ("gross", "discount", "net"):
                trial[name] = float(total.get(name, 0))
            trial.hints, trial.deals = False, False
            if not result:
                continue
            symbol = trial.currency_id.symbol or ""
            names = preview._names(result)
            trial.hints = "\n".join(preview._hints(result, symbol))
            trial.deals = "\n".join(
                f"{deal['n']}. {names[deal['promotion']]}: {symbol} {deal['amount']}"
                for deal in result["deals"]
            )
