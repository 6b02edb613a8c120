from odoo import fields, models


class SaleOrder(models.Model):
    """An order claims its stock when its deliveries are planned: `md.claim.moves`."""

    _inherit = "sale.order"

    md_claim_round = fields.Integer(readonly=True, copy=False, default=0)

    def _md_claim_key(self):
        """Key of the order's claims; another one after it was cancelled."""
        self.ensure_one()
        return f"so:{self.id}:{self.md_claim_round}"

    def _md_refuses_shortage(self):
        """Whether the order is refused when not all of it can be promised."""
        return bool(self.env.context.get("md_refuse_shortage"))

    def action_confirm(self):
        """The claims are the promise: what is taken from where is decided after it."""
        later = self.with_context(md_reserve_later=True)
        return super(SaleOrder, later).action_confirm()

    def _action_cancel(self):
        for order in self:
            order.md_claim_round += 1
        return super()._action_cancel()
