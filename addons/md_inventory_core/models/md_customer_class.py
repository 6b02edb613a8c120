from odoo import api, fields, models
from odoo.exceptions import ValidationError


class MdCustomerClass(models.Model):
    """Customers who pay less: members by hand or by what they spend.

    What they get is said by promotions that name the class, and by its price list.
    """

    _name = "md.customer.class"
    _description = "Customer Class"
    _order = "company_id, sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(
        default=10, help="Who is in several has the first of them."
    )
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    pricelist_id = fields.Many2one(
        "product.pricelist",
        "Price List",
        check_company=True,
        ondelete="restrict",
        help="For members who have no price list of their own; promotions come on top.",
    )
    least_spend = fields.Monetary(
        "Reached by Spending",
        help="Without tax, in the months before; 0: members are named by hand only.",
    )
    months = fields.Integer("In the Last Months", required=True, default=12)
    keeps = fields.Integer(
        "Kept for Months",
        default=0,
        help="So long after it was last reached; 0: only while it is reached.",
    )
    promotion_ids = fields.Many2many(
        "md.promotion", "md_promotion_class_rel", "other_id", "promotion_id"
    )
    member_ids = fields.One2many("md.customer.membership", "class_id")
    member_count = fields.Integer(
        "Members",
        compute="_compute_member_count",
        groups="md_inventory_core.group_support,md_inventory_core.group_manager,"
        "md_inventory_core.group_auditor,md_inventory_core.group_admin",
    )

    _name_uniq = models.UniqueIndex(
        "(company_id, (name->>'en_US'))", "Another class of the company has this name."
    )
    _months_ok = models.Constraint(
        "CHECK (months BETWEEN 1 AND 120 AND keeps BETWEEN 0 AND 120)",
        "Months are from 1 to 120; kept for at most 120.",
    )

    def _compute_member_count(self):
        today = self.env["md.customer.classes"]._today(self.env.company)
        domain = self.env["md.customer.membership"]._valid_on(today)
        found = self.env["md.customer.membership"]._read_group(
            [*domain, ("class_id", "in", self.ids)], ["class_id"], ["__count"]
        )
        counts = {one.id: count for one, count in found}
        for one in self:
            one.member_count = counts.get(one.id, 0)

    @api.constrains("least_spend", "company_id", "active")
    def _check_least(self):
        for one in self.filtered("least_spend"):
            if one.least_spend < 0:
                raise ValidationError(
                    self.env._("Class %s: nobody spends less than nothing.", one.name)
                )
            same = self.search(
                [
                    ("company_id", "=", one.company_id.id),
                    ("id", "!=", one.id),
                    ("least_spend", "=", one.least_spend),
                ],
                limit=1,
            )
            if same:
                raise ValidationError(
                    self.env._(
                        "Classes %(one)s and %(other)s are reached by the same amount.",
                        one=one.name,
                        other=same.name,
                    )
                )

    def action_members(self):
        """Who is in it, was, or will be."""
        self.ensure_one().check_access("read")
        name = "md_inventory_core.md_customer_membership_action"
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(name),
            "domain": [("class_id", "=", self.id)],
            "context": {"default_class_id": self.id, "search_default_valid": 1},
        }

    def action_discount(self):
        """The form of a new promotion for its members."""
        self.ensure_one().check_access("read")
        self.env["md.promotion"].check_access("create")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Discount of %s", self.name),
            "res_model": "md.promotion",
            "views": [(False, "form")],
            "context": {
                "default_name": self.env._("%s members", self.name),
                "default_company_id": self.company_id.id,
                "default_kind": "unit",
                "default_how": "percent",
                "default_class_ids": self.ids,
                "default_goods_ids": [(0, 0, {"role": "goods", "all_goods": True})],
            },
        }

    def action_compute(self):
        """Look now at who has reached what, as each night."""
        self.check_access("write")
        for company in self.company_id:
            self.env["md.customer.classes"]._renew(company)
