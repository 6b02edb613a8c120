from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..lib.refusals import refused

PRINTS = "md_inventory_core.group_manager,md_inventory_core.group_admin"


class MdCoupon(models.Model):
    """A coupon that was issued; its code is signed, made when asked for, kept nowhere.

    Rows are made by `md.coupon.batch` and changed by `md.coupons` alone.
    """

    _name = "md.coupon"
    _description = "Coupon for One Use"
    _order = "id"
    _rec_name = "id"

    batch_id = fields.Many2one(
        "md.coupon.batch", required=True, readonly=True, index=True, ondelete="restrict"
    )
    promotion_id = fields.Many2one(related="batch_id.promotion_id")
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )
    partner_id = fields.Many2one("res.partner", "Customer", readonly=True)
    expires_on = fields.Date(related="batch_id.expires_on")
    state = fields.Selection(
        [("issued", "Issued"), ("used", "Used"), ("void", "Blocked")],
        required=True,
        readonly=True,
        default="issued",
    )
    order_uuid = fields.Char("Order's Key", readonly=True, index="btree_not_null")
    reference = fields.Char("Used With", readonly=True)
    used_at = fields.Datetime("Used", readonly=True)
    changed_at = fields.Datetime(readonly=True, index=True)
    code = fields.Char(compute="_compute_code", groups=PRINTS)

    @api.depends("batch_id", "partner_id")
    def _compute_code(self):
        service = self.env["md.coupons"]
        for coupon in self:
            coupon.code = coupon.id and service._code(coupon)

    @api.depends("batch_id")
    def _compute_display_name(self):
        for coupon in self:
            coupon.display_name = f"{coupon.batch_id.display_name} / {coupon.id}"

    def write(self, vals):
        """Refused: coupons are used by receipts, and blocked by their button."""
        if not self.env.su:
            message = self.env._("Coupons are used by receipts, and by nobody else.")
            raise refused(AccessError(message), self._name, "write", self.ids)
        return super().write(vals)

    def action_block(self):
        """Tills take them no more, as soon as they hear of it."""
        self.check_access("read")
        if not any(map(self.env.user.has_group, PRINTS.split(","))):
            message = self.env._("Only a manager blocks coupons.")
            raise refused(AccessError(message), self._name, "block", self.ids)
        # sudo: rows are the system's; who may has been checked
        rows = self.sudo()
        if used := rows.filtered(lambda one: one.state == "used")[:1]:
            raise UserError(
                self.env._(
                    "Coupon %(coupon)s was used with %(order)s.",
                    coupon=used.id,
                    order=used.reference,
                )
            )
        rows.write({"state": "void", "changed_at": fields.Datetime.now()})
        return True
