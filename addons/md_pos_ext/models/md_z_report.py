from odoo import api, fields, models
from odoo.exceptions import AccessError

from odoo.addons.md_inventory_core.lib.refusals import refused
from odoo.addons.md_inventory_core.models.fields import LooseMany2one

PRINTS = ("cashier", "support", "manager", "admin")  # roles
REPORT = "md_pos_ext.md_z_report_print"


class MdZReport(models.Model):
    """The end of a till's session: what it sold, took and had, as the ledger has it.

    Inserted by `md.till.report` in the transaction that closes the session, with the
    next number of the till, and never changed. Amounts are in the till's currency.
    """

    _name = "md.z.report"
    _description = "Z Report"
    _inherit = ["md.append.only.mixin"]
    _order = "id desc"
    _log_access = False

    config_id = fields.Many2one(
        "pos.config", "Till", required=True, readonly=True, ondelete="restrict"
    )
    number = fields.Integer(required=True, readonly=True, aggregator=None)
    session_id = fields.Many2one(
        "pos.session", required=True, readonly=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="restrict"
    )
    warehouse_id = LooseMany2one("stock.warehouse", "Store", readonly=True)
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    opened_at = fields.Datetime("Opened", readonly=True)
    closed_at = fields.Datetime("Closed", required=True, readonly=True)
    user_id = LooseMany2one("res.users", "Closed By", readonly=True)
    sales = fields.Integer("Receipts", required=True, readonly=True)
    refunds = fields.Integer(required=True, readonly=True)
    base = fields.Monetary(
        "Value", required=True, readonly=True, help="Without taxes, less refunds."
    )
    tax = fields.Monetary("Taxes", required=True, readonly=True)
    total = fields.Monetary(
        required=True, readonly=True, help="With taxes, less refunds."
    )
    refunded = fields.Monetary("Given back", required=True, readonly=True)
    rounding = fields.Monetary("Cash Rounding", required=True, readonly=True)
    expected = fields.Monetary("Cash expected", readonly=True)
    counted = fields.Monetary("Cash counted", readonly=True)
    difference = fields.Monetary("Cash Difference", readonly=True)
    grand_total = fields.Monetary(
        required=True,
        readonly=True,
        aggregator=None,
        help="Totals of all Z reports of this till up to this one.",
    )
    ledger_difference = fields.Monetary(
        "Off the Ledger",
        required=True,
        readonly=True,
        help="By how much the till's figures differ from the posted journal entries; "
        "the sum over all lines, without their signs. It should be 0.",
    )
    facts = fields.Json(required=True, readonly=True)
    page = fields.Html("Report", compute="_compute_page", sanitize=False)
    print_ids = fields.One2many("md.z.print", "report_id", "Printed")
    print_count = fields.Integer("Prints", compute="_compute_print_count")

    _number_uniq = models.UniqueIndex(
        "(config_id, number)", "A number is given to one report of a till."
    )
    _session_uniq = models.UniqueIndex("(session_id)", "A session has one Z report.")

    @api.depends("config_id.name", "number")
    def _compute_display_name(self):
        for report in self:
            # sudo: a till's name is no secret for who sees its report
            report.display_name = f"{report.sudo().config_id.name} Z{report.number}"

    @api.depends("print_ids")
    def _compute_print_count(self):
        for report in self:
            report.print_count = len(report.print_ids)

    @api.depends("facts")
    @api.depends_context("lang", "tz")
    def _compute_page(self):
        words = self.env["md.till.report.words"]
        for report in self:
            page = words._of_report(report)
            report.page = self.env["ir.qweb"]._render(
                "md_pos_ext.md_till_report_page", {"page": page}
            )

    def action_print(self):
        """Count one more print and show it; the first one is the original.

        :raises AccessError: for who sells nothing and answers no customers
        """
        self.ensure_one()._check_may_print()
        self.env["md.z.print"]._count(self)
        return self.env.ref(REPORT).report_action(self)

    def action_session(self):
        """Show the session that it ended."""
        self.ensure_one().check_access("read")
        return self.session_id.get_formview_action()

    def action_entries(self):
        """Show the journal items it was compared with."""
        self.ensure_one().check_access("read")
        # sudo: which items they are; who may not read items does not see them
        return self.sudo().session_id.show_journal_items()

    def _check_may_print(self):
        self.check_access("read")
        user = self.env.user
        roles = [f"md_inventory_core.group_{role}" for role in PRINTS]
        if not (self.env.su or any(user.has_group(role) for role in roles)):
            message = self.env._("Z reports are printed by who sells.")
            raise refused(AccessError(message), self._name, "read", self.ids)
