from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..lib.codes import is_code


class MdTender(models.Model):
    """A way to pay, as promotions know it: the same word at the till and on the web."""

    _name = "md.tender"
    _description = "Way to Pay"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(
        required=True, help="The word by which tills and web shops name it: bkash."
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _code_uniq = models.UniqueIndex("(code)", "Another way to pay has this code.")

    @api.constrains("code")
    def _check_code(self):
        for tender in self:
            if not is_code(tender.code):
                raise ValidationError(
                    self.env._(
                        "Way to pay %(name)s: code %(code)s has letters, digits, - and "
                        "_ only.",
                        name=tender.name,
                        code=tender.code,
                    )
                )
