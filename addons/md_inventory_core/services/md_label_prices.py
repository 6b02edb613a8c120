import json

from odoo import models

EXTRA = "product.template.attribute.value"
PRICED = {"product.template": "list_price", EXTRA: "price_extra"}


class MdLabelPrices(models.AbstractModel):
    """Which prices changed: what needs new labels on the shelf."""

    _name = "md.label.prices"
    _description = "Changed Prices"

    def _changed(self, since, company):
        """[(product, sales price then)] whose sales price is another one now."""
        before = self._before(since)
        extras = self.env[EXTRA].browse(before[EXTRA]).exists()
        ids = {*before["product.template"], *extras.product_tmpl_id.ids}
        # an event has the company of who wrote it: whose goods they are tells the goods
        templates = self.env["product.template"].search(
            [("id", "in", list(ids)), ("company_id", "in", (False, company.id))]
        )
        found = []
        for product in templates.sorted("name").product_variant_ids:
            template = product.product_tmpl_id
            old = before["product.template"].get(template.id, template.list_price)
            for value in product.product_template_attribute_value_ids:
                old += before[EXTRA].get(value.id, value.price_extra)
            now = template.list_price + product.price_extra
            if product.currency_id.compare_amounts(old, now):
                found.append((product, old))
        return found

    def _before(self, since):
        """{model: {id: its price at a moment}} of what has changed since."""
        # sudo: who changed it is the audit's; that it changed stands on the shelf
        audit = self.env["md.audit.event"].sudo()
        events = audit.search(
            [
                ("kind", "=", "price"),
                ("model", "in", list(PRICED)),
                ("at", ">=", since),
            ],
            order="id",
        )
        first = {model: {} for model in PRICED}
        for event in events:
            old = json.loads(event.before or "{}").get(PRICED[event.model])
            if old is not None:
                first[event.model].setdefault(event.res_id, old)
        return first
