from odoo import api, fields, models
from odoo.fields import Domain


class MdPromotionInsightMixin(models.AbstractModel):
    """What can be looked at of a promotion: uses, revisions, what it does elsewhere."""

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

    def action_uses(self):
        """Orders that used it."""
        self.ensure_one().check_access("read")
        name = "md_inventory_core.md_promotion_use_action"
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(name),
            "domain": [("promotion_id", "=", self.id)],
        }

    def action_revisions(self):
        """What it said, and since when."""
        self.ensure_one().check_access("read")
        name = "md_inventory_core.md_promotion_revision_action"
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(name),
            "domain": [("promotion_id", "=", self.id)],
        }

    def action_marketplace(self):
        """Prices of its goods as marketplaces are told of them, for the next days."""
        self.ensure_one().check_access("read")
        self.env["md.promotion.price"].check_access("read")
        rows = self.env["md.promotion.price"]._of(self)
        name = "md_inventory_core.md_promotion_price_action"
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(name),
            "domain": [("id", "in", rows.ids)],
        }

    def action_try(self):
        """What it does to a basket."""
        self.ensure_one().check_access("read")
        return self.env["md.promotion.trial"]._open(self)

    def action_compare(self):
        """What it brought, when only a share of baskets or customers gets it."""
        self.ensure_one().check_access("read")
        return self.env["md.promotion.comparison"]._open(self)

    def _md_goods(self, limit=None):
        """Products for sale that any of its rows means; lots and prices left aside."""
        rows = self.goods_ids | self.reward_ids | self.buy_ids | self.get_ids
        domains = [row._domain() for row in rows | self.slot_ids]
        known = [("company_id", "in", (False, self.company_id.id))]
        known = Domain(known) & Domain("sale_ok", "=", True)
        return self.env["product.product"].search(
            Domain.OR(domains) & known, limit=limit
        )
