from odoo import models
from odoo.exceptions import UserError

from odoo.addons.md_inventory_core.lib.claims import GOODS_ARE_GONE

from ..lib.posting import PostingErrors


class StockPicking(models.Model):
    _inherit = "stock.picking"

    def _create_picking_from_pos_order_lines(self, *args, **kwargs):
        """A till sale is a fact: its goods are gone, there is nothing to claim."""
        sold = self.with_context(md_goods_are_gone=GOODS_ARE_GONE)
        pickings = super(StockPicking, sold)._create_picking_from_pos_order_lines(
            *args, **kwargs
        )
        return pickings.with_env(self.env)

    def _action_done(self):
        """Keep why a transfer of a till cannot be done; core goes on without a word."""
        errors = self.env.context.get("md_posting_errors")
        if not isinstance(errors, PostingErrors):
            return super()._action_done()
        try:
            return super()._action_done()
        except UserError as error:
            errors.append(str(error))
            raise

    def _create_move_from_pos_order_lines(self, lines):
        """A channel of an owner's goods sells those, also when there are none left.

        What options of the lines take from stock moves along.
        """
        result = super()._create_move_from_pos_order_lines(lines)
        owner = lines.order_id.config_id.md_channel_id[:1]._owner()
        self._md_move_parts(lines._md_parts(), owner)
        if owner:
            self.move_line_ids.filtered(lambda line: not line.owner_id).owner_id = owner
        return result

    def _md_move_parts(self, parts, owner):
        """Moves of {product: quantity}, either way."""
        moves = self.env["stock.move"].create(
            [
                {
                    "product_id": part.id,
                    "product_uom": part.uom_id.id,
                    "product_uom_qty": abs(quantity),
                    "picking_id": self.id,
                    "picking_type_id": self.picking_type_id.id,
                    "location_id": self.location_id.id,
                    "location_dest_id": self.location_dest_id.id,
                    "company_id": self.company_id.id,
                    "restrict_partner_id": owner,
                }
                for part, quantity in parts.items()
            ]
        )
        # not merged with what is sold of the same: those moves are counted already
        for move in moves._action_confirm(merge=False):
            move.quantity = move.product_uom_qty
            move.picked = True

    def _prepare_stock_move_vals(self, first_line, order_lines):
        owner = first_line.order_id.config_id.md_channel_id._owner()
        vals = super()._prepare_stock_move_vals(first_line, order_lines)
        return {**vals, "restrict_partner_id": owner} if owner else vals
