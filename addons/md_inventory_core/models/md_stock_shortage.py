from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..lib.refusals import refused
from .fields import LooseMany2one

ACTS = ("md_inventory_core.group_manager", "md_inventory_core.group_admin")
STANDINGS = [
    ("carted", "In a cart"),
    ("held", "Held while paying"),
    ("promised", "Promised, not paid"),
    ("paid", "Paid"),
    ("scanned", "Scanned into a parcel"),
]
STATES = [
    ("new", "New"),
    ("open", "Open"),
    ("refilled", "Goods found"),
    ("closed", "No longer needed"),
    ("dismissed", "Settled by hand"),
]
OPEN_STATES = ("new", "open")
NEAR = 20  # contenders that are shown to each side


class MdStockShortage(models.Model):
    """A claim that lost goods to reality, by the rule of `lib.claims.fairness`.

    Inserted, with what was taken off the claim, in one transaction by
    `md.shortage.watch`, which also ends it: when the document has its goods again or
    needs them no more. ``new`` until its owner was told and its reservation given up.
    ``contenders``, of the first shortage of a decision (``first_id``), are who had a
    right to the goods then, the strongest first: all who lost and the weakest of the
    others. With ``seed`` the decision can be repeated.
    """

    _name = "md.stock.shortage"
    _inherit = ["md.claim.key.mixin", "md.live.mixin"]
    _description = "Stock Shortage"
    _order = "id desc"
    _log_access = False

    at = fields.Datetime("Since", required=True, readonly=True)
    product_id = LooseMany2one("product.product", required=True, readonly=True)
    warehouse_id = LooseMany2one("stock.warehouse", required=True, readonly=True)
    owner_id = fields.Integer(required=True, readonly=True, default=0)
    pool_id = fields.Integer(required=True, readonly=True, default=0)
    claim_id = LooseMany2one("md.stock.claim", required=True, readonly=True)
    channel_id = LooseMany2one("md.channel", readonly=True)
    claimed_at = fields.Datetime("Promised Since", required=True, readonly=True)
    standing = fields.Selection(STANDINGS, required=True, readonly=True)
    strength = fields.Integer(
        required=True,
        readonly=True,
        aggregator=None,
        help="How strong the claim is now: goods that come back go to the greatest.",
    )
    quantity = fields.Float("Lost", digits="Product Unit", required=True, readonly=True)
    left = fields.Float(
        "Still Missing", digits="Product Unit", required=True, readonly=True
    )
    missing = fields.Float(
        "Missing in all",
        digits="Product Unit",
        required=True,
        readonly=True,
        help="What was promised there and was not there, over all who lost.",
    )
    cause = fields.Char("Taken by", readonly=True)
    first_id = LooseMany2one("md.stock.shortage", readonly=True)
    contenders = fields.Json(readonly=True)
    missing_now = fields.Boolean(
        compute="_compute_missing_now", search="_search_missing_now"
    )
    drawn = fields.Boolean(
        "By Draw",
        readonly=True,
        help="Only a draw decided between this claim and another of the same standing "
        "and millisecond.",
    )
    seed = fields.Char("Seed of the Draw", required=True, readonly=True)
    user_id = LooseMany2one("res.users", "Responsible", readonly=True)
    activity_id = LooseMany2one("mail.activity", readonly=True)
    offer = fields.Char("Offered", readonly=True)
    state = fields.Selection(STATES, required=True, readonly=True, default="new")
    ended_at = fields.Datetime("Ended", readonly=True)
    ended_by = LooseMany2one("res.users", "Settled by", readonly=True)
    reason = fields.Char(readonly=True)
    partner_id = fields.Many2one(
        "res.partner", "Customer", compute="_compute_partner_id"
    )
    explanation = fields.Html("Who had a Right to it", compute="_compute_explanation")

    _open_idx = models.Index(
        "(product_id, warehouse_id) WHERE state IN ('new', 'open', 'dismissed')"
    )
    _waiting_idx = models.Index(
        "(product_id, warehouse_id) WHERE state IN ('new', 'open')"
    )
    _key_idx = models.Index("(key)")
    _sane = models.Constraint(
        'CHECK (quantity > 0 AND quantity >= "left" AND "left" >= 0)',
        "What is still missing is part of what was lost.",
    )

    @api.depends("document")
    def _compute_partner_id(self):
        for shortage in self:
            document = shortage.document
            shortage.partner_id = document.partner_id if document else False

    @api.depends("product_id", "quantity")
    def _compute_display_name(self):
        for shortage in self:
            product = shortage.product_id.exists().display_name or "?"
            shortage.display_name = self.env._("Shortage of %s", product)

    @api.depends("state", "left")
    def _compute_missing_now(self):
        for shortage in self:
            waits = shortage.state == "dismissed" and shortage.left > 0
            shortage.missing_now = waits or shortage.state in OPEN_STATES

    def _search_missing_now(self, operator, value):
        if operator != "in":
            return NotImplemented
        waits = [("state", "=", "dismissed"), ("left", ">", 0)]
        return ["|", ("state", "in", OPEN_STATES), "&", *waits]

    @api.depends("contenders", "first_id")
    @api.depends_context("lang")
    def _compute_explanation(self):
        for shortage in self:
            shortage.explanation = shortage._explain()

    def _decision(self):
        """The shortage that keeps the contenders; itself when that is out of sight."""
        return self.first_id.exists() or self

    def _explain(self):
        """The contenders around this one as a table, as they were called then."""
        standings = dict(self._fields["standing"]._description_selection(self.env))
        head = (
            *(self.env._("Claimed for"), self.env._("Standing")),
            *(self.env._("Since (UTC)"), self.env._("Claimed")),
            *(self.env._("Lost"), self.env._("Lot")),
        )
        rows = [Markup("<th>%s</th>" * len(head)) % head]
        kept = self._decision().contenders or []
        mine = next((n for n, one in enumerate(kept) if one["key"] == self.key), 0)
        for one in kept[max(mine - NEAR, 0) : mine + NEAR]:
            cells = (
                *(one["name"] or one["key"], standings[one["standing"]]),
                *(one["at"].replace("T", " "), one["claimed"], one["loses"]),
                one["lot"][:8] if one["drawn"] else "",
            )
            rows.append(Markup("<td>%s</td>" * len(cells)) % cells)
        body = Markup("").join(Markup("<tr>%s</tr>") % row for row in rows)
        return Markup("<table class='table table-sm'>%s</table>") % body

    def _check_may_act(self):
        self.check_access("read")
        if not self.env.su and not any(map(self.env.user.has_group, ACTS)):
            message = self.env._("Only a manager decides about shortages.")
            raise refused(AccessError(message), self._name, "decide")

    def action_try_again(self):
        """Look for the goods again, where they are missing."""
        self._check_may_act()
        # sudo: who may act need not see all that waits for the goods
        relief, pairs = self.env["md.shortage.relief"].sudo(), self._pairs()
        self.env["md.own.transaction"]._after(
            f"refill {sorted(pairs)}", lambda: relief._refill(pairs)
        )
        return True

    def action_dismiss(self):
        """Ask for the reason first."""
        self._check_may_act()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "md_inventory_core.md_shortage_dismiss_wizard_action"
        )
        return {**action, "context": {"default_shortage_ids": self.ids}}

    def _pairs(self):
        """{(product id, warehouse id)} where something is missing."""
        return {(row.product_id.id, row.warehouse_id.id) for row in self}

    def _end(self, state, reason=False):
        """They are over, as ``state`` says; the system does it.

        :param str reason: of the person who settled them
        """
        ended = {"state": state, "ended_at": fields.Datetime.now()}
        if state == "dismissed":
            ended |= {"ended_by": self.env.uid, "reason": reason}
        else:
            ended["left"] = 0
            self.filtered(lambda row: row.state == "dismissed").left = 0
        # sudo: rows are the system's
        rows = self.sudo().filtered(lambda row: row.state in OPEN_STATES)
        rows.write(ended)
        if rows:
            self.env["md.shortage.news"]._ended(rows)
