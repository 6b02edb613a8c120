from odoo import http
from odoo.http import request


class MdSuggestions(http.Controller):
    """A customer's own choice whether habits are remembered."""

    @http.route(
        "/my/md/suggestions", type="http", auth="user", methods=["POST"], website=True
    )
    def md_suggestions(self, wanted="", **_kwargs):
        """Switch personal suggestions on (``wanted``) or off; off deletes them."""
        # sudo: the own contact, this one field
        request.env.user.partner_id.sudo().md_no_suggestions = not wanted
        return request.redirect("/my/account")
