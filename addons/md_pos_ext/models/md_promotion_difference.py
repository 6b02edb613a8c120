from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from odoo.addons.md_inventory_core.lib.refusals import refused
from odoo.addons.md_inventory_core.models.fields import LooseMany2one

ACTS = ("md_inventory_core.group_manager", "md_inventory_core.group_admin")
REASONS = [
    ("price", "Not the Price of the List"),
    ("discount", "Another Discount"),
    ("unknown", "Unknown Promotion"),
    ("ended", "Promotion not on Sale"),
    ("revision", "Another Revision"),
    ("missed", "Promotion not known to the Till"),
    ("customer", "Customer not as told"),
    ("clock", "Clock in Doubt"),
    ("facts", "Goods not known to the Till"),
    ("optimal", "Search not finished"),
    ("refund", "Another Refund"),
    ("refund_over", "More came back than was sold"),
    ("total", "Total is not its Lines"),
    ("failed", "Could not be checked"),
]
# What who resolves it writes; all else stays as it was found.
OURS = ("state", "note", "resolved_by", "resolved_at")
GUARD_SQL = """
CREATE OR REPLACE TRIGGER %(delete)s BEFORE DELETE ON %(table)s
    FOR EACH ROW EXECUTE FUNCTION md_append_only_refuse();
CREATE OR REPLACE TRIGGER %(truncate)s BEFORE TRUNCATE ON %(table)s
    FOR EACH STATEMENT EXECUTE FUNCTION md_append_only_refuse();
CREATE OR REPLACE TRIGGER %(update)s BEFORE UPDATE ON %(table)s
    FOR EACH ROW WHEN (
        to_jsonb(OLD) - %(ours)s::text[]
        IS DISTINCT FROM to_jsonb(NEW) - %(ours)s::text[]
    ) EXECUTE FUNCTION md_append_only_refuse();
ALTER TABLE %(table)s ENABLE ALWAYS TRIGGER %(delete)s;
ALTER TABLE %(table)s ENABLE ALWAYS TRIGGER %(truncate)s;
ALTER TABLE %(table)s ENABLE ALWAYS TRIGGER %(update)s;
"""


