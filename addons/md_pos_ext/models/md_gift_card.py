import secrets

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.md_inventory_core.lib.refusals import refused

from ..lib import gift_codes

ACTS = ("md_inventory_core.group_manager", "md_inventory_core.group_admin")


class MdGiftCard(models.Model):
    """A gift card or store credit: what the company owes to who shows its code.

    The code is not kept, only what tells it again. Written by `md.gift.ledger`; the
    balance is the sum of the card's moves, in the company's currency, never below 0.
    """

    _name = "md.gift.card"
    _description = "Gift Card"
    _inherit = ["mail.thread"]
    _order = "id desc"
    _rec_name = "hint"

    hint = fields.Char("Card", required=True, readonly=True, help="Ends with.")
    digest = fields.Char(required=True, readonly=True, groups=fields.NO_ACCESS)
    kind = fields.Selection(
        [("gift", "Gift Card"), ("credit", "Store Credit")],
        required=True,
        readonly=True,
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="restrict"
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one(
        "res.partner", "Customer", readonly=True, index="btree_not_null"
    )
    balance = fields.Monetary(required=True, readonly=True, default=0)
    issued_at = fields.Datetime("Issued", required=True, readonly=True)
    expires_on = fields.Date("Valid until", help="Empty: for ever.", tracking=True)
    state = fields.Selection(
        [("active", "Active"), ("blocked", "Blocked")],
        required=True,
        readonly=True,
        default="active",
        tracking=True,
    )
    note = fields.Char("Why blocked", tracking=True)
    move_ids = fields.One2many("md.gift.move", "card_id", "Moves", readonly=True)

    _digest_uniq = models.UniqueIndex("(digest)", "Another card has this code.")
    _balance_sane = models.Constraint(
        "CHECK (balance >= 0)", "A card is never redeemed beyond its balance."
    )

    @api.depends("hint", "kind")
    @api.depends_context("lang")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for card in self:
            card.display_name = f"{kinds.get(card.kind, '')} …{card.hint}"

    def write(self, vals):
        """Refused but for validity and note, by who may."""
        if not self.env.su:
            own = {n for n in vals if n.startswith(("message_", "activity_"))}
            if vals.keys() - {"expires_on", "note"} - own:
                message = self.env._("Cards change by what is sold and paid.")
                raise refused(AccessError(message), self._name, "write", self.ids)
            self._check_may_act()
        return super().write(vals)

    def _check_may_act(self):
        self.check_access("read")
        if not self.env.su and not any(map(self.env.user.has_group, ACTS)):
            message = self.env._("Only a manager changes gift cards.")
            raise refused(AccessError(message), self._name, "write", self.ids)

    def action_block(self):
        """Nothing is paid with a card that is lost or stolen.

        :raises UserError: without a note that says why
        """
        self._check_may_act()
        for card in self.filtered(lambda one: one.state == "active"):
            if not (card.note or "").strip():
                raise UserError(
                    self.env._("%s: note why it is blocked first.", card.display_name)
                )
            card._turn("blocked")
        return True

    def action_unblock(self):
        """It may be paid with again."""
        self._check_may_act()
        for card in self.filtered(lambda one: one.state == "blocked"):
            card._turn("active")
        return True

    def _turn(self, state):
        before = {"state": self.state}
        self.sudo().state = state  # sudo: states are the system's; who may was checked
        self._record(state, before, {"state": state})

    def _record(self, what, before, after):
        self.env["md.audit.trail"]._record(
            "price",
            f"gift.card.{what}",
            model=self._name,
            res_id=self.id,
            before=before,
            after=after,
            reason=self.note or None,
            company_id=self.company_id.id,
        )

    @staticmethod
    def _new_code():
        return gift_codes.made_of(secrets.token_bytes(gift_codes.LENGTH))

    def action_new_code(self):
        """Give the card another code, for a lost one: the old one ends. Shown once."""
        self.ensure_one()._check_may_act()
        code = self._new_code()
        before, hint = {"card": self.hint}, gift_codes.hint(code)
        # sudo: codes are the system's; who may was checked
        self.sudo().write({"digest": gift_codes.digest(code), "hint": hint})
        self._record("new_code", before, {"card": hint})
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "title": self.env._("New code; it is shown only now"),
                "message": gift_codes.printed(code),
                "sticky": True,
                "type": "success",
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }
