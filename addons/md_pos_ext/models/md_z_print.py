from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError
from odoo.tools import SQL

from odoo.addons.md_inventory_core.models.fields import LooseMany2one


class MdZPrint(models.Model):
    """One print of a Z report: who made it and when. The first is the original."""

    _name = "md.z.print"
    _description = "Print of a Z Report"
    _inherit = ["md.append.only.mixin"]
    _order = "id desc"
    _log_access = False

    report_id = fields.Many2one(
        "md.z.report", required=True, readonly=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="report_id.company_id")
    number = fields.Integer("Print", required=True, readonly=True, aggregator=None)
    user_id = LooseMany2one("res.users", "Who", readonly=True)
    at = fields.Datetime("When", required=True, readonly=True)

    _number_uniq = models.UniqueIndex(
        "(report_id, number)", "A print has its own number."
    )

    @api.model
    def _count(self, report):
        """Insert the next print of a report.

        :raises ConcurrencyError: when somebody else prints it at this moment; Odoo
            tries the request again
        """
        rows = self.env.execute_query(
            SQL(
                """
                INSERT INTO md_z_print (report_id, number, user_id, at)
                SELECT %(report)s, coalesce(max(number), 0) + 1, %(user)s, %(now)s
                  FROM md_z_print WHERE report_id = %(report)s
                ON CONFLICT DO NOTHING
                RETURNING id
                """,
                report=report.id,
                user=self.env.uid,
                now=fields.Datetime.now(),
            )
        )
        if not rows:
            raise ConcurrencyError(self.env._("The report is being printed."))
        report.invalidate_recordset(["print_ids", "print_count"])
        return self.browse(rows[0])
