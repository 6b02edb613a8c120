from odoo import models

PREFIX = "md_channel_"


class IrWebsocket(models.AbstractModel):
    """Who may read a channel may listen to it: ``md_channel_<id>``."""

    _inherit = "ir.websocket"

    def _build_bus_channel_list(self, channels):
        asked = {
            name
            for name in channels
            if isinstance(name, str) and name.startswith(PREFIX)
        }
        known = super()._build_bus_channel_list(
            [name for name in channels if name not in asked]
        )
        ids = [
            int(name[len(PREFIX) :])
            for name in asked
            if name[len(PREFIX) :].isdecimal()
        ]
        model = self.env["md.channel"]
        if ids and self.env.user._is_internal() and model.has_access("read"):
            known.extend(model.search([("id", "in", ids)]))
        return known
