from odoo import api, fields, models
from odoo.exceptions import AccessError

from .md_channel import SHORTAGES

# What decides which promotions an order may have, besides its lines.
PROMOTED = {
    *("partner_id", "pricelist_id", "md_channel_id", "warehouse_id", "currency_id"),
    *("md_coupons", "md_promo_removed", "company_id"),
}


class SaleOrder(models.Model):
    """An order claims its stock when its deliveries are planned: `md.claim.moves`."""

    _inherit = "sale.order"

    md_channel_id = fields.Many2one(
        "md.channel",
        string="Channel",
        compute="_compute_md_channel_id",
        store=True,
        readonly=False,
        precompute=True,
        check_company=True,
        ondelete="restrict",
        index="btree_not_null",
        help="Where the order was placed. It decides from which warehouses goods come "
        "and what happens when not all are free.",
    )
    md_on_shortage = fields.Selection(
        SHORTAGES,
        string="On Shortage",
        compute="_compute_md_on_shortage",
        store=True,
        readonly=False,
        precompute=True,
        help="What happens when not all goods are free: the order is confirmed and its "
        "lines wait, or it is refused.",
    )
    md_waits_for = fields.Char(
        "Waits For",
        compute="_compute_md_waits_for",
        help="Goods of a confirmed order that are not promised yet.",
    )
    md_claim_round = fields.Integer(readonly=True, copy=False, default=0)
    md_coupons = fields.Json("Coupon Codes", copy=False)
    md_promo_version = fields.Char("Version of Promotions", readonly=True, copy=False)
    md_promo_revisions = fields.Json(
        "Revisions of Promotions", readonly=True, copy=False
    )
    md_promo_removed = fields.Json("Promotions Taken Out", copy=False)
    md_promo_hints = fields.Json("Hints", readonly=True, copy=False)
    md_promo_uses = fields.Json("Uses of Promotions", readonly=True, copy=False)
    md_promo_hint = fields.Text("Hint", compute="_compute_md_promo_hint")
    md_promo_total = fields.Monetary(
        "Saved",
        compute="_compute_md_promo_total",
        store=True,
        help="What promotions take off the order.",
    )

    @api.depends("company_id")
    def _compute_md_channel_id(self):
        for order in self:
            if order.md_channel_id.company_id != order.company_id:
                order.md_channel_id = order._md_default_channel()

    @api.depends("md_channel_id")
    def _compute_md_on_shortage(self):
        for order in self:
            # sudo: who sells need not read channels
            order.md_on_shortage = order.md_channel_id.sudo().on_shortage or "wait"

    @api.depends("state", "order_line.qty_delivered", "order_line.product_uom_qty")
    def _compute_md_waits_for(self):
        claims = self.env["md.claim.moves"]
        for order in self:
            missing = order.state == "sale" and claims._missing(order)
            order.md_waits_for = missing or False

    @api.depends("order_line.md_discount_amount")
    def _compute_md_promo_total(self):
        for order in self:
            order.md_promo_total = sum(order.order_line.mapped("md_discount_amount"))

    @api.depends("md_promo_hints")
    def _compute_md_promo_hint(self):
        for order in self:
            hints = order.md_promo_hints or ()
            order.md_promo_hint = "\n".join(hint["text"] for hint in hints) or False

    def _md_is_nobody(self):
        """Whether nobody knows yet who orders."""
        self.ensure_one()
        return not self.partner_id

    def _md_default_channel(self):
        """The channel of an order of which nothing else is known."""
        self.ensure_one()
        channels = self.env["md.channel"]
        return self.company_id and channels._of_company(self.company_id, "b2b")

    def _md_claim_key(self):
        """Key of the order's claims; another one after it was cancelled."""
        self.ensure_one()
        return f"so:{self.id}:{self.md_claim_round}"

    def _md_refused(self, product):
        """Whether the order is refused when not all it wants of ``product`` is free."""
        self.ensure_one()
        return self.md_on_shortage == "refuse"

    def _md_hold(self):
        """Hold what the order wants for a while, before somebody pays.

        Again it makes the hold last longer; what was added since is held too.

        :raises UserError: when goods are missing of which the order is refused then
        """
        self.ensure_one()
        promise = self.env["md.channel.promise"]
        promise._hold_order(self)

    def md_action_return(self):
        """Open the wizard that takes goods back."""
        self.ensure_one()
        self.env["md.return.wizard"].check_access("create")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Return of Goods"),
            "res_model": "md.return.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {"default_order_id": self.id},
        }

    def md_action_promotions(self):
        """Open the dialog of its codes and promotions."""
        self.ensure_one().check_access("write")
        self.env["md.order.promotion.wizard"].check_access("create")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Promotions of %s", self.name),
            "res_model": "md.order.promotion.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {"default_order_id": self.id},
        }

    def md_action_stock_then(self):
        """Show what was there, and what the channel was told, before it was placed."""
        return self.env["md.order.lookup"]._open(self)

    @api.model_create_multi
    def create(self, vals_list):
        self._check_claim_round(vals_list)
        return super().create(vals_list)

    def write(self, vals):
        self._check_claim_round([vals])
        done = super().write(vals)
        if PROMOTED & set(vals) and not self.env.context.get("md_promotions"):
            self.env["md.promotion.order"]._apply(self)
        return done

    def _check_claim_round(self, vals_list):
        if not self.env.su and any("md_claim_round" in vals for vals in vals_list):
            raise AccessError(self.env._("Nobody changes what an order has claimed."))

    def action_confirm(self):
        """The claims are the promise: what is taken from where is decided after it."""
        promotions = self.env["md.promotion.order"]
        self.env["md.promotion.last.use"]._settle(self)
        later = self.with_context(md_reserve_later=True)
        done = super(SaleOrder, later).action_confirm()
        promotions._remember(self.filtered(lambda order: order.state == "sale"))
        return done

    def unlink(self):
        self.env["md.promotion.order"]._give_back(self)
        return super().unlink()

    def _action_cancel(self):
        self.env["md.channel.promise"]._let_go_of(self)
        self.env["md.promotion.order"]._give_back(self)
        # sudo: rounds are the system's
        for order in self.sudo():
            order.md_claim_round += 1
        return super()._action_cancel()
