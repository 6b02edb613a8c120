from odoo import api, fields, models

FORMS = [("xlsx", "XLSX"), ("csv", "CSV")]


class MdExportWizard(models.TransientModel):
    """Products as a file that the import reads: all, chosen ones or those of a kind."""

    _name = "md.export.wizard"
    _description = "Export of Products"

    form = fields.Selection(FORMS, "Format", required=True, default="xlsx")
    product_ids = fields.Many2many("product.template", string="Chosen Products")
    category_ids = fields.Many2many(
        "product.category", string="Categories", help="With those below. Empty: all."
    )
    brand_ids = fields.Many2many("md.brand", string="Brands", help="Empty: all.")
    archived = fields.Boolean("Archived Ones, Too")
    count = fields.Integer("Products", compute="_compute_count")
    file = fields.Binary(readonly=True)

    @api.model
    def default_get(self, names):
        found = super().default_get(names)
        context = self.env.context
        if context.get("active_model") == "product.template":
            if domain := context.get("active_domain"):
                chosen = self.env["product.template"].search(domain).ids
            else:
                chosen = context.get("active_ids", [])
            found["product_ids"] = [fields.Command.set(chosen)]
        return found

    @api.depends("product_ids", "category_ids", "brand_ids", "archived")
    def _compute_count(self):
        for wizard in self:
            wizard.count = len(wizard._products())

    def _products(self):
        domain = []
        if self.product_ids:
            domain.append(("id", "in", self.product_ids.ids))
        if self.category_ids:
            domain.append(("categ_id", "child_of", self.category_ids.ids))
        if self.brand_ids:
            domain.append(("md_brand_id", "in", self.brand_ids.ids))
        products = self.env["product.template"].with_context(
            active_test=not self.archived
        )
        return products.search(domain, order="id")

    def _export(self):
        job = self.env["md.import"].new({"kind": "products"})
        job.company_id = self.env.company
        products = self._products()
        columns, rows = self.env["md.import.exporter"]._rows(job, products)
        self.env["md.audit.trail"]._record(
            "export",
            "export",
            model="product.template",
            after={"records": len(products), "fields": columns},
        )
        files = self.env["md.import.files"]
        write = files._xlsx if self.form == "xlsx" else files._csv
        return write(columns, rows)

    def action_export(self):
        """Take the file."""
        self.ensure_one().check_access("write")
        self.file = self._export()
        url = f"/web/content/{self._name}/{self.id}/file/products.{self.form}"
        return {
            "type": "ir.actions.act_url",
            "url": f"{url}?download=true",
            "target": "download",
        }
