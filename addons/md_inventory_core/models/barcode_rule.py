from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..lib.barcodes import layout_of


class BarcodeRule(models.Model):
    """Codes with a weight or price in them may have a check digit for it, too."""

    _inherit = "barcode.rule"

    md_value_checked = fields.Boolean(
        "Value Has a Check Digit",
        help="The last digit of the article before the braces is the check digit of "
        "the price or weight (4 or 5 digits), as GS1 defines it.",
    )

    @api.constrains("md_value_checked", "pattern", "encoding")
    def _check_value_checked(self):
        for rule in self.filtered("md_value_checked"):
            if rule.encoding != "ean13" or not layout_of(
                rule.type, rule.pattern, checked=True
            ):
                raise ValidationError(
                    self.env._(
                        "Rule %(rule)s: a check digit of the value needs EAN-13 and a "
                        "pattern such as 23.....{NNDDD} with 12 digits in all, 4 or 5 "
                        "of them in braces.",
                        rule=rule.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        self.env.registry.clear_cache()
        return super().create(vals_list)

    def write(self, vals):
        self.env.registry.clear_cache()
        return super().write(vals)

    def unlink(self):
        self.env.registry.clear_cache()
        return super().unlink()
