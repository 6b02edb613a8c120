from odoo import api, models


class StockMove(models.Model):
    """Goods leave only the own stores of who moves them: see `md.store.limit`."""

    _inherit = "stock.move"

    @api.model_create_multi
    def create(self, vals_list):
        with self.env["md.store.limit"]._guarding(self.browse()) as created:
            moves = super().create(vals_list)
            created(moves)
        return moves

    def write(self, vals):
        with self.env["md.store.limit"]._guarding(self):
            return super().write(vals)

    def _action_done(self, *args, **kwargs):
        """Who receives what another store sent splits and ends the other's moves."""
        if not self.env["md.store.limit"]._receives(self):
            return super()._action_done(*args, **kwargs)
        # checked just now; a rest is a new move out of the other store
        done = super(StockMove, self.sudo())._action_done(*args, **kwargs)
        return done.with_env(self.env)
