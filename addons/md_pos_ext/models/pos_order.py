from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import AccessError, ConcurrencyError, UserError

from ..lib import outbox
from ..lib.posting import PostingErrors
from .pos_order_line import OURS as OURS_OF_LINES
from .pos_payment import OURS as OURS_OF_PAYMENTS

# What a till may not say about its sales, though it sends every field it was given.
OURS = ("md_to_check", "md_to_post", "md_posting_error", "md_posting_failed_at")
OURS += ("md_credit_before", "md_credit_after")
OURS += ("md_receipt_number", "md_receipt_serial", "md_receipt_block_id")
OURS += ("md_receipt_printed",)


class PosOrder(models.Model):
    """What a till sold is gone at once; its stock moves may be posted later: see
    `md.till.stock`.
    """

    _inherit = "pos.order"

    md_to_post = fields.Boolean(
        "Stock to be posted",
        readonly=True,
        copy=False,
        help="Stock moves of this sale are not done yet, and they should be.",
    )
    md_posting_error = fields.Text("Why Stock is not posted", readonly=True, copy=False)
    md_posting_failed_at = fields.Datetime("Last Try", readonly=True, copy=False)

    md_promo_total = fields.Monetary(
        "Saved by Promotions",
        readonly=True,
        copy=False,
        help="In the currency and tax mode of the prices: the sum of the lines.",
    )
    md_promo_version = fields.Char(
        "Version of Promotions",
        readonly=True,
        copy=False,
        help="Fingerprint of the promotions and revisions that the till knew.",
    )
    md_promo_revisions = fields.Json(
        "Promotions used", readonly=True, copy=False, help="[[id, revision]]"
    )
    md_promo_deals = fields.Json(
        "Deals",
        readonly=True,
        copy=False,
        help="Deals that the till found, as the engine names them.",
    )
    md_promo_removed = fields.Json(
        "Promotions taken out",
        readonly=True,
        copy=False,
        help="By hand: promotion, reason and user.",
    )
    md_promo_coupons = fields.Json(
        "Coupon Codes", readonly=True, copy=False, help="As typed at the till."
    )
    md_promo_customer = fields.Json(
        "Customer Facts",
        readonly=True,
        copy=False,
        help="What the till knew of the customer: groups, and uses of promotions.",
    )
    md_clock_suspect = fields.Boolean(
        "Clock in Doubt",
        readonly=True,
        copy=False,
        help="The till's clock jumped or was far off: its promotions by the hour "
        "may not have been those of the moment.",
    )

    md_to_check = fields.Boolean(
        "To be checked",
        readonly=True,
        copy=False,
        help="The server has not yet looked whether it costs what it should.",
    )
    md_difference_id = fields.Many2one(
        "md.promotion.difference",
        "Price Difference",
        compute="_compute_md_difference_id",
        groups="md_inventory_core.group_manager,md_inventory_core.group_auditor,"
        "md_inventory_core.group_admin",
    )

    md_challan_id = fields.Many2one(
        "md.challan", "Tax Challan", compute="_compute_md_challan_id"
    )
    md_refund_reason = fields.Char(
        "Why on another Tender",
        readonly=True,
        copy=False,
        help="Of a refund that does not go back as it was paid, by a manager.",
    )

    md_credit_before = fields.Monetary(
        "Open before", readonly=True, copy=False, help="On the customer's account."
    )
    md_credit_after = fields.Monetary(
        "Open after", readonly=True, copy=False, help="On the customer's account."
    )

    md_receipt_claim = fields.Json(
        "Number as printed",
        readonly=True,
        copy=False,
        help="As the till gave it: number, serial, year, device.",
    )
    md_receipt_number = fields.Char("Number", readonly=True, copy=False)
    md_receipt_serial = fields.Integer(readonly=True, copy=False, aggregator=None)
    md_receipt_block_id = fields.Many2one(
        "md.receipt.block", "Block of Numbers", readonly=True, copy=False
    )
    md_receipt_printed = fields.Char(
        "Printed Number",
        readonly=True,
        copy=False,
        help="On the customer's paper, when the receipt could not keep it.",
    )

    _md_receipt_number_uniq = models.UniqueIndex(
        "(config_id, md_receipt_number) WHERE md_receipt_number IS NOT NULL",
        "A till gives a number to one receipt only.",
    )
    _md_receipt_serial_uniq = models.UniqueIndex(
        "(md_receipt_block_id, md_receipt_serial) "
        "WHERE md_receipt_block_id IS NOT NULL",
        "A number of a block is of one receipt only.",
    )

    _md_to_post_idx = models.Index("(date_order, id) WHERE md_to_post")
    _md_to_check_idx = models.Index("(id) WHERE md_to_check")

    def _prepare_tax_base_line_values(self):
        """Closing a session computes taxes once: its Z report sums them up, too."""
        lines = super()._prepare_tax_base_line_values()
        sums = self.env.context.get("md_tax_sums")
        if sums is not None and self.env.context.get("linked_to_pos"):
            sums.expect(lines)
        return lines

    @api.depends_context("uid")
    def _compute_md_difference_id(self):
        found = self.env["md.promotion.difference"]
        found = found.search([("order_id", "in", self.ids)])
        known = {one.order_id.id: one for one in found}
        for order in self:
            order.md_difference_id = known.get(order.id)

    @api.depends_context("uid")
    def _compute_md_challan_id(self):
        for order in self:
            # sudo: whether there is one is no secret to who sees the receipt
            order.md_challan_id = self.env["md.challans"].sudo()._known(order)

    @api.model
    def sync_from_ui(self, orders):
        """A receipt that is sent twice at one moment is not an error of the till.

        :raises UserError: for what a device sold after it was removed
        """
        self.env["md.till.devices"]._check_may_sell(orders)
        try:
            return super().sync_from_ui(orders)
        except UniqueViolation as error:
            if error.diag.constraint_name != "pos_order_unique_uuid":
                raise
            # it is there when the request is run again
            raise ConcurrencyError(error.diag.message_detail) from error

    def _get_open_order(self, order):
        """What was paid is sold, also when another till gave the draft up meanwhile."""
        found = super()._get_open_order(order)
        if found.state == "cancel" and order.get("state") in outbox.PAID:
            found.state = "draft"
        return found

    def _get_valid_session(self, order):
        """A session of its own for what was sold before the one that is open now.

        The cash of an open session is counted without it. Core takes any open session,
        and refuses the receipt when there is none.
        """
        closed = self.env["pos.session"].browse(order["session_id"])
        sold = fields.Datetime.to_datetime(order.get("date_order") or False)
        if not self.env.context.get("md_outbox"):
            try:
                found = super()._get_valid_session(order)
            except UserError:
                return closed._md_rescue(closed.config_id, closed)
            if not sold or not found.start_at or sold >= found.start_at:
                return found
        return closed._md_rescue(closed.config_id, closed)

    def _md_aim(self, order, existing_order):
        """Rows that the server has are changed, not made again; see lib/outbox."""
        lines = {row.uuid: row.id for row in existing_order.lines}
        whole = self.env.context.get("md_outbox") or (
            not order.get("id") and outbox.repeats(order.get("lines"), lines)
        )
        if not existing_order and not whole:
            return
        for name in ("lines", "payment_ids"):
            known = {row.uuid: row.id for row in existing_order[name]}
            order[name] = outbox.aimed(order.get(name), known, whole)
        if whole:
            order.pop("id", None)

    def _process_order(self, order, existing_order):
        closed = self.env["pos.session"].browse(order["session_id"])
        late = closed.state in ("closed", "closing_control")
        self._md_aim(order, existing_order or self.browse())
        for name in OURS:
            order.pop(name, None)
        for command in order.get("payment_ids") or ():
            for name in OURS_OF_PAYMENTS if command[0] in (0, 1) else ():
                command[2].pop(name, None)
        for command in order.get("lines") or ():
            for name in OURS_OF_LINES if command[0] in (0, 1) else ():
                command[2].pop(name, None)
        if order.get("state") not in outbox.PAID:
            order.pop("md_receipt_claim", None)  # a basket has no number
        if self._md_is_sold(order):
            order["md_to_check"] = True
        number = super()._process_order(order, existing_order)
        if late:
            self.env["md.outbox"]._late(self.browse(number), closed)
        return number

    def _md_is_sold(self, order):
        """Whether what a till sent is a sale of today, paid: not a replayed one."""
        if order.get("state") in ("draft", "cancel"):
            return False
        session = self.env["pos.session"].browse(order["session_id"])
        return not session.md_data_import_id

    def _process_saved_order(self, draft):
        """What was used of promotions is written with the receipt, or not at all."""
        if not draft and self.state != "cancel":
            self.env["md.till.promotions"]._record(self)
            self.env["md.till.coupons"]._record(self)
            if self.md_to_check:
                self.env["md.promotion.check"]._soon()
            if not self.session_id.md_data_import_id:
                self.env["md.tender.ledger"]._record(self)
        number = super()._process_saved_order(draft)
        if not draft and self.state != "cancel":
            self.env["md.receipt.numbers"]._number(self)
        return number

    def _should_create_picking_real_time(self):
        """In batches when the till is told so; what is invoiced needs its costs now."""
        now = super()._should_create_picking_real_time()
        if not now or self.env.context.get("md_posting"):
            return now
        batched = self.config_id.md_stock_posting == "batch"
        return not batched or self.to_invoice or bool(self.shipping_date)

    def _create_order_picking(self):
        """A sale moves stock; a cashier otherwise does not. It is never refused."""
        # who sells has no right to transfers: core gives every till user all of them
        order = self.sudo()
        if order.shipping_date:
            # a delivery is planned, which claims for itself
            return super(PosOrder, order)._create_order_picking()
        stock, errors = self.env["md.till.stock"], PostingErrors()
        posting = order.with_context(md_posting_errors=errors)
        with stock._accepting(errors):
            super(PosOrder, posting)._create_order_picking()
        stock._remember(order, errors)
        return None

    def _generate_pos_order_invoice(self):
        """An invoice says what the goods cost: their moves come first."""
        self.env["md.till.stock"]._post_first(self)
        return super()._generate_pos_order_invoice()

    def _refund(self):
        """A refund of the back office gives for promotions what a till would."""
        refunds = super()._refund()
        for order in refunds:
            self.env["md.promotion.refunds"]._price(order)
        return refunds

    def md_action_stock_then(self):
        """Show what was there before it was sold."""
        return self.env["md.order.lookup"]._open(self)

    def md_action_challan(self):
        """Show the receipt's tax challan, issued now when there is none.

        :raises AccessError: for who may not issue one
        :raises UserError: when it gets none, with the reason
        """
        self.ensure_one().check_access("read")
        return self.env["md.challans"]._open(self)

    def md_action_difference(self):
        """What the server found of this receipt.

        :raises AccessError: for who may not see it
        """
        self.ensure_one().check_access("read")
        self.env["md.promotion.difference"].check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": "md.promotion.difference",
            "res_id": self.md_difference_id.id,
            "views": [(False, "form")],
        }

    def md_action_post_stock(self):
        """Post now what these receipts sold, by who moves goods.

        :raises AccessError: for others
        """
        self.check_access("read")
        if not self.env.user.has_group("md_inventory_core.group_warehouse"):
            raise AccessError(
                self.env._("Only warehouse staff and managers may post stock.")
            )
        # sudo: who moves goods changes no receipts
        self.env["md.till.stock"]._post_now(self.sudo())
        return True
