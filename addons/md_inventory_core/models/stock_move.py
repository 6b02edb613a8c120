from decimal import Decimal

from odoo import api, fields, models

from ..lib.claims import Slot


class StockMove(models.Model):
    """Goods leave only the own stores of who moves them: see `md.store.limit`; what is
    planned to leave is claimed: see `md.claim.moves`.
    """

    _inherit = "stock.move"

    md_claim_key = fields.Char(
        "Claim Key",
        readonly=True,
        index="btree_not_null",
        help="Under this key the move's goods are claimed.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        with self.env["md.store.limit"]._guarding(self.browse()) as created:
            moves = super().create(vals_list)
            created(moves)
        return moves

    def write(self, vals):
        with self.env["md.store.limit"]._guarding(self):
            result = super().write(vals)
        if "product_uom_qty" in vals:
            self.env["md.claim.moves"]._review(self)
        return result

    def _action_assign(self, force_qty=False):
        """Claim first; what is reserved is never more than what is claimed."""
        granted = self.env["md.claim.moves"]._claim(self)
        if granted and self.env["md.own.transaction"]._is_own("md_reserve_later"):
            self.env["md.claim.allocator"]._later(self)
            return None
        claimed = self.with_context(md_granted=granted)
        return super(StockMove, claimed)._action_assign(force_qty=force_qty)

    def _update_reserved_quantity(self, need, location_id, *args, **kwargs):
        granted = self.env.context.get("md_granted")
        slot = Slot(self.product_id.id, location_id.warehouse_id.id)
        left = None if granted is None else granted.get((self.md_claim_key, slot))
        if left is None:
            return super()._update_reserved_quantity(need, location_id, *args, **kwargs)
        if left <= 0:
            return 0.0
        taken = super()._update_reserved_quantity(
            min(need, float(left)), location_id, *args, **kwargs
        )
        granted[self.md_claim_key, slot] = left - Decimal(str(taken))
        return taken

    def _action_cancel(self):
        result = super()._action_cancel()
        self.env["md.claim.moves"]._review(self)
        return result

    def _action_done(self, *args, **kwargs):
        """Who receives what another store sent splits and ends the other's moves."""
        if not self.env["md.store.limit"]._receives(self):
            done = super()._action_done(*args, **kwargs)
        else:
            # checked just now; a rest is a new move out of the other store
            done = super(StockMove, self.sudo())._action_done(*args, **kwargs)
            done = done.with_env(self.env)
        self.env["md.claim.moves"]._done(self | done)
        return done
