from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.md_inventory_core.lib.refusals import refused

ACTS = ("md_inventory_core.group_manager", "md_inventory_core.group_admin")
WRITABLE = {"deposit_reference", "note"}


class MdSafeDrop(models.Model):
    """A bag of cash that went from a drawer to the safe, and on to the bank.

    Made by `md.cash.control`. The amount is in the till's currency and in the ledger
    from the moment of the drop: on the company's account of money in transit, where the
    statement of the bank finds it.
    """

    _name = "md.safe.drop"
    _description = "Safe Drop"
    _order = "id desc"
    _rec_name = "bag"

    session_id = fields.Many2one(
        "pos.session", required=True, readonly=True, index=True, ondelete="restrict"
    )
    config_id = fields.Many2one(
        "pos.config", "Till", required=True, readonly=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="restrict"
    )
    warehouse_id = fields.Many2one("stock.warehouse", "Store", readonly=True)
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    bag = fields.Char("Bag Number", required=True, readonly=True)
    amount = fields.Monetary(required=True, readonly=True)
    user_id = fields.Many2one("res.users", "Cashier", required=True, readonly=True)
    dropped_at = fields.Datetime("Dropped", required=True, readonly=True)
    state = fields.Selection(
        [("safe", "In the Safe"), ("banked", "At the Bank"), ("void", "Put back")],
        required=True,
        readonly=True,
        default="safe",
    )
    deposit_reference = fields.Char(
        "Deposit Slip", help="Number of the slip with which the bank took the bag."
    )
    note = fields.Char()
    banked_at = fields.Datetime("Banked", readonly=True)
    banked_by = fields.Many2one("res.users", readonly=True)
    statement_line_id = fields.Many2one(
        "account.bank.statement.line", "Entry", readonly=True, ondelete="restrict"
    )
    key = fields.Char(readonly=True, help="Of the request, which may come twice.")

    _bag_uniq = models.UniqueIndex(
        "(company_id, bag) WHERE state != 'void'", "A bag number is used once."
    )
    _key_uniq = models.UniqueIndex("(session_id, key)", "A drop is recorded once.")
    _amount_positive = models.Constraint("CHECK (amount > 0)", "A bag has money in it.")

    def write(self, vals):
        """Refused but for slip and note, by who may."""
        if not self.env.su:
            if vals.keys() - WRITABLE:
                message = self.env._("What was dropped stays as it is.")
                raise refused(AccessError(message), self._name, "write", self.ids)
            self._check_may_act()
        return super().write(vals)

    def _check_may_act(self):
        self.check_access("read")
        if not self.env.su and not any(map(self.env.user.has_group, ACTS)):
            message = self.env._("Only a manager takes bags out of the safe.")
            raise refused(AccessError(message), self._name, "write", self.ids)

    def action_bank(self):
        """These bags went to the bank; each names its deposit slip."""
        self._check_may_act()
        for drop in self:
            if drop.state != "safe":
                raise UserError(
                    self.env._("Bag %s is not in the safe any more.", drop.bag)
                )
            if not (drop.deposit_reference or "").strip():
                raise UserError(
                    self.env._("Bag %s: enter the number of its slip.", drop.bag)
                )
        # sudo: who may has been checked; rows are the system's
        self.sudo().write(
            {
                "state": "banked",
                "banked_at": self.env["md.clock"]._now(),
                "banked_by": self.env.uid,
            }
        )
        return True

    def action_put_back(self):
        """The bag went back into its drawer, whose session is still open."""
        self._check_may_act()
        for drop in self:
            self.env["md.cash.control"]._put_back(drop)
        return True
