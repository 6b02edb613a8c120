from odoo import api, models

DIGITS = 10  # of a percentage: two lose a paisa on a line of 100.00


class DecimalPrecision(models.Model):
    _inherit = "decimal.precision"

    @api.model
    def _md_raise_discount(self):
        """Let a discount say any amount of a line exactly; never lowers the digits."""
        record = self.env.ref("product.decimal_discount", raise_if_not_found=False)
        record = record or self.search([("name", "=", "Discount")], limit=1)
        if record and record.digits < DIGITS:
            record.digits = DIGITS
