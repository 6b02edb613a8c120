from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError

from ..lib.promotion_returns import REST, SHARE

POLICIES = [
    (SHARE, "What was paid for it"),
    (REST, "What was paid, less what the rest costs by itself"),
]


class MdReturnWizard(models.TransientModel):
    """Takes goods of a sales order back, and shows before what the customer gets."""

    _name = "md.return.wizard"
    _description = "Return of Goods"

    order_id = fields.Many2one("sale.order", required=True, readonly=True)
    currency_id = fields.Many2one(related="order_id.currency_id")
    policy = fields.Selection(
        POLICIES,
        "The Customer Gets",
        required=True,
        help="Of a buy 2 get 1 on 100, 80 and 60, paid 180, the 100 brings 75 by what "
        "was paid for it, and 40 when the rest is priced anew: 80 and 60 cost 140.",
    )
    usual = fields.Boolean(compute="_compute_usual")
    reason = fields.Char(help="Why this refund does not follow the company's rule.")
    line_ids = fields.One2many("md.return.wizard.line", "wizard_id", "Goods")
    total = fields.Monetary("Comes Back", compute="_compute_total")
    refusal = fields.Char(compute="_compute_refusal")
    # pressed again after a lost answer it makes no second credit note
    move_id = fields.Many2one("account.move", readonly=True)

    @api.model
    def default_get(self, fields_list):
        """The order's lines with what can still come back."""
        values = super().default_get(fields_list)
        order = self.env["sale.order"].browse(values.get("order_id"))
        if order:
            values["policy"] = order.company_id.md_refund_policy
            values["line_ids"] = [
                Command.create({"sale_line_id": line.id, "quantity": 0})
                for line in order.order_line
                if line.product_id and not line.display_type and line.qty_invoiced > 0
            ]
        return values

    @api.depends("policy", "order_id")
    def _compute_usual(self):
        for wizard in self:
            company = wizard.order_id.company_id
            wizard.usual = wizard.policy == company.md_refund_policy

    @api.depends("line_ids.amount")
    def _compute_total(self):
        for wizard in self:
            wizard.total = sum(wizard.line_ids.mapped("amount"))

    @api.depends("policy", "line_ids.quantity", "order_id")
    def _compute_refusal(self):
        for wizard in self:
            wizard.refusal = wizard._found()[1]

    def _found(self):
        """(amounts, None), or ({}, why nothing can come back like this)."""
        try:
            return self._amounts(), None
        except UserError as error:
            return {}, str(error)

    def _amounts(self):
        """{order line: amount} for what is to come back."""
        self.ensure_one()
        returned = {
            line.sale_line_id: line.quantity
            for line in self.line_ids
            if line.quantity > 0
        }
        if any(line.quantity < 0 for line in self.line_ids):
            raise UserError(self.env._("A quantity that comes back is not below 0."))
        if not returned:
            return {}
        return self.env["md.promotion.refund"]._amounts(
            self.order_id, returned, self.policy
        )

    def action_refund(self):
        """Make the credit note, as a draft, and show it.

        :raises UserError: when nothing or too much comes back, or a reason is missing
        """
        self.ensure_one()
        order = self.order_id
        order.check_access("write")
        if not self.move_id:
            # a second person who takes the same goods back waits here, then is refused
            order.lock_for_update()
            amounts = self._amounts()
            if not amounts:
                raise UserError(self.env._("Say how much of which goods comes back."))
            self._refuse_other_rule()
            # sudo: whoever may take goods back need not be an accountant
            self.move_id = self._note(amounts).sudo()
        return self._shown()

    def _shown(self):
        """The credit note, or a word about it to who may not open it."""
        if self.env["account.payment"].has_access("read"):
            return {
                "type": "ir.actions.act_window",
                "res_model": "account.move",
                "res_id": self.move_id.id,
                "view_mode": "form",
            }
        # sudo: who may not open it may know what it says
        amount = self.currency_id.format(self.move_id.sudo().amount_total)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "A credit note of %s waits to be posted and paid out.", amount
                ),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def _refuse_other_rule(self):
        """Another rule than the company's needs a manager and a reason."""
        if self.usual:
            return
        if not self.env.user.has_group("md_inventory_core.group_manager"):
            raise AccessError(
                self.env._("Another rule than the company's needs a manager.")
            )
        if not (self.reason or "").strip():
            raise UserError(
                self.env._("Say why this refund does not follow the company's rule.")
            )

    def _note(self, amounts):
        """The draft credit note of {order line: amount}."""
        order = self.order_id
        quantities = {line.sale_line_id: line.quantity for line in self.line_ids}
        service = self.env["md.promotion.refund"]
        rows = []
        for line, amount in amounts.items():
            quantity = quantities[line]
            # sudo: an order's line links to invoices, which the user need not read
            vals = line.sudo()._prepare_invoice_line(quantity=quantity)
            vals["discount"] = service._percent(line, quantity, amount)
            rows.append(Command.create(vals))
        # sudo: as above
        order = order.sudo()
        paid = order.invoice_ids.filtered(
            lambda move: move.move_type == "out_invoice" and move.state == "posted"
        )
        values = {
            **order._prepare_invoice(),
            "move_type": "out_refund",
            "reversed_entry_id": paid.id if len(paid) == 1 else False,
            "invoice_line_ids": rows,
        }
        # sudo: as above
        move = self.env["account.move"].sudo().create(values)
        words = self.env._("Goods came back: %s.", dict(POLICIES)[self.policy])
        if self.reason:
            words = f"{words} {self.reason}"
        move.message_post(body=words)
        order.message_post(body=words)
        return move
