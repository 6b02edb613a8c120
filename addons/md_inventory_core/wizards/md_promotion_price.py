from datetime import datetime

from odoo import fields, models

MOST = 500  # products that one list shows


class MdPromotionPrice(models.TransientModel):
    """A price of one piece, from when to when, as a marketplace is told of it."""

    _name = "md.promotion.price"
    _description = "Marketplace Price"
    _order = "id"
    _rec_name = "product_id"

    promotion_id = fields.Many2one("md.promotion", readonly=True, ondelete="cascade")
    channel_id = fields.Many2one("md.channel", readonly=True, ondelete="cascade")
    product_id = fields.Many2one("product.product", readonly=True, ondelete="cascade")
    currency_id = fields.Many2one("res.currency", readonly=True)
    begins = fields.Datetime("From", readonly=True)
    ends = fields.Datetime("To", readonly=True)
    price = fields.Monetary(readonly=True)
    list_price = fields.Monetary(readonly=True)
    offers = fields.Char("Promotions", readonly=True)

    def _of(self, promotion):
        """Rows for the goods of a promotion, on each channel that is a marketplace.

        A company without one sees what a channel in general would be told.
        """
        channels = promotion.channel_ids or self.env["md.channel"].search(
            [("company_id", "=", promotion.company_id.id)]
        )
        channels = channels.filtered(lambda channel: channel.kind == "marketplace")
        products = promotion._md_goods(limit=MOST)
        if not products:
            return self.browse()
        rows = []
        for channel in channels or [channels]:
            rows += self._rows(promotion, channel, products)
        # sudo: the rows are shown, and nothing else
        return self.sudo().create(rows).sudo(False)

    def _rows(self, promotion, channel, products):
        schedule = self.env["md.promotion.schedule"].with_company(promotion.company_id)
        found = schedule._prices(channel, products)
        codes = {code for row in found for code in row["promotion"]}
        named = self.env["md.promotion"].search([("code", "in", list(codes))])
        names = dict(zip(named.mapped("code"), named.mapped("name"), strict=True))
        return [
            {
                "promotion_id": promotion.id,
                "channel_id": channel.id,
                "product_id": row["product"],
                "currency_id": promotion.currency_id.id,
                "begins": self._moment(row["from"]),
                "ends": self._moment(row["to"]),
                "price": float(row["price"]),
                "list_price": float(row["list_price"]),
                "offers": ", ".join(names.get(code, code) for code in row["promotion"]),
            }
            for row in found
        ]

    def _moment(self, text):
        return datetime.fromisoformat(text).replace(tzinfo=None)
