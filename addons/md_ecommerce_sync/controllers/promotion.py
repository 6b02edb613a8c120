from odoo.http import request, route

from odoo.addons.md_inventory_core.lib.rate_limit import RateLimit
from odoo.addons.website_sale.controllers.main import WebsiteSale

# Nobody types more codes than that; who tries them out is slowed down.
TRIES = RateLimit(calls=10, seconds=600)
LONGEST = 60


class PromotionCode(WebsiteSale):
    """Codes that shoppers enter in the cart: of promotions, else of price lists."""

    @route()
    def pricelist(self, promo="", **post):
        """Keep a code that opens a promotion; leave others to Odoo.

        What neither knows is told in one sentence, which also says when a promotion
        has expired; ten tries in ten minutes from one address.
        """
        # a database takes no zero bytes
        code = "".join(filter(str.isprintable, promo)).strip()[:LONGEST]
        if not code:
            return super().pricelist(promo, **post)
        back = request.redirect(post.get("r", "/shop/cart"))
        if TRIES.wait_for(request.httprequest.remote_addr):
            told = request.env._("That were many codes. Please wait a few minutes.")
            request.session["md_code_word"] = told
            return back
        word = request.cart._md_enter_code(code)
        if not word:
            return back
        answer = super().pricelist(code, **post)
        if "code_not_available" not in answer.location:
            return answer
        request.session["md_code_word"] = word
        return back

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
