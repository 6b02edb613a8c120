from odoo import api, models
from odoo.exceptions import UserError


class MdChallanReport(models.AbstractModel):
    """What a printed tax challan shows: each page is one counted print."""

    _name = "report.md_pos_ext.md_challan_document"
    _description = "Mushak 6.3"

    @api.model
    def _get_report_values(self, docids, data=None):
        """Pages of `md.challan.print`, for who has just made them.

        :raises UserError: for a print of before, or of somebody else: it would be a
            second original that nobody has counted
        """
        prints = self.env["md.challan.print"].browse(docids)
        prints.check_access("read")
        if not self.env.su and not all(page._is_fresh() for page in prints):
            raise UserError(
                self.env._(
                    "This print was made before. Press Print on the tax challan: each "
                    "print is counted."
                )
            )
        pages = self.env["md.challan.page"]
        # sudo: what is on the form is for who may read the challan
        return {"docs": prints, "pages": [pages._of(one) for one in prints.sudo()]}