class MdPromotionDifference(models.Model):
    """A receipt that costs something else than the server finds.

    Written once for a receipt by `md.promotion.check`, in SQL; afterwards only how it
    was resolved is added. ``amount`` is what the customer paid more (above 0) or less
    (below 0), tax included, in the receipt's currency; ``details`` are the reasons and
    lines as they were found, amounts in the tax mode of the prices.
    """

    _name = "md.promotion.difference"
    _description = "Difference of a Receipt"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "state, sold_at desc, id desc"
    _log_access = False
    _rec_name = "reference"
    _mail_post_access = "read"  # who sees it may talk about it

    order_id = LooseMany2one("pos.order", "Receipt", required=True, readonly=True)
    reference = fields.Char("Receipt Number", readonly=True)
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    session_id = LooseMany2one("pos.session", readonly=True)
    config_id = LooseMany2one("pos.config", "Till", readonly=True)
    warehouse_id = LooseMany2one("stock.warehouse", "Store", readonly=True)
    user_id = LooseMany2one("res.users", "Cashier", readonly=True)
    sold_at = fields.Datetime("Sold", required=True, readonly=True)
    checked_at = fields.Datetime("Checked", required=True, readonly=True)
    reason = fields.Selection(REASONS, required=True, readonly=True)
    amount = fields.Monetary(
        "Paid +/−",
        readonly=True,
        help="What the customer paid more than the server finds; below zero: less.",
    )
    details = fields.Json(readonly=True)
    explanation = fields.Text("In Words", compute="_compute_explanation")
    headline = fields.Char("What", compute="_compute_explanation")
    comparison = fields.Html("Line by Line", compute="_compute_comparison")
    state = fields.Selection(
        [("open", "Open"), ("resolved", "Resolved")],
        required=True,
        readonly=True,
        default="open",
    )
    note = fields.Text("How", readonly=True)
    resolved_by = LooseMany2one("res.users", "Resolved by", readonly=True)
    resolved_at = fields.Datetime("Resolved", readonly=True)

    _once = models.UniqueIndex(
        "(order_id) WHERE state = 'open' OR reason <> 'failed'",
        "A receipt is written down once.",
    )
    _open_idx = models.Index("(company_id, sold_at) WHERE state = 'open'")

    def init(self):
        """The database, too, lets nobody change what was found."""
        result = super().init()
        names = {
            word: SQL.identifier(f"{self._table}_{word}")
            for word in ("delete", "truncate", "update")
        }
        table = SQL.identifier(self._table)
        self.env.cr.execute(SQL(GUARD_SQL, table=table, ours=list(OURS), **names))
        return result

    @api.depends("details")
    @api.depends_context("lang")
    def _compute_explanation(self):
        words = self.env["md.promotion.difference.words"]
        for difference in self:
            reasons = (difference.details or {}).get("reasons", ())
            sentences = words._sentences(reasons)
            difference.explanation = "\n".join(sentences)
            difference.headline = sentences[0] if sentences else ""

    @api.depends("details")
    @api.depends_context("lang")
    def _compute_comparison(self):
        words = self.env["md.promotion.difference.words"]
        for difference in self:
            details = difference.details or {}
            difference.comparison = details.get("lines") and words._comparison(details)

    @api.model_create_multi
    def create(self, vals_list):
        """Refused for everybody: the check inserts these rows itself."""
        if vals_list:
            self._refuse("create")
        return super().create(vals_list)

    def write(self, vals):
        """Refused but for how it was resolved, by who may."""
        if vals.keys() - set(OURS) or not self.env.su:
            self._refuse("write")
        return super().write(vals)

    def unlink(self):
        """Refused for everybody."""
        if self:
            self._refuse("unlink")
        return super().unlink()

    def _refuse(self, operation):
        message = self.env._(
            "What the check of receipts found stays as it is; it can be resolved."
        )
        raise refused(AccessError(message), self._name, operation, self.ids)

    def _check_may_act(self):
        self.check_access("read")
        if not self.env.su and not any(map(self.env.user.has_group, ACTS)):
            message = self.env._("Only a manager resolves differences of receipts.")
            raise refused(AccessError(message), self._name, "resolve", self.ids)

    def action_resolve(self):
        """Ask how first."""
        self._check_may_act()
        still = self.filtered(lambda one: one.state == "open")
        if not still:
            raise UserError(self.env._("These are resolved already."))
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "md_pos_ext.md_difference_resolve_wizard_action"
        )
        return {**action, "context": {"default_difference_ids": still.ids}}

    def action_check_again(self):
        """Check receipts once more that could not be checked; their rows are resolved.

        What is found then is a row of its own.
        """
        self._check_may_act()
        still = self.filtered(lambda one: one.state == "open")
        failed = still.filtered(lambda one: one.reason == "failed")
        # sudo: who may has been checked; receipts are the system's to mark
        orders = failed.sudo().order_id.exists()
        if not orders:
            raise UserError(
                self.env._("Only receipts that could not be checked are checked again.")
            )
        failed._resolve(self.env._("Checked again."))
        orders.md_to_check = True
        self.env["md.promotion.check"]._soon()

    def _resolve(self, note):
        """They need nobody's eyes any more; ``note``: what was done about them."""
        self._check_may_act()
        # sudo: rows are the system's; who may has been checked
        rows = self.sudo()
        rows.lock_for_update()
        rows.invalidate_recordset(["state"])
        now = self.env["md.clock"]._now()
        rows = rows.filtered(lambda one: one.state == "open")
        told = {"note": note, "resolved_by": self.env.uid, "resolved_at": now}
        rows.write({"state": "resolved", **told})
        for row in rows:
            self.env["md.audit.trail"]._record(
                "price",
                "promotion.difference.resolved",
                model=row._name,
                res_id=row.id,
                before={"state": "open"},
                after={
                    "state": "resolved",
                    "receipt": row.reference,
                    "reason": row.reason,
                    "amount": row.amount,
                },
                reason=note,
                company_id=row.company_id.id,
            )
        rows.activity_ids.action_feedback(feedback=note)

    def action_open_order(self):
        """The receipt."""
        self.ensure_one().check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": "pos.order",
            "res_id": self.order_id.id,
            "views": [(False, "form")],
        }
