from odoo import api, models
from odoo.exceptions import UserError

from ..models.md_challan_print import FRESH


class MdZReportPrint(models.AbstractModel):
    """What a printed Z report shows; each print is counted before."""

    _name = "report.md_pos_ext.md_z_report_document"
    _description = "Z Report"

    @api.model
    def _get_report_values(self, docids, data=None):
        """Pages of Z reports, for who has just counted a print of each.

        :raises UserError: for one whose print nobody has counted
        """
        reports = self.env["md.z.report"].browse(docids)
        reports.check_access("read")
        words, pages = self.env["md.till.report.words"], []
        for report in reports:
            last = report.print_ids.sorted("number")[-1:]
            if not self.env.su and not self._is_fresh(last):
                raise UserError(
                    self.env._("Press Print on the Z report: each print is counted.")
                )
            pages.append(words._of_report(report, last.number))
        return {"docs": reports, "pages": pages}

    def _is_fresh(self, last):
        now = self.env.cr.now()
        return last.user_id == self.env.user and last.at > now - FRESH
