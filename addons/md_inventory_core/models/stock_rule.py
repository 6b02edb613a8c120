from odoo import models


class StockRule(models.Model):
    _inherit = "stock.rule"

    def _push_prepare_move_copy_values(self, move_to_copy, new_date):
        """The next step inside a warehouse stays claimed under the same key."""
        vals = super()._push_prepare_move_copy_values(move_to_copy, new_date)
        return {**vals, "md_claim_key": move_to_copy.md_claim_key}

    def _get_custom_move_fields(self):
        """Whose goods are to be taken is handed on by every rule."""
        return [*super()._get_custom_move_fields(), "restrict_partner_id"]
