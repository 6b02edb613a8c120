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
        """A channel of an owner's goods sells those, also when there are none left."""
        result = super()._create_move_from_pos_order_lines(lines)
        owner = lines.order_id.config_id.md_channel_id[:1]._owner()
        if owner:
            self.move_line_ids.filtered(lambda line: not line.owner_id).owner_id = owner
        return result

    def _prepare_stock_move_vals(self, first_line, order_lines):
        owner = first_line.order_id.config_id.md_channel_id._owner()
        vals = super()._prepare_stock_move_vals(first_line, order_lines)
        return {**vals, "restrict_partner_id": owner} if owner else vals
