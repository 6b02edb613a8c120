from odoo import api, fields, models
from odoo.fields import Domain


class MdPromotionInsightMixin(models.AbstractModel):
    """What can be looked at of a promotion: its goods, and what it does elsewhere."""

    _name = "md.promotion.insight.mixin"
    _description = "Views of a Promotion"

    marketplaces = fields.Char(
        compute="_compute_marketplaces",
        help="Marketplaces know prices of one piece, from when to when; nothing else.",
    )

    @api.depends("rev", "most_uses")
    def _compute_marketplaces(self):
        service = self.env["md.promotion.schedule"]
        for promotion in self:
            saved = promotion._origin
            why = saved and service._why_not(saved)
            yes = self.env._("Their price follows the promotion.")
            no = self.env._("Not on marketplaces. %s", why)
            promotion.marketplaces = (no if why else yes) if saved else False

    def _md_rows(self, action, **more):
        """A list of what belongs to it, for who may read it; ``more`` of the action."""
        self.ensure_one().check_access("read")
        found = self.env["ir.actions.act_window"]._for_xml_id(
            f"md_inventory_core.{action}"
        )
        return {**found, "domain": [("promotion_id", "=", self.id)], **more}

    def _md_prices(self):
        """Prices of its goods as marketplaces are told of them, for the next days."""
        self.ensure_one().check_access("read")
        prices = self.env["md.promotion.price"]
        prices.check_access("read")
        found = prices._of(self)
        return self._md_rows(
            "md_promotion_price_action", domain=[("id", "in", found.ids)]
        )

    def _md_goods(self, limit=None):
        """Products for sale that any of its rows means; lots and prices left aside."""
        rows = self.goods_ids | self.reward_ids | self.buy_ids | self.get_ids
        domains = [row._domain() for row in rows | self.slot_ids]
        known = [("company_id", "in", (False, self.company_id.id))]
        known = Domain(known) & Domain("sale_ok", "=", True)
        return self.env["product.product"].search(
            Domain.OR(domains) & known, limit=limit
        )
