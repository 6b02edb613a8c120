from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError
from odoo.tools import SQL

from odoo.addons.md_inventory_core.models.fields import LooseMany2one

FRESH = timedelta(minutes=15)  # in which a browser fetches what was counted


class MdChallanPrint(models.Model):
    """One print of a tax challan: who made it and when. The first is the original."""

    _name = "md.challan.print"
    _description = "Print of a Tax Challan"
    _inherit = ["md.append.only.mixin"]
    _order = "id desc"
    _log_access = False

    challan_id = fields.Many2one(
        "md.challan", required=True, readonly=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="challan_id.company_id")
    number = fields.Integer(
        "Print", required=True, readonly=True, aggregator=None, help="1: the original."
    )
    language = fields.Selection(
        [("en", "English"), ("bn", "Bengali")], required=True, readonly=True
    )
    user_id = LooseMany2one("res.users", "Who", readonly=True)
    at = fields.Datetime("When", required=True, readonly=True)

    _number_uniq = models.UniqueIndex(
        "(challan_id, number)", "A print has its own number."
    )

    @api.depends("challan_id.number", "number")
    def _compute_display_name(self):
        for page in self:
            page.display_name = f"{page.challan_id.number} #{page.number}"

    def _is_fresh(self):
        """Whether who asks is who has just printed it; others count a print more."""
        mine = self.user_id == self.env.user
        return mine and self.at > fields.Datetime.now() - FRESH

    @api.model
    def _count(self, challan, language):
        """Insert the next print of a challan.

        :raises ConcurrencyError: when somebody else prints it at this moment; Odoo
            tries the request again
        """
        rows = self.env.execute_query(
            SQL(
                """
                INSERT INTO md_challan_print (challan_id, number, language, user_id, at)
                SELECT %(challan)s, coalesce(max(number), 0) + 1, %(language)s,
                       %(user)s, %(now)s
                  FROM md_challan_print WHERE challan_id = %(challan)s
                ON CONFLICT DO NOTHING
                RETURNING id
                """,
                challan=challan.id,
                language=language,
                user=self.env.uid,
                now=fields.Datetime.now(),
            )
        )
        if not rows:
            raise ConcurrencyError(self.env._("The challan is being printed."))
        challan.invalidate_recordset(["print_ids", "print_count"])
        return self.browse(rows[0])
