from psycopg2.errors import UniqueViolation

from odoo import models
from odoo.tools import SQL

from ..lib import tender_ids

SEE = (
    "md_inventory_core.group_manager",
    "md_inventory_core.group_auditor",
    "md_inventory_core.group_admin",
)
TOLD = ("reused", "refund", "credit", "gift")  # managers are asked to look


class MdTenderLedger(models.AbstractModel):
    """One transaction id of a provider pays once; what was paid is taken all the same.

    The unique index over provider and id is the judge, also between two tills at the
    same moment: the payment that comes second gets no key and is written down for
    managers.
    """

    _name = "md.tender.ledger"
    _description = "Transaction Ids of Payments"
    _inherit = ["md.live.mixin"]

    def _record(self, order):
        """Take the ids of a paid receipt, and write down what is not right."""
        found = [
            *self._of_ids(order),
            *self.env["md.tender.refunds"]._findings(order),
            *self.env["md.credit.ledger"]._findings(order),
            *self.env["md.gift.orders"]._findings(order),
        ]
        if not found:
            return
        # sudo: rows are the system's, and who sells has no right to them
        rows = self.env["md.tender.finding"].sudo()
        known = {
            (row.payment_id.id, row.reason)
            for row in rows.search([("order_id", "=", order.id)])
        }
        rows = rows.create(
            [
                {**self._facts(order, payment), "reason": reason, **more}
                for payment, reason, more in found
                if (payment.id, reason) not in known
            ]
        )
        if rows:
            self._tell(rows)

    def _of_ids(self, order):
        """[(payment, reason, values)] of ids; each id that is new is taken."""
        for payment in order.payment_ids:
            # sudo: who sells reads no tenders
            method = payment.payment_method_id.sudo()
            asks, tender = method.md_ask_transaction, method.md_tender_id
            if payment.is_change or asks == "no" or not tender:
                continue
            key = tender_ids.normalise(payment.transaction_id or "")
            if not key:
                if asks == "must" and payment.amount > 0:
                    yield payment, "missing", {}
                continue
            if not self._take(payment, tender, key):
                yield payment, "reused", {"transaction_id": key}
            if tender_ids.problem(key, tender._md_form()):
                yield payment, "form", {"transaction_id": key}

    def _take(self, payment, tender, key):
        """Whether the id is this payment's: nobody had it before."""
        if payment.md_transaction_key:
            return payment.md_transaction_key == key
        payment.flush_recordset()
        cr = self.env.cr
        query = SQL(
            "UPDATE pos_payment SET md_tender_id = %s, md_transaction_key = %s "
            " WHERE id = %s AND NOT EXISTS (SELECT FROM pos_payment "
            "   WHERE md_tender_id = %s AND md_transaction_key = %s)",
            *(tender.id, key, payment.id, tender.id, key),
        )
        try:
            with cr.savepoint(flush=False):
                cr.execute(query, log_exceptions=False)
                taken = bool(cr.rowcount)
        except UniqueViolation:  # by another till, at this moment
            taken = False
        payment.invalidate_recordset(["md_tender_id", "md_transaction_key"])
        return taken

    def _holder(self, tender, text):
        """The payment that has an id, none when nobody has it."""
        key = tender_ids.normalise(text or "")
        # sudo: of all companies, for a provider gives an id once
        payments = self.env["pos.payment"].sudo()
        if not key or not tender:
            return payments
        domain = [("md_tender_id", "=", tender.id), ("md_transaction_key", "=", key)]
        return payments.search(domain, limit=1)

    def _used(self, method, text, order_uuid):
        """What a till is told of an id before it takes the money.

        :return: False, or {"receipt", "at"}: where and when it was used; nothing of
            receipts of other companies and stores but that it was
        """
        # sudo: who sells reads no tenders
        holder = self._holder(method.sudo().md_tender_id, text)
        if not holder or holder.pos_order_id.uuid == order_uuid:
            return False
        order = self.env["pos.order"].browse(holder.pos_order_id.id)
        seen = order._filtered_access("read")
        return {
            "receipt": seen.pos_reference or seen.name or "",
            "at": seen.date_order or False,
        }

    def _facts(self, order, payment):
        # sudo: who sells reads neither tenders nor operation types
        config, method = order.sudo().config_id, payment.sudo().payment_method_id
        return {
            "payment_id": payment.id,
            "order_id": order.id,
            "reference": order.pos_reference or order.name,
            "company_id": order.company_id.id,
            "currency_id": order.currency_id.id,
            "config_id": config.id,
            "warehouse_id": config._md_warehouse().id,
            "user_id": order.user_id.id,
            "paid_at": payment.payment_date,
            "tender_id": method.md_tender_id.id,
            "transaction_id": payment.transaction_id,
            "amount": payment.amount,
        }

    def _tell(self, rows):
        """Lists show it at once; managers of the store are asked to look."""
        for group in SEE:
            self._live_changed("md.tender.finding", group)
        for row in rows.filtered(lambda one: one.state == "open"):
            if row.reason in TOLD:
                self._remind(row)

    def _remind(self, row):
        # sudo: who sells need not know the managers
        news = self.env["md.promotion.difference.news"].sudo()
        for user in news._managers(row):
            # in the words of who is told; no mail for what is on the screen
            speaking = row.with_context(lang=user.lang, mail_activity_quick_update=True)
            speaking.activity_schedule(
                "mail.mail_activity_data_todo",
                user_id=user.id,
                summary=speaking.env._("Look at receipt %s", speaking.reference),
                note=speaking.explanation,
            )
