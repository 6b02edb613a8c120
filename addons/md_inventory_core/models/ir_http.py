from odoo import models
from odoo.http import request


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _dispatch(cls, endpoint):
        """Every call of a route: what is refused in it goes into the audit trail."""
        try:
            return super()._dispatch(endpoint)
        except Exception as error:
            request.env["md.refusal"].note(error)
            raise
