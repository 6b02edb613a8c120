from odoo.http import Controller, request, route

from odoo.addons.md_inventory_core.lib.rate_limit import RateLimit

# Nobody types more codes than that; who tries them out is slowed down.
TRIES = RateLimit(calls=10, seconds=600)
LONGEST = 60


class PromotionCode(Controller):
    """Codes that shoppers enter in the cart."""

    @route(
        "/shop/cart/code", type="http", auth="public", website=True, methods=["POST"]
    )
    def md_enter_code(self, code="", **_post):
        """Keep a code in the cart if it opens a promotion; else say why not."""
        if TRIES.wait_for(request.httprequest.remote_addr):
            word = request.env._("That were many codes. Please wait a few minutes.")
        else:
            word = request.cart._md_enter_code(code.strip()[:LONGEST])
        if word:
            request.session["md_code_word"] = word
        return request.redirect("/shop/cart")

    @route(
        "/shop/cart/code/clear",
        type="http",
        auth="public",
        website=True,
        methods=["POST"],
    )
    def md_clear_codes(self, **_post):
        """Take all codes out of the cart again."""
        if cart := request.cart:
            cart.md_coupons = False
        return request.redirect("/shop/cart")
