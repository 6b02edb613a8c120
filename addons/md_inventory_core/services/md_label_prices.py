import json

from odoo import models

PRICED = ("product.template", "product.product")


class MdLabelPrices(models.AbstractModel):
    """Which prices changed: what needs new labels on the shelf."""

    _name = "md.label.prices"
    _description = "Changed Prices"

    def _changed(self, since, company):
        """[(product, sales price then)] whose sales price is another one now."""
        # sudo: who changed it is the audit's; that it changed stands on the shelf
        audit = self.env["md.audit.event"].sudo()
        events = audit.search(
            [
                ("kind", "=", "price"),
                ("model", "=", "product.template"),
                ("at", ">=", since),
            ],
            order="id",
        )
        first = {}
        for event in events:
            old = json.loads(event.before or "{}").get("list_price")
            if old is not None:
                first.setdefault(event.res_id, old)
        # an event has the company of who wrote it: whose goods they are tells the goods
        templates = self.env["product.template"].search(
            [("id", "in", list(first)), ("company_id", "in", (False, company.id))]
        )
        return [
            (product, first[template.id] + product.price_extra)
            for template in templates.sorted("name")
            if template.list_price != first[template.id]
            for product in template.product_variant_ids
        ]
