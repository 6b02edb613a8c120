from odoo import models


class ResDevice(models.Model):
    _inherit = "res.device"

    def _revoke(self):
        """Core's, recorded."""
        # whose device it is may not be readable
        self.env["md.devices"]._record(self.sudo())
        return super()._revoke()
