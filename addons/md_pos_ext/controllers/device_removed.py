from odoo import http
from odoo.http import request

LONGEST = 64  # letters of a key
MOST = 20  # keys of one browser; it has one, unless its storage was emptied by halves


class MdDeviceRemoved(http.Controller):
    """Where a removed device sends what waits and deletes what it keeps.

    Under /pos, where the till's worker keeps pages: it comes without a server, too.
    """

    @http.route("/pos/removed", type="http", auth="user", methods=["GET"])
    def page(self, **_words):
        """The page; its script asks whether this device is one that is removed."""
        if not request.env.user._is_internal():
            return request.not_found()
        response = request.render("md_pos_ext.device_removed", {"db": request.db})
        response.headers["Cache-Control"] = "no-store"
        return response

    @http.route("/pos/removed/ask", type="jsonrpc", auth="user", methods=["POST"])
    def ask(self, devices=(), **_words):
        """Whether a device is removed: only then anything is deleted."""
        return request.env["md.till.devices"]._asked(self._keys(devices))

    @http.route("/pos/removed/wiped", type="jsonrpc", auth="user", methods=["POST"])
    def wiped(self, devices=(), **_words):
        """All is deleted; who was logged in there is not any more."""
        service = request.env["md.till.devices"]
        done = [service._wipe(key) for key in self._keys(devices)]
        if any(done):
            request.session.logout(keep_db=True)
            # pictures of customers may be in the browser's own cache
            request.future_response.headers["Clear-Site-Data"] = '"cache"'
        return {"done": any(done)}

    def _keys(self, devices):
        """Keys that a browser of ours would tell."""
        if not request.env.user._is_internal() or not isinstance(devices, list):
            return []
        texts = [key for key in devices[:MOST] if isinstance(key, str)]
        return [key for key in texts if 0 < len(key) <= LONGEST]
