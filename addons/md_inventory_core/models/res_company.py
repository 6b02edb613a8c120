from odoo import api, fields, models, tools


class ResCompany(models.Model):
    """A company has its channels from the start."""

    _inherit = "res.company"

    md_drift_user_id = fields.Many2one(
        "res.users",
        "Answers for Stock Drift",
        ondelete="set null",
        help="Findings of the reconciliation are this person's to begin with. Empty: "
        "the store's first manager.",
    )
    md_unique_sku = fields.Boolean(
        "SKUs Are Unique",
        default=True,
        help="No two products of the company, nor one of it and a shared one, get the "
        "same SKU. SKUs that are there twice already stay.",
    )

    md_strict_barcodes = fields.Boolean(
        "Verify Barcodes",
        help="A product's or packaging's barcode of 8, 12, 13 or 14 digits must have "
        "the right check digit. Otherwise who types it is only warned.",
    )

    md_refund_policy = fields.Selection(
        [
            ("paid_share", "What was paid for it"),
            ("recompute", "What was paid, less what the rest costs by itself"),
        ],
        "Refund of Promotions in Orders",
        required=True,
        default="paid_share",
        help="What a customer gets back for a part of goods that were sold together in "
        "a promotion by order or web shop. Tills have their own setting.",
    )
    md_products_governed = fields.Boolean(
        "Products Are Governed",
        help="Locked fields of active products, and of suppliers, are changed by "
        "requests that a second person decides.",
    )
    md_new_products = fields.Selection(
        [("active", "Active"), ("draft", "Drafts")],
        "New Products Are",
        required=True,
        default="active",
    )

    @api.model
    @tools.ormcache()
    def _md_governing_ids(self):
        """Ids of the companies whose products are governed."""
        # sudo: a fact about companies that a user need not see
        companies = self.sudo().search([("md_products_governed", "=", True)])
        return frozenset(companies.ids)

    @api.model_create_multi
    def create(self, vals_list):
        # a new company begins with the rule of the one in which it is made
        rule = {"md_unique_sku": self.env.company.md_unique_sku}
        companies = super().create([rule | vals for vals in vals_list])
        self.env.registry.clear_cache()
        self.env["md.channel"]._make_for_companies(companies)
        self.env["md.dimension.set"]._ship(companies)
        self.env["md.recommendation"]._make_for_companies(companies)
        return companies

    def write(self, vals):
        before = {company: company.name for company in self if "name" in vals}
        if "nomenclature_id" in vals:
            self.env.registry.clear_cache()  # of md.barcode.lookup
        result = super().write(vals)
        if not vals.keys().isdisjoint({"md_products_governed", "active"}):
            self.env.registry.clear_cache()
        for company, name in before.items():
            self.env["md.client"]._renamed(company, name)
        return result
