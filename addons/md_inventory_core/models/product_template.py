from decimal import Decimal

from odoo import models

from ..lib import approval


class ProductTemplate(models.Model):
    _inherit = "product.template"

    def _md_apply_approval(self, request):
        """Change the price as an approved request says, from the price it names."""
        price, _currency = approval.parts_of(request.fingerprint)["price to"].split()
        self.env["md.price.change"]._change(self, Decimal(price), request.reason)
