from odoo import http
from odoo.exceptions import AccessDenied
from odoo.http import request

from odoo.addons.auth_totp.controllers.home import Home

from ..lib.login import SETUP_URL


class MdHome(Home):
    """Log-in pages: the second factor, and its set-up where a role demands it."""

    @http.route()
    def web_totp(self, redirect=None, **kwargs):
        """Core's, for who has an authenticator and typed the password just now."""
        user = request.env["md.totp"]._unfinished()
        if not request.session.uid and not user:
            return request.redirect("/web/login")
        if user and user._must_enrol_totp():
            return request.redirect(self._login_redirect(user.id, redirect=redirect))
        response = super().web_totp(redirect=redirect, **kwargs)
        if user and request.session.uid:
            request.env["md.login"]._succeeded(user, user._mfa_type() or "code")
        return response

    @http.route(
        SETUP_URL,
        type="http",
        auth="public",
        methods=["GET", "POST"],
        website=True,
        sitemap=False,
        multilang=False,
    )
    def md_totp_setup(self, redirect=None, totp_token="", **_kwargs):
        """Set up the authenticator that the role demands, then log in."""
        totp, error = request.env["md.totp"], None
        user = totp._unfinished()
        if not user or not user._must_enrol_totp():
            return request.redirect("/web/login")
        if request.httprequest.method == "POST":
            try:
                totp._enrol(user, totp_token)
                return self._md_log_in(user, redirect)
            except AccessDenied as refusal:
                error = refusal.args[0]
        values = totp._page(user) | {"error": error, "redirect": redirect}
        response = request.render("md_inventory_core.totp_setup", values)
        response.headers["Cache-Control"] = "no-store"
        return response

    def _md_log_in(self, user, redirect):
        """Turn the unfinished log-in into a session."""
        request.session.finalize(request.env)
        request.update_env(user=request.session.uid)
        request.update_context(**request.session.context)
        request.env["md.login"]._succeeded(user, "totp")
        return request.redirect(self._login_redirect(user.id, redirect=redirect))
