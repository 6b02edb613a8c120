from odoo import models


class MdForensicWords(models.AbstractModel):
    _inherit = "md.forensic.words"

    def _kinds(self):
        return {**super()._kinds(), "till": self.env._("Till sale")}
