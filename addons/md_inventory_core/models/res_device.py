from odoo import models


class ResDevice(models.Model):
    _inherit = "res.device"

    def _revoke(self):
        """Core's, recorded."""
        # core relies on reading being refused; what follows reads them for it
        self.check_access("read")
        # whose device it is may not be readable
        self.env["md.devices"]._record(self.sudo())
        return super()._revoke()
