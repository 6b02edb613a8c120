import base64
import io

import qrcode
from qrcode.constants import ERROR_CORRECT_M

from odoo import api, fields, models
from odoo.exceptions import UserError

MOST = 10000  # coupons of a batch


class MdCouponBatch(models.Model):
    """Coupons of a promotion, made at once: printed as a sheet, or exported as a list.

    What a coupon says is signed when it is issued; so nothing of an issued batch but
    its name and note is changed any more.
    """

    _name = "md.coupon.batch"
    _description = "Batch of Coupons"
    _order = "id desc"

    name = fields.Char(required=True, help="For colleagues, e.g. Letter of May.")
    promotion_id = fields.Many2one(
        "md.promotion",
        required=True,
        index=True,
        ondelete="restrict",
        domain=[("coupon_single", "=", True)],
    )
    company_id = fields.Many2one(related="promotion_id.company_id", store=True)
    count = fields.Integer(
        "Coupons",
        default=100,
        aggregator=None,
        help="For each customer, where there are some.",
    )
    partner_ids = fields.Many2many(
        "res.partner", string="Customers", help="Empty: for whoever brings one."
    )
    expires_on = fields.Date(
        "Valid until", help="The last day, of the store. Empty: as the promotion."
    )
    online_only = fields.Boolean(
        "Only with a Server",
        help="For coupons of high value: tills do not take them while nobody can say "
        "whether another till has taken them.",
    )
    returns = fields.Boolean(
        "Back after a Refund",
        default=True,
        help="Who brings back all that he bought with it may use it again.",
    )
    note = fields.Text()
    state = fields.Selection(
        [("draft", "Draft"), ("issued", "Issued")],
        required=True,
        readonly=True,
        copy=False,
        default="draft",
    )
    coupon_ids = fields.One2many("md.coupon", "batch_id", readonly=True, copy=False)
    issued_count = fields.Integer(compute="_compute_counts")
    used_count = fields.Integer(compute="_compute_counts")

    _sane = models.Constraint(
        f"CHECK (count BETWEEN 1 AND {MOST})",
        f"A batch has between 1 and {MOST} coupons.",
    )

    @api.depends("coupon_ids.state")
    def _compute_counts(self):
        groups = self.env["md.coupon"]._read_group(
            [("batch_id", "in", self.ids)], ["batch_id", "state"], ["__count"]
        )
        found = {(batch.id, state): count for batch, state, count in groups}
        for batch in self:
            own = [found.get((batch.id, s), 0) for s in ("issued", "used", "void")]
            batch.issued_count, batch.used_count = sum(own), own[1]

    def write(self, vals):
        """Refused for what is signed in coupons that are out."""
        issued = self.filtered(lambda one: one.state == "issued")[:1]
        if issued and vals.keys() - {"name", "note"} and not self.env.su:
            raise UserError(
                self.env._(
                    "Coupons of %s are issued: what they say stays.", issued.name
                )
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        if issued := self.filtered("coupon_ids")[:1]:
            raise UserError(
                self.env._("Coupons of %s are issued: block them.", issued.name)
            )

    def action_issue(self):
        """Make the coupons."""
        self.check_access("write")
        for batch in self:
            # two clicks at once: the second begins again and sees it issued
            batch.lock_for_update()
            if batch.state != "draft":
                raise UserError(self.env._("Coupons of %s are issued.", batch.name))
            if not batch.promotion_id.coupon_single:
                raise UserError(
                    self.env._(
                        "Promotion %s is not set to coupons for one use.",
                        batch.promotion_id.name,
                    )
                )
            batch._issue()
        return True

    def _issue(self):
        customers = self.partner_ids.ids or [False]
        if self.count * len(customers) > MOST:
            raise UserError(
                self.env._(
                    "Batch %(name)s: at most %(most)s coupons at once.",
                    name=self.name,
                    most=MOST,
                )
            )
        now = fields.Datetime.now()
        own = {"batch_id": self.id, "company_id": self.company_id.id}
        # sudo: nobody but this makes coupons
        self.env["md.coupon"].sudo().create(
            [
                {**own, "partner_id": customer, "changed_at": now}
                for customer in customers
                for _each in range(self.count)
            ]
        )
        # sudo: a step that nobody writes by hand
        self.sudo().state = "issued"

    def action_coupons(self):
        """Its coupons, to be looked at or exported."""
        self.ensure_one().check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.name,
            "res_model": "md.coupon",
            "views": [(False, "list")],
            "domain": [("batch_id", "=", self.id)],
        }

    def action_print(self):
        """A sheet with a QR code for each coupon that is not used.

        :raises UserError: when there is none
        """
        self.ensure_one().check_access("write")
        if not self._open_coupons():
            raise UserError(
                self.env._("Batch %s has no coupons that may be used.", self.name)
            )
        report = self.env.ref("md_inventory_core.md_coupon_report")
        return report.report_action(self)

    def _open_coupons(self):
        return self.coupon_ids.filtered(lambda one: one.state == "issued")

    def _rows_of(self, width=3):
        """Rows of coupons, as the sheet shows them: [[(coupon, PNG in base 64)]]."""
        found = [(one, self._qr(one.code)) for one in self._open_coupons()]
        return [found[at : at + width] for at in range(0, len(found), width)]

    @staticmethod
    def _qr(text):
        code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, box_size=4, border=3)
        code.add_data(text)
        image = io.BytesIO()
        code.make_image().save(image, format="PNG")
        return base64.b64encode(image.getvalue()).decode()
