from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.md_inventory_core.lib.refusals import refused

from ..lib import receipt_numbers

ACTS = ("md_inventory_core.group_manager", "md_inventory_core.group_admin")
STATES = [
    ("leased", "Leased"),
    ("closed", "Closed"),
    ("used", "Used up"),
    ("voided", "Rest voided"),
]


class MdReceiptBlock(models.Model):
    """Consecutive receipt numbers of a till that one device may give to its receipts.

    Made and counted by `md.receipt.numbers`. A block without device is one number that
    the server gave. Closed: its device gives out no more of it, but receipts with its
    numbers may still be on their way. ``starts`` and ``ends`` are the moments between
    which the financial year lies (UTC).
    """

    _name = "md.receipt.block"
    _description = "Block of Receipt Numbers"
    _order = "year desc, config_id, first desc"
    _rec_name = "numbers"

    series_id = fields.Many2one(
        "md.receipt.series", required=True, readonly=True, ondelete="restrict"
    )
    config_id = fields.Many2one(
        "pos.config", "Till", required=True, readonly=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="restrict"
    )
    warehouse_id = fields.Many2one("stock.warehouse", "Store", readonly=True)
    year = fields.Char("Financial Year", required=True, readonly=True)
    device = fields.Char(
        readonly=True, help="Key of the browser; empty: given by the server."
    )
    key = fields.Char(
        "Request", readonly=True, help="The same one gets the same block."
    )
    form = fields.Char(required=True, readonly=True)
    first = fields.Integer(required=True, readonly=True, aggregator=None)
    last = fields.Integer(required=True, readonly=True, aggregator=None)
    numbers = fields.Char(compute="_compute_numbers", search="_search_numbers")
    starts = fields.Datetime("Year begins", required=True, readonly=True)
    ends = fields.Datetime("Year ends", required=True, readonly=True)
    leased_at = fields.Datetime("Leased", required=True, readonly=True)
    lessee_id = fields.Many2one("res.users", "Leased by", readonly=True)
    used_to = fields.Integer(
        "Used up to",
        required=True,
        readonly=True,
        default=0,
        aggregator=None,
        help="The highest number so far.",
    )
    used = fields.Integer(required=True, readonly=True, default=0)
    voided = fields.Integer(required=True, readonly=True, default=0)
    unused = fields.Integer(compute="_compute_unused", store=False)
    state = fields.Selection(STATES, required=True, readonly=True, default="leased")
    closed_at = fields.Datetime("Closed", readonly=True)
    void_ids = fields.One2many("md.receipt.void", "block_id", "Voided Numbers")
    order_ids = fields.One2many("pos.order", "md_receipt_block_id", "Receipts")
    explanation = fields.Text("In Words", compute="_compute_explanation")

    _no_overlap = models.Constraint(
        "EXCLUDE USING gist (int8range(series_id::bigint * 1000000000 + first, "
        "series_id::bigint * 1000000000 + last, '[]') WITH &&)",
        "A number is in one block only.",
    )
    _key_uniq = models.UniqueIndex(
        "(config_id, key) WHERE key IS NOT NULL", "A request gets one block."
    )
    _sane = models.Constraint(
        "CHECK (0 < first AND first <= last AND used >= 0 AND voided >= 0 "
        "AND used + voided <= last - first + 1)",
        "A block has no more numbers than from its first to its last.",
    )
    _device_idx = models.Index("(config_id, device, year)")

    @api.depends("first", "last", "form")
    def _compute_numbers(self):
        for block in self:
            pair = (block.first, block.last)
            block.numbers = receipt_numbers.words(block.form or "", [pair])

    def _search_numbers(self, operator, value):
        """The block in which a number is, by its last digits."""
        digits = "".join(
            sign for sign in str(value).rpartition("-")[2] if sign.isdecimal()
        )
        if operator not in ("ilike", "=", "like") or not digits:
            return NotImplemented
        serial = min(int(digits), 2**31 - 1)
        return [("first", "<=", serial), ("last", ">=", serial)]

    @api.depends("first", "last", "used", "voided")
    def _compute_unused(self):
        for block in self:
            size = block.last - block.first + 1
            block.unused = size - block.used - block.voided

    def _taken(self):
        """Ranges of numbers that receipts have, and of those that are voided."""
        self.ensure_one()
        orders = self.env["pos.order"].search([("md_receipt_block_id", "=", self.id)])
        used = receipt_numbers.ranges(orders.mapped("md_receipt_serial"))
        return used, [(void.first, void.last) for void in self.void_ids]

    @api.depends("used", "voided", "state", "void_ids")
    @api.depends_context("lang", "uid")
    def _compute_explanation(self):
        for block in self:
            # sudo: numbers of receipts, of which nothing else is said
            used, voided = block.sudo()._taken()
            missing = receipt_numbers.gaps(block.first, block.last, used + voided)
            # below the highest used one: the device has given them to something
            open_gaps = [pair for pair in missing if pair[0] < block.used_to]
            rest = [pair for pair in missing if pair[0] >= block.used_to]
            told = {
                "used": receipt_numbers.words(block.form, used),
                "voided": receipt_numbers.words(block.form, voided),
                "gaps": receipt_numbers.words(block.form, open_gaps),
                "rest": receipt_numbers.words(block.form, rest),
            }
            texts = {
                "used": self.env._("Used: %(used)s.", **told),
                "voided": self.env._("Voided, see below: %(voided)s.", **told),
                "gaps": self.env._(
                    "Not here yet, of receipts or baskets that wait at the device: "
                    "%(gaps)s.",
                    **told,
                ),
                "rest": self.env._("Not used: %(rest)s.", **told),
            }
            lines = [text for name, text in texts.items() if told[name]]
            block.explanation = "\n".join(lines)

    def action_void_rest(self):
        """The device is lost: what it has not used will never be used.

        :raises AccessError: for who is no manager
        :raises UserError: when nothing is left to void
        """
        self.check_access("read")
        if not self.env.su and not any(map(self.env.user.has_group, ACTS)):
            message = self.env._("Only a manager voids receipt numbers.")
            raise refused(AccessError(message), self._name, "void", self.ids)
        for block in self:
            if not block.unused:
                raise UserError(
                    self.env._("All of %s are used or voided.", block.numbers)
                )
            self.env["md.receipt.numbers"]._void_rest(block, "lost")
        return True

    def action_open_receipts(self):
        """The receipts that have its numbers."""
        self.ensure_one().check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "md_pos_ext.pos_order_action_orders"
        )
        return {**action, "domain": [("md_receipt_block_id", "=", self.id)]}
