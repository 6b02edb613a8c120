from odoo import models


class AccountMove(models.Model):
    _inherit = "account.move"

    def _compute_payment_count(self):
        """Who sells and sees an invoice need not be able to read its payments.

        Odoo counts them with the user's rights: a salesperson could make an invoice,
        and not open it.
        """
        # sudo: a number
        moves = self.sudo()
        done = super(AccountMove, moves)._compute_payment_count()
        for move, counted in zip(self, moves, strict=True):
            move.payment_count = counted.payment_count
        return done
