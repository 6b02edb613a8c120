import re

from odoo import models
from odoo.http import request

TILL_PAGE = re.compile(r"/pos/ui/(\d{1,9})\b")


class MdAuditTrail(models.AbstractModel):
    _inherit = "md.audit.trail"

    def _till(self):
        """Name of the till whose page sent the request.

        Read from the page's address, which the browser sends along: good enough to find
        the place of an honest deed, no proof against somebody who forges it.
        """
        page = TILL_PAGE.search(request.httprequest.referrer or "")
        if not page:
            return super()._till()
        # the name of a till is no secret, and the user may be nobody yet
        till = self.env["pos.config"].sudo().browse(int(page[1])).exists()
        return till.name or super()._till()
