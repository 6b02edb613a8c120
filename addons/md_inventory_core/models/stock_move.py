from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..lib.claims import Slot, ToReserve

# What a claim stands on; a change of it makes the claim be looked at again.
CLAIMED_FOR = {
    "product_uom_qty",
    "location_id",
    "location_dest_id",
    "location_final_id",
    "restrict_partner_id",
}


class StockMove(models.Model):
    """Goods leave only the own stores of who moves them: see `md.store.limit`; what is
    planned to leave is claimed: see `md.claim.moves`.
    """

    _inherit = "stock.move"

    md_claim_key = fields.Char(
        "Claim Key",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="Under this key the move's goods are claimed.",
    )

    _md_unclaimed_idx = models.Index(
        "(product_id) WHERE md_claim_key IS NULL "
        "AND state IN ('assigned', 'partially_available')"
    )

    @api.model_create_multi
    def create(self, vals_list):
        self._check_claim_keys(vals_list)
        with self.env["md.store.limit"]._guarding(self.browse()) as created:
            moves = super().create(vals_list)
            created(moves)
        return moves

    def write(self, vals):
        """What is done has left: said before the rest of it is reserved for."""
        if "md_claim_key" in vals and not self.env.su:
            raise AccessError(self.env._("Nobody changes what goods are claimed for."))
        claims = self.env["md.claim.moves"]
        planned = claims._planned(self) if vals.get("state") == "done" else {}
        with self.env["md.store.limit"]._guarding(self):
            result = super().write(vals)
        if planned:
            claims._done(self, planned)
        if CLAIMED_FOR & vals.keys():
            claims._review(self)
        return result

    def _check_claim_keys(self, vals_list):
        """A new move is claimed for like another of the same goods, or not yet."""
        if self.env.su:
            return
        for vals in vals_list:
            if not (key := vals.get("md_claim_key")):
                continue
            same = [
                ("md_claim_key", "=", key),
                ("product_id", "=", vals.get("product_id")),
            ]
            # sudo: what it is split off may be out of sight
            if not self.sudo().search_count(same, limit=1):
                raise AccessError(
                    self.env._("Nobody changes what goods are claimed for.")
                )

    def _prepare_move_split_vals(self, qty):
        """What is split off stays claimed under the same key."""
        return {
            **super()._prepare_move_split_vals(qty),
            "md_claim_key": self.md_claim_key,
        }

    def _action_confirm(self, *args, **kwargs):
        """Claim for what core does not reserve at once: by hand, or by date."""
        moves = super()._action_confirm(*args, **kwargs)
        later = moves.filtered(
            lambda m: (
                not m.md_claim_key
                or m.picking_type_id.reservation_method != "at_confirm"
            )
        )
        self.env["md.claim.moves"]._claim(later)
        return moves

    def _action_assign(self, force_qty=False):
        """Claim first; what is reserved is never more than what is claimed."""
        left = self.env["md.claim.moves"]._claim(self)
        assigned = self
        own = self.env["md.own.transaction"]
        if left and own._ends() and self.env.context.get("md_reserve_later"):
            allocator = self.env["md.claim.allocator"]
            claimed = self.filtered(lambda m: (m.md_claim_key, m._md_slot()) in left)
            later = claimed - allocator._now(claimed, left.versions)
            allocator._later(later)
            assigned -= later
        assigned = assigned.with_context(md_left_to_reserve=left)
        return super(StockMove, assigned)._action_assign(force_qty=force_qty)

    def _md_slot(self):
        """The `Slot` that the move takes from."""
        return Slot(
            self.product_id.id, self.location_id.warehouse_id.id, self._md_owner()
        )

    def _md_owner(self):
        """Id of the partner whose goods are kept apart and taken, 0 for own goods."""
        owner = self.restrict_partner_id.id
        return owner if owner in self.env["md.client"]._consignors() else 0

    def _update_reserved_quantity(
        self,
        need,
        location_id,
        lot_id=None,
        package_id=None,
        owner_id=None,
        strict=True,
    ):
        """Never more than is claimed, and only of the owner it is claimed of."""
        if not strict and not owner_id and self._md_owner():
            owner_id = self.restrict_partner_id
        rest = location_id, lot_id, package_id, owner_id, strict
        left = self.env.context.get("md_left_to_reserve")
        place = self.md_claim_key, self._md_slot()
        if not isinstance(left, ToReserve) or place not in left or self.move_orig_ids:
            return super()._update_reserved_quantity(need, *rest)
        if left[place] <= 0:
            return 0.0
        taken = super()._update_reserved_quantity(min(need, float(left[place])), *rest)
        left[place] -= Decimal(str(taken))
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
        # now that their rests and next steps are known
        self.env["md.claim.moves"]._review(done)
        self.env["md.pool.receipts"]._note(done)
        return done
