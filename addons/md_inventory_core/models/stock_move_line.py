from odoo import api, models

from ..lib.claims import ToReserve


class StockMoveLine(models.Model):
    """Goods leave only the own stores of who moves them: see `md.store.limit`."""

    _inherit = "stock.move.line"

    @api.model_create_multi
    def create(self, vals_list):
        moves = self.env["stock.move"].browse(
            vals["move_id"] for vals in vals_list if vals.get("move_id")
        )
        limit = self.env["md.store.limit"]
        if limit._stores():
            # core joins a line without move to one of its transfer
            pickings = self.env["stock.picking"].browse(
                vals["picking_id"] for vals in vals_list if vals.get("picking_id")
            )
            moves |= pickings.move_ids
        with limit._guarding(moves) as created:
            lines = super().create(vals_list)
            created(lines)
        self._review_claims(lines.move_id)
        return lines

    def write(self, vals):
        moves = self.env["stock.move"].browse(vals.get("move_id") or ())
        with self.env["md.store.limit"]._guarding(moves, self):
            result = super().write(vals)
        if "quantity" in vals:
            self._review_claims(self.move_id)
        return result

    def unlink(self):
        moves = self.move_id
        result = super().unlink()
        self._review_claims(moves.exists())
        return result

    def _review_claims(self, moves):
        """What is reserved by hand may be more than what is claimed."""
        left = self.env.context.get("md_left_to_reserve")
        if not isinstance(left, ToReserve):
            self.env["md.claim.moves"]._review(moves)
