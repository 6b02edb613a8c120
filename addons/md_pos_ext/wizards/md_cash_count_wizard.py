from uuid import uuid4

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.md_inventory_core.lib.refusals import refused


class MdCashCountWizard(models.TransientModel):
    """A manager counts a drawer without its till: to look, or to close the session."""

    _name = "md.cash.count.wizard"
    _description = "Count a Drawer"

    session_id = fields.Many2one("pos.session", required=True, readonly=True)
    currency_id = fields.Many2one(related="session_id.currency_id")
    kind = fields.Selection(
        [("spot", "Spot Check"), ("closing", "Count for Closing")],
        required=True,
        default="spot",
    )
    line_ids = fields.One2many("md.cash.count.wizard.line", "wizard_id", "Pieces")
    total = fields.Monetary(compute="_compute_total")
    reason = fields.Char(help="Why it differs, when it does.")
    told = fields.Char(readonly=True)
    key = fields.Char(readonly=True, default=lambda self: uuid4().hex)

    @api.model
    def default_get(self, fields):
        """A line for each note and coin of the till."""
        values = super().default_get(fields)
        session = self.env["pos.session"].browse(values.get("session_id"))
        if session and "line_ids" in fields:
            values["line_ids"] = [
                (0, 0, {"value": value})
                for value in session.config_id._md_denominations()
            ]
        return values

    @api.depends("line_ids.value", "line_ids.pieces")
    def _compute_total(self):
        for wizard in self:
            wizard.total = sum(line.value * line.pieces for line in wizard.line_ids)

    def action_count(self):
        """Record the count; say what differs, and ask why.

        :raises AccessError: for who is no manager
        """
        self.ensure_one()
        control = self.env["md.cash.control"]
        if not control._is_manager():
            message = self.env._("A manager counts drawers in the back office.")
            raise refused(AccessError(message), self._name, "create")
        self.session_id.check_access("read")
        pieces = [[line.value, line.pieces] for line in self.line_ids]
        reason = (self.reason or "").strip()[:200]
        if self.told and self.kind == "closing" and not reason:
            raise UserError(self.env._("Say why it differs."))
        answer = control._count(self.session_id, self.kind, pieces, reason, self.key)
        off = answer["difference"]
        if answer["state"] == "ok" and (self.kind == "closing" or not off):
            return {"type": "ir.actions.act_window_close"}
        self.told = self._words(answer)
        self.key = uuid4().hex  # what is counted now is a count of its own
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
        }

    def _words(self, answer):
        if answer["state"] == "again":
            return self.env._("It does not match. Count again.")
        amount = self.currency_id.format(answer["difference"])
        if self.kind == "spot":
            return self.env._("Recorded. It differs by %s.", amount)
        return self.env._("It differs by %s. Say why.", amount)
