from odoo import api, fields, models
from odoo.exceptions import ValidationError


class MdCustomerMembership(models.Model):
    """A customer is of a class, from one day to another, both included."""

    _name = "md.customer.membership"
    _description = "Member of a Class"
    _order = "date_from desc, id desc"
    _rec_name = "partner_id"
    _check_company_auto = True

    partner_id = fields.Many2one(
        "res.partner", "Customer", required=True, ondelete="cascade", index=True
    )
    class_id = fields.Many2one(
        "md.customer.class", required=True, ondelete="restrict", index=True
    )
    company_id = fields.Many2one(related="class_id.company_id", store=True, index=True)
    date_from = fields.Date(
        "From",
        required=True,
        default=lambda self: self.env["md.customer.classes"]._today(self.env.company),
    )
    date_to = fields.Date("To", help="The last day; empty: until further notice.")
    by_hand = fields.Boolean(
        default=True,
        readonly=True,
        help="Named by somebody; the others have spent enough.",
    )
    note = fields.Char()

    _once = models.UniqueIndex(
        "(partner_id, class_id, date_from)",
        "The customer becomes a member of this class on that day already.",
    )

    @api.constrains("date_from", "date_to")
    def _check_days(self):
        for row in self:
            if row.date_to and row.date_to < row.date_from:
                raise ValidationError(
                    self.env._(
                        "%(customer)s in %(group)s: a membership ends on the day it "
                        "begins, or later.",
                        customer=row.partner_id.name,
                        group=row.class_id.name,
                    )
                )

    @api.model
    def _valid_on(self, day):
        """Domain of those that are valid on a day."""
        return [
            ("date_from", "<=", day),
            *("|", ("date_to", "=", False), ("date_to", ">=", day)),
        ]

    @api.model_create_multi
    def create(self, vals_list):
        """Members by spending are the system's."""
        if not self.env.su:
            vals_list = [{**vals, "by_hand": True} for vals in vals_list]
        return super().create(vals_list)
