from datetime import timedelta

from odoo import models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from odoo.addons.md_inventory_core.lib.refusals import refused

from .md_tender_refunds import MANAGERS

KEPT = timedelta(hours=1)  # a promise whose sale has not come by then is void


class MdCreditLedger(models.AbstractModel):
    """What a customer may still buy on account, and who gets the last of it.

    Free is the limit less what is open: receivables of the ledger, sales on account of
    sessions that are not closed, and what other tills were promised. Amounts are in the
    company's currency. A till asks before it sells; what was sold without asking is
    taken all the same and written down.
    """

    _name = "md.credit.ledger"
    _description = "Sales on Account"

    def _facts(self, partners, company, without=None):
        """{partner id: {"limit", "open", "free"}} of customers.

        :param without: uuid of an order that does not count
        """
        # sudo: who sells sees neither ledgers nor sales of other stores
        partners = partners.sudo().with_company(company)
        payers = partners.commercial_partner_id
        payers.invalidate_recordset(["credit"])
        waiting = self._waiting(payers, company, without)
        found = {}
        for partner in partners:
            payer = partner.commercial_partner_id
            limit = payer.credit_limit
            is_open = payer.credit + waiting.get(payer.id, 0)
            found[partner.id] = {
                "limit": company.currency_id.round(limit),
                "open": company.currency_id.round(is_open),
                "free": company.currency_id.round(max(limit - is_open, 0)),
            }
        return found

    def _waiting(self, payers, company, without):
        """{payer id: amount} on account that is not in the ledger yet."""
        sums = dict.fromkeys(payers.ids, 0)
        domain = [
            ("pos_order_id.partner_id.commercial_partner_id", "in", payers.ids),
            ("pos_order_id.company_id", "=", company.id),
            ("pos_order_id.state", "=", "paid"),
            ("pos_order_id.account_move", "=", False),
            ("pos_order_id.uuid", "!=", without or ""),
            ("payment_method_id.journal_id", "=", False),  # core: on account
        ]
        # sudo: as above
        for payment in self.env["pos.payment"].sudo().search(domain):
            payer = payment.pos_order_id.partner_id.commercial_partner_id
            sums[payer.id] += self._in_company(payment.pos_order_id, payment.amount)
        for payer_id, amount in self._promised(payers, company, without):
            sums[payer_id] += amount
        return sums

    def _promised(self, payers, company, without):
        """[(payer id, amount)] of promises whose sale has not come."""
        self.env["md.credit.hold"].flush_model()
        self.env["pos.order"].flush_model(["uuid", "state"])
        query = SQL(
            "SELECT hold.partner_id, sum(hold.amount) FROM md_credit_hold hold "
            " WHERE hold.partner_id = ANY(%s) AND hold.company_id = %s "
            "   AND hold.taken_at > %s AND hold.order_uuid != %s "
            "   AND NOT EXISTS (SELECT FROM pos_order sold "
            "     WHERE sold.uuid = hold.order_uuid AND sold.state != 'draft') "
            " GROUP BY hold.partner_id",
            *(payers.ids, company.id, self._now() - KEPT, without or ""),
        )
        return self.env.execute_query(query)

    def _take(self, till, uuid, partner, amount, reason=None):
        """Promise a till that its order may be sold on account.

        :param amount: in the till's currency, above 0
        :param reason: of a manager who goes beyond what is free
        :return: ``_facts`` of the customer without this order, and "taken"
        :raises AccessError: for who goes beyond and is no manager
        """
        company = till.company_id
        payer = partner.commercial_partner_id
        self._lock(payer)
        facts = self._facts(partner, company, uuid)[partner.id]
        wanted = self._converted(till.currency_id, company, amount)
        fits = company.currency_id.compare_amounts(wanted, facts["free"]) <= 0
        reason = not fits and (reason or "").strip()
        if reason and not any(map(self.env.user.has_group, MANAGERS)):
            message = self.env._("Only a manager sells beyond a credit limit.")
            raise refused(AccessError(message), "md.credit.hold", "exceed")
        if fits or reason:
            self._hold(till, uuid, payer, wanted, facts, reason)
        if reason:
            self._note(till, payer, wanted, facts, reason)
        return {**facts, "taken": bool(fits or reason)}

    def _hold(self, till, uuid, payer, amount, facts, reason):
        # sudo: promises are the system's
        holds = self.env["md.credit.hold"].sudo()
        known = holds.search([("order_uuid", "=", uuid)])
        if known and known.config_id != till:
            raise UserError(
                self.env._("This order is promised credit at %s.", known.config_id.name)
            )
        values = {
            "partner_id": payer.id,
            "user_id": self.env.uid,
            "taken_at": self._now(),
            "amount": amount,
            "limit": facts["limit"],
            "open": facts["open"],
            "reason": reason or False,
        }
        if known:
            known.write(values)
        else:
            own = {"order_uuid": uuid, "config_id": till.id}
            holds.create({**values, **own, "company_id": till.company_id.id})

    def _note(self, till, payer, amount, facts, reason):
        """Auditors see who went beyond a limit, by how much and why."""
        self.env["md.audit.trail"]._record(
            "price",
            "credit.exceeded",
            model="res.partner",
            res_id=payer.id,
            before={"limit": facts["limit"], "open": facts["open"]},
            after={"till": till.name, "amount": amount},
            reason=reason,
            company_id=till.company_id.id,
        )

    def _release(self, till, uuid):
        """The order is not sold on account after all."""
        # sudo: promises are the system's
        holds = self.env["md.credit.hold"].sudo()
        domain = [("order_uuid", "=", uuid), ("config_id", "=", till.id)]
        holds.search(domain).amount = 0

    def _findings(self, order):
        """[(payment, reason, values)] of a receipt that went beyond the limit."""
        payments = order.payment_ids.filtered(self._on_account)
        company = order.company_id
        amount = self._in_company(order, sum(payments.mapped("amount")))
        if not amount or not order.partner_id or not company.account_use_credit_limit:
            return
        partner = order.partner_id
        self._lock(partner.commercial_partner_id)
        facts = self._facts(partner, company, order.uuid)[partner.id]
        # sudo: promises are the system's
        hold = self.env["md.credit.hold"].sudo()
        hold = hold.search([("order_uuid", "=", order.uuid)])
        if hold.amount:
            facts = {"open": hold.open, "free": max(hold.limit - hold.open, 0)}
        order.md_credit_before = self._of_company(order, facts["open"])
        order.md_credit_after = self._of_company(order, facts["open"] + amount)
        excess = company.currency_id.round(amount - facts["free"])
        promised = not hold.reason and hold.amount and amount - hold.amount < 0.005
        if amount <= 0 or excess <= 0 or promised:
            return
        more = {"excess": self._of_company(order, excess)}
        if hold.reason:
            who = {"resolved_by": hold.user_id.id, "resolved_at": hold.taken_at}
            more |= {**who, "state": "resolved", "note": hold.reason}
        yield payments[0], "credit", more

    @staticmethod
    def _on_account(payment):
        # sudo: settings of the method
        return payment.payment_method_id.sudo().type == "pay_later"

    def _lock(self, payer):
        """One till at a time counts for a customer.

        Writing the row, not only locking it: whoever waited for it begins anew and
        sees what the other has committed.
        """
        self.env.flush_all()
        query = "UPDATE res_partner SET write_date = write_date WHERE id = %s"
        self.env.cr.execute(SQL(query, payer.id))

    def _now(self):
        return self.env["md.clock"]._now()

    def _converted(self, currency, company, amount):
        return currency._convert(amount, company.currency_id, company)

    def _in_company(self, order, amount):
        return self._converted(order.currency_id, order.company_id, amount)

    def _of_company(self, order, amount):
        company = order.company_id
        return company.currency_id._convert(amount, order.currency_id, company)
