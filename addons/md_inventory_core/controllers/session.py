from odoo import http
from odoo.http import request

from odoo.addons.web.controllers.session import Session


class MdSession(Session):
    """Log-outs are recorded."""

    @http.route()
    def destroy(self):
        """Core's."""
        request.env["md.login"]._ended()
        return super().destroy()

    @http.route()
    def logout(self, redirect="/odoo"):
        """Core's."""
        if request.db and request.session.uid:
            request.env(user=request.session.uid)["md.login"]._ended()
        return super().logout(redirect)
