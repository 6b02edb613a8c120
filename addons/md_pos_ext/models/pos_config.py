import math

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..lib import denominations

COMPANIONS = 6  # of each product that a till gets


class PosConfig(models.Model):
    _inherit = "pos.config"

    md_channel_id = fields.Many2one(
        "md.channel",
        string="Channel",
        compute="_compute_md_channel_id",
        store=True,
        readonly=False,
        copy=False,
        check_company=True,
        domain="[('kind', '=', 'pos'), ('company_id', '=', company_id)]",
        ondelete="restrict",
        index="btree_not_null",
        help="As what this till sells. The tills of a warehouse share one channel.",
    )
    md_stock_posting = fields.Selection(
        [
            ("at_once", "With each sale"),
            ("batch", "In batches, a moment after the sale"),
        ],
        string="Post Stock",
        required=True,
        default="at_once",
        help="When stock moves of a sale are posted. Goods count as sold with the sale "
        "either way; in batches a till that sells much is not slowed down.",
    )

    md_refund_policy = fields.Selection(
        [
            ("paid_share", "What was paid for it"),
            ("recompute", "What was paid, less what the rest costs alone"),
        ],
        string="Refund of Promotions",
        required=True,
        default="paid_share",
        help="What comes back for a part of goods that were sold in a promotion. "
        "Buy 2 get 1 on 100, 80 and 60 was paid 180: for the 100 a customer gets 75 "
        "by its share, or 40 when the other two then cost their full price.",
    )

    md_show_suggestions = fields.Boolean(
        "Suggest Products",
        default=True,
        help="Under the basket: what is often bought together with it, and what the "
        "chosen customer usually buys.",
    )

    md_offline_credit = fields.Selection(
        [
            ("known", "Up to what was free when the server last said"),
            ("none", "Not at all"),
        ],
        "On Account without a Server",
        required=True,
        default="known",
        help="Whether the till sells on account while it cannot ask what is free.",
    )
    md_offline_credit_most = fields.Float(
        "At most",
        help="In the till's currency, of one sale on account without a server. 0: what "
        "was free.",
    )

    _md_offline_credit_sane = models.Constraint(
        "CHECK (md_offline_credit_most >= 0)",
        "On account without a server: at most 0 (what was free) or more.",
    )

    md_blind_count = fields.Boolean(
        "Blind Count",
        help="Cashiers count notes and coins without seeing what should be there. A "
        "count that does not match is made again, then explained.",
    )
    md_cash_tolerance = fields.Monetary(
        "Difference without Reason",
        help="Up to which difference nobody asks, in the till's currency.",
    )
    md_drawer_by_user = fields.Boolean(
        "One Cashier per Drawer",
        help="Only who has counted the drawer takes cash; others take it over first.",
    )

    md_receipt_code = fields.Char(
        "Code on Receipts",
        compute="_compute_md_receipt_code",
        store=True,
        readonly=False,
        copy=False,
        help="Of this till in its receipt numbers; of numbers leased from now on.",
    )
    md_receipt_block_size = fields.Integer(
        "Receipt Numbers at once",
        required=True,
        default=500,
        help="So many consecutive numbers a device of this till has with it. With "
        "less than a fifth left it asks for more. Enough for days without a server.",
    )

    _md_receipt_code_uniq = models.UniqueIndex(
        "(company_id, md_receipt_code)",
        "Another till of the company has this code on its receipts.",
    )
    _md_receipt_block_sane = models.Constraint(
        "CHECK (md_receipt_block_size BETWEEN 10 AND 100000)",
        "Receipt numbers at once: 10 to 100,000.",
    )

    @api.depends("name")
    def _compute_md_receipt_code(self):
        for till in self.filtered(lambda one: not one.md_receipt_code):
            code = f"T{till._origin.id or ''}"
            while self.search_count([("md_receipt_code", "=", code)], limit=1):
                code += "X"  # somebody has named another till so
            till.md_receipt_code = code

    @api.constrains("md_receipt_code")
    def _check_md_receipt_code(self):
        for till in self:
            code = till.md_receipt_code or ""
            if not 0 < len(code) <= 16 or not code.replace("-", "").isalnum():
                raise ValidationError(
                    self.env._(
                        "Till %s: its code on receipts has 1 to 16 letters and digits.",
                        till.name,
                    )
                )

    @api.depends("company_id", "picking_type_id.warehouse_id")
    def _compute_md_channel_id(self):
        for till in self:
            if not till._md_channel_fits():
                till.md_channel_id = self.env["md.channel"]._of_tills(
                    till.company_id, till._md_warehouse()
                )

    @api.constrains("md_channel_id", "picking_type_id")
    def _check_md_channel_id(self):
        for till in self:
            if till.md_channel_id and not till._md_channel_fits():
                # sudo: a name
                channel = till.sudo().md_channel_id.name
                raise ValidationError(
                    self.env._(
                        "Channel %(channel)s does not fit till %(till)s: it must be "
                        "for tills, of the same company, and sell from %(store)s.",
                        channel=channel,
                        till=till.name,
                        store=till._md_warehouse().name,
                    )
                )

    def _md_warehouse(self):
        """The warehouse whose goods the till sells; none when its places have none."""
        # sudo: who sells need not read operation types
        return self.sudo().picking_type_id.warehouse_id

    def _md_channel_fits(self):
        """Whether the till's channel is one of tills and sells the till's goods."""
        # sudo: who sells need not read channels
        channel, warehouse = self.sudo().md_channel_id, self._md_warehouse()
        return (
            channel.kind == "pos"
            and channel.company_id == self.company_id
            and (not warehouse or channel._sells_from(warehouse))
        )

    def md_promotions(
        self, goods=(), customer=False, pairs=None, offered=True, coupons=None
    ):
        """What the till in a browser asks for; see `md.till.promotions`.

        :raises AccessError: for who may not use this till
        """
        self.ensure_one()
        self.check_access("read")
        asked = {"customer": customer, "pairs": pairs, "offered": offered}
        asked["coupons"] = coupons if isinstance(coupons, dict) else None
        return self.env["md.till.promotions"]._news(self, goods, **asked)

    @api.model
    def _md_make_channels(self):
        """Tills that were there before get their channel, too."""
        tills = self.with_context(active_test=False)
        tills.search([("md_channel_id", "=", False)])._compute_md_channel_id()

    @api.model
    def _load_pos_data_read(self, records, config):
        """With it comes what is bought together: it is there offline, too."""
        found = super()._load_pos_data_read(records, config)
        for values in found:
            values["_md_companions"] = config._md_companions()
            values["_md_denominations"] = config._md_denominations()
        return found

    def _md_denominations(self):
        """Notes and coins that are counted, largest first: own ones, or the usual."""
        bills = self.default_bill_ids.mapped("value")
        usual = denominations.of(self.currency_id.name)
        if not bills and not usual:
            bills = self.env["pos.bill"].search([("value", ">", 0)]).mapped("value")
        return sorted(set(bills or usual), reverse=True)

    def _md_companions(self):
        """{product: [[companion, score], ...]} of what this till sells."""
        shown = self.env["md.recommendation"]._shown(self.company_id)
        if not self.md_show_suggestions or not shown:
            return {}
        found = self.env["md.product.companion"]
        domain = [("company_id", "=", self.company_id.id), ("rank", "<=", COMPANIONS)]
        for side in ("product_tmpl_id", "companion_id"):
            domain += [(f"{side}.available_in_pos", "=", True)]
        query = found._search(domain, order="product_tmpl_id, rank")
        columns = ("product_tmpl_id", "companion_id", "score")
        table = {}
        for one, other, score in self.env.execute_query(query.select(*columns)):
            table.setdefault(one, []).append([other, score])
        return table

    def md_usually_buys(self, partner_id=None):
        """What a customer usually buys, for the till where he stands.

        :return: as ``md.suggestions._for_customer``; nothing for who wants none
        """
        self.ensure_one().check_access("read")
        self.env["pos.order"].check_access("create")
        partner = self.env["res.partner"].browse(partner_id or []).exists()
        if not partner or not self.md_show_suggestions:
            return []
        partner.check_access("read")
        return self.env["md.suggestions"]._for_customer(partner, self.company_id)

    def md_transaction_used(self, method_id=None, text=None, order_uuid=None):
        """Whether a payment by phone was used before, for the till that takes it.

        :return: see ``md.tender.ledger._used``
        :raises AccessError: for who may not sell at this till
        """
        self.ensure_one().check_access("read")
        self.env["pos.order"].check_access("create")
        method = self.payment_method_ids.filtered(lambda one: one.id == method_id)
        if not method or not isinstance(text, str):
            return False
        return self.env["md.tender.ledger"]._used(method, text, order_uuid)

    def md_tenders_left(self, order_uuid=None, refund_uuid=None):
        """[[tender, smallest units]] that may still go back of a receipt.

        :param refund_uuid: a refund of it that does not count
        :raises AccessError: for who may not sell at this till or see the receipt
        """
        self.ensure_one().check_access("read")
        orders = self.env["pos.order"]
        orders.check_access("create")
        source = order_uuid and orders.search([("uuid", "=", order_uuid)], limit=1)
        if not source:
            return []
        refund = orders.search([("uuid", "=", refund_uuid or "")], limit=1)
        # sudo: refunds of it may be of other stores
        return self.env["md.tender.refunds"]._left(source.sudo(), refund.sudo())

    def md_credit(self, partner_id=None, order_uuid=None):
        """What a customer may still buy on account, for the till where he stands.

        :return: see ``md.credit.ledger._facts``; False where limits are not used
        :raises AccessError: for who may not sell at this till
        """
        partner = self._md_credit_asked(partner_id)
        if not partner:
            return False
        ledger = self.env["md.credit.ledger"]
        return ledger._facts(partner, self.company_id, order_uuid)[partner.id]

    def md_credit_take(self, order_uuid=None, partner_id=None, amount=0, reason=None):
        """Promise this till that an order may be sold on account.

        :param amount: in the till's currency
        :param reason: of a manager who goes beyond what is free
        :return: see ``md.credit.ledger._take``; False where limits are not used
        :raises AccessError: for who may not sell at this till, or goes beyond and is no
            manager
        """
        partner = self._md_credit_asked(partner_id)
        sane = isinstance(amount, int | float) and 0 < amount < math.inf
        if not partner or not order_uuid or not sane:
            return False
        told = (str(order_uuid), partner, amount, str(reason or ""))
        return self.env["md.credit.ledger"]._take(self, *told)

    def md_credit_release(self, order_uuid=None):
        """An order is not sold on account after all.

        :raises AccessError: for who may not sell at this till
        """
        self.ensure_one().check_access("read")
        self.env["pos.order"].check_access("create")
        self.env["md.credit.ledger"]._release(self, str(order_uuid or ""))
        return True

    def _md_credit_asked(self, partner_id):
        """The customer, none where limits are not used."""
        self.ensure_one().check_access("read")
        self.env["pos.order"].check_access("create")
        found = self.env["res.partner"]
        if not self.company_id.account_use_credit_limit or not partner_id:
            return found
        found = found.browse(partner_id).exists()
        found.check_access("read")
        return found

    def md_gift_pay(self, code=None, amount=0, payment_uuid=None, order_uuid=None):
        """Pay with a gift card as much of an amount as it has.

        :return: see ``md.gift.ledger._pay``
        :raises AccessError: for who may not sell at this till
        """
        self.ensure_one().check_access("read")
        self.env["pos.order"].check_access("create")
        texts = (code, payment_uuid, order_uuid)
        sane = isinstance(amount, int | float) and 0 < amount < math.inf
        if not sane or not all(isinstance(text, str) and text for text in texts):
            return {"problem": "unknown"}
        ledger = self.env["md.gift.ledger"]
        return ledger._pay(self, code, amount, payment_uuid, order_uuid)

    def md_gift_release(self, payment_uuid=None):
        """A payment is not made after all: its money is on the card again.

        :raises AccessError: for who may not sell at this till
        """
        self.ensure_one().check_access("read")
        self.env["pos.order"].check_access("create")
        if isinstance(payment_uuid, str):
            self.env["md.gift.ledger"]._release(self, payment_uuid)
        return True

    def md_outbox_take(self, entries=()):
        """Store receipts that this till has kept; see `md.outbox`.

        :raises AccessError: for who may not sell at this till
        """
        self.ensure_one().check_access("read")
        self.env["pos.order"].check_access("create")
        return self.env["md.outbox"]._take(self, entries)

    def md_receipt_numbers(self, told=None):
        """Lease receipt numbers to the device that asks; see `md.receipt.numbers`.

        :raises AccessError: for who may not sell at this till
        """
        self.ensure_one().check_access("read")
        self.env["pos.order"].check_access("create")
        return self.env["md.receipt.numbers"]._sync(self, told or {})

    def md_device_seen(self, told=None):
        """A browser says that it is here; see `md.till.devices`.

        :raises AccessError: for who may not sell at this till
        """
        self.ensure_one().check_access("read")
        self.env["pos.order"].check_access("create")
        return self.env["md.till.devices"]._seen(self, told or {})

    def md_device_forget(self, told=None):
        """A manager removes the browser in which he asks; see `md.till.devices`.

        :raises AccessError: for who is no manager
        """
        self.ensure_one().check_access("read")
        return self.env["md.till.devices"]._forget(self, told or {})
