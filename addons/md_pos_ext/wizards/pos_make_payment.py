from odoo import api, fields, models
from odoo.exceptions import UserError

from ..lib import tender_ids
from ..services.md_tender_refunds import MANAGERS


class PosMakePayment(models.TransientModel):
    """The back office pays as a till does: it asks for ids, and gives back as paid."""

    _inherit = "pos.make.payment"

    md_ask_transaction = fields.Selection(
        related="payment_method_id.md_ask_transaction", string="Asks for an Id"
    )
    md_transaction_id = fields.Char("Transaction Id")
    md_is_refund = fields.Boolean(compute="_compute_md_is_refund")
    md_refund_reason = fields.Char(
        "Why on another Tender",
        help="Money goes back as it was paid; a manager may give it otherwise.",
    )

    def _default_amount(self):
        rows = self._md_proposal()
        return rows[0][1] if rows else super()._default_amount()

    def _default_payment_method(self):
        rows = self._md_proposal()
        return rows[0][0] if rows else super()._default_payment_method()

    amount = fields.Float(default=lambda self: self._default_amount())
    payment_method_id = fields.Many2one(
        default=lambda self: self._default_payment_method()
    )

    def _md_order(self):
        return self.env["pos.order"].browse(self.env.context.get("active_id") or [])

    def _md_proposal(self):
        return self.env["md.tender.refunds"]._proposal(self._md_order())

    @api.depends_context("active_id")
    def _compute_md_is_refund(self):
        source = self.env["md.tender.refunds"]._source(self._md_order())
        for wizard in self:
            wizard.md_is_refund = bool(source)

    def check(self):
        """Take the payment, or say what is wrong with it."""
        self.ensure_one()
        self._md_check_id()
        order = self._md_order()
        self._md_check_refund(order)
        asking = self.with_context(default_transaction_id=self.md_transaction_id)
        return super(PosMakePayment, asking).check()

    def _md_check_id(self):
        # sudo: who takes payments reads no tenders
        method = self.payment_method_id.sudo()
        text = self.md_transaction_id or ""
        required = method.md_ask_transaction == "must" and self.amount > 0
        if not method._md_asks() or not (text or required):
            return
        tender = method.md_tender_id
        found = tender_ids.problem(text, tender._md_form())
        if found:
            words = self.env["md.tender.words"]
            raise UserError(words._id_problem(found, tender))
        used = self.env["md.tender.ledger"]._used(method, text, self._md_order().uuid)
        if used:
            raise UserError(
                self.env._(
                    "%(tender)s transaction %(id)s was used before: %(receipt)s.",
                    tender=tender.name,
                    id=tender_ids.normalise(text),
                    receipt=used["receipt"] or self.env._("another store"),
                )
            )

    def _md_check_refund(self, order):
        refunds = self.env["md.tender.refunds"]
        source = refunds._source(order)
        if not source or not self.amount:
            return
        # two who give back at once: the second finds what the first gave
        source.lock_for_update()
        found = refunds._excess(order, self.payment_method_id, self.amount)
        if not found:
            return
        reason = (self.md_refund_reason or "").strip()
        if reason and any(map(self.env.user.has_group, MANAGERS)):
            order.md_refund_reason = reason
            return
        raise UserError(
            self.env._(
                "%(method)s: %(excess)s more than is left to give back on it. A "
                "manager may give it otherwise, with a reason.",
                method=self.payment_method_id.name,
                excess=order.currency_id.format(found),
            )
        )
