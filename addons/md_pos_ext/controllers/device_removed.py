from odoo import http
from odoo.http import request

LONGEST = 64  # letters of a key


class MdDeviceRemoved(http.Controller):
    """Where a removed device sends what waits and deletes what it keeps."""

    @http.route("/md/till/removed", type="http", auth="user", methods=["GET"])
    def page(self, **_words):
        """The page; its script asks whether this device is one that is removed."""
        return request.render("md_pos_ext.device_removed")

    @http.route("/md/till/removed/ask", type="jsonrpc", auth="user", methods=["POST"])
    def ask(self, device="", **_words):
        """Whether a device is removed: only then anything is deleted."""
        devices = request.env["md.till.devices"]
        return {"removed": bool(devices._gone(device))}

    @http.route("/md/till/removed/wiped", type="jsonrpc", auth="user", methods=["POST"])
    def wiped(self, device="", **_words):
        """All is deleted; who was logged in there is not any more."""
        key = device if isinstance(device, str) else ""
        done = bool(key) and request.env["md.till.devices"]._wipe(key[:LONGEST])
        if done:
            request.session.logout(keep_db=True)
            # pictures of customers may be in the browser's own cache
            request.future_response.headers["Clear-Site-Data"] = '"cache"'
        return {"done": done}
