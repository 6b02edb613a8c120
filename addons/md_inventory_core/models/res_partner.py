from odoo import fields, models


class ResPartner(models.Model):
    """Terms of who supplies us are governed; who buys from us may have a birthday."""

    _name = "res.partner"
    _inherit = ["res.partner", "md.governed.mixin"]

    md_birth_date = fields.Date(
        "Date of Birth",
        help="For promotions on the birthday. Ask for it only with the customer's "
        "consent.",
        groups="md_inventory_core.group_support,md_inventory_core.group_auditor,"
        "base.group_partner_manager",
    )

    md_no_suggestions = fields.Boolean(
        "No Personal Suggestions",
        help="What the customer buys is not remembered as a habit. What was is deleted "
        "at once, and tills never get it.",
    )
    md_class_ids = fields.Many2many(
        "md.customer.class",
        string="Customer Class",
        compute="_compute_md_class_ids",
        groups="md_inventory_core.group_support,md_inventory_core.group_auditor,"
        "md_inventory_core.group_admin",
        help="Which class the customer is of today.",
    )
    md_habit_count = fields.Integer(
        "Usually Buys",
        compute="_compute_md_habit_count",
        groups="md_inventory_core.group_support,md_inventory_core.group_auditor,"
        "md_inventory_core.group_admin",
    )

    def _compute_md_class_ids(self):
        classes = self.env["md.customer.classes"]._of(self._origin)
        for partner in self:
            mine = classes.get(partner._origin.id) or self.env["md.customer.class"]
            mine = mine.filtered(lambda one: one.company_id in self.env.companies)
            partner.md_class_ids = mine.with_env(self.env)

    def _compute_md_habit_count(self):
        found = self.env["md.customer.habit"]._read_group(
            [("partner_id", "in", self.ids)], ["partner_id"], ["__count"]
        )
        counts = {partner.id: count for partner, count in found}
        for partner in self:
            partner.md_habit_count = counts.get(partner.id, 0)

    def write(self, vals):
        result = super().write(vals)
        if vals.get("md_no_suggestions"):
            self.env["md.suggestions"]._forget(self)
        return result

    def md_action_habits(self):
        """What the customer usually buys."""
        self.ensure_one().check_access("read")
        name = "md_inventory_core.md_customer_habit_action"
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(name),
            "domain": [("partner_id", "=", self.id)],
        }

    def md_action_classes(self):
        """Of which classes the customer is, was and will be."""
        self.ensure_one().check_access("read")
        name = "md_inventory_core.md_customer_membership_action"
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(name),
            "domain": [("partner_id", "=", self.commercial_partner_id.id)],
            "context": {"default_partner_id": self.commercial_partner_id.id},
        }

    def _md_use_depends(self):
        return ["supplier_rank"]

    def _md_in_use(self):
        return self.supplier_rank > 0

    def md_action_ask_change(self):
        """Ask for a Change."""
        return self._md_ask_change()
