from odoo import models


class MdClaimWords(models.AbstractModel):
    _inherit = "md.claim.words"

    def _of_stock(self):
        """Add what is found at tills."""
        return {
            **super()._of_stock(),
            "till": self.env._(
                "%(subject)s is paid at the till, but its goods did not move: open the "
                "transfer, say what is missing (often a lot) and validate it."
            ),
        }
