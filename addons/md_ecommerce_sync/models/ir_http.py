from odoo import models
from odoo.http import request

from odoo.addons.website_sale.models.website import CART_SESSION_CACHE_KEY


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _frontend_pre_dispatch(cls):
        """To a visitor, free is what the website's channel may promise to this cart.

        Before core, which binds website and cart of the request to its context.
        """
        website = request.env["website"].get_current_website()
        cart = request.session.get(CART_SESSION_CACHE_KEY)
        request.update_context(**website._md_shop_context(cart))
        return super()._frontend_pre_dispatch()
