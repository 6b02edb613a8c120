import json

from odoo import models

from ..lib.imports import SELLER_FIELDS, STYLE_FIELDS, VARIANT_FIELDS, Fault, Missing

COLUMNS = {
    **{name: column for column, name in STYLE_FIELDS.items()},
    **{name: column for column, name in VARIANT_FIELDS.items()},
    **{name: column for column, name in SELLER_FIELDS.items()},
    "categ_id": "group",
    "md_brand_id": "brand",
    "uom_id": "uom",
    "taxes_id": "taxes",
    "supplier_taxes_id": "purchase_taxes",
}


class MdImportLocks(models.AbstractModel):
    """Takes what is locked for the user out of plans: it is asked for, or refused.

    Writing refuses it, too, whatever is planned; see `md.field.locks`.
    """

    _name = "md.import.locks"
    _description = "Locked Fields of Imports"

    def _part(self, job, plan):
        """The plan without what is locked, which stands in its ``asked``.

        A `Fault` instead when the rows are refused for it.
        """
        locks = self.env["md.field.locks"]
        if self.env.su or plan.id is None or not locks._companies():
            return plan
        try:
            first = plan.variants[0].entry
            self._take(job, plan, "product.template", plan.id, plan.changes, first)
            for variant in plan.variants:
                known = variant.id, variant.changes, variant.entry
                if variant.id:
                    self._take(job, plan, "product.product", *known)
                variant.supply = [
                    (entry, self._of_terms(job, plan, entry, terms))
                    for entry, terms in variant.supply
                ]
        except Fault as fault:
            return fault
        return plan

    def _of_terms(self, job, plan, entry, terms):
        if not terms or "id" not in terms:
            return terms
        terms = dict(terms)
        known = terms.pop("id")
        self._take(job, plan, "product.supplierinfo", known, terms, entry)
        return {"id": known, **terms} if terms else None

    def _take(self, job, plan, model, number, changes, entry):
        """Move what is locked from changes to wishes of a row."""
        if not changes:
            return
        locks = self.env["md.field.locks"]
        record = self.env[model].browse(number)
        for name in changes.keys() & set(locks._names(record)):
            value = changes[name]
            # a locked name may stand on the variant or on its product
            ask = job.ask_locked and locks._may_ask(model, name)
            if not ask or isinstance(value, Missing):
                label = record._fields[name]._description_string(self.env)
                details = {"field": label, "record": record.display_name}
                raise Fault(COLUMNS.get(name, ""), "locked", entry.number, **details)
            values = self.env["md.change.values"]
            wish = values._encode(record._fields[name], value)
            plan.asked.setdefault(entry.number, []).append([model, number, name, wish])
            del changes[name]

    def _keep(self, job, plans):
        """Note the wishes of rows that were imported; the caller commits."""
        rows = [
            (number, json.dumps(wishes))
            for plan in plans
            for number, wishes in getattr(plan, "asked", {}).items()
        ]
        if rows:
            numbers, wishes = map(list, zip(*rows, strict=True))
            self.env.cr.execute(
                "UPDATE md_import_line l SET asked = v.asked::jsonb "
                "  FROM unnest(%s::int[], %s::text[]) AS v (number, asked) "
                " WHERE l.import_id = %s AND l.number = v.number",
                [numbers, wishes, job.id],
            )

    def _draft(self, job):
        """One change request of all wishes, a draft; None without wishes."""
        self.env.cr.execute(
            "SELECT asked FROM md_import_line WHERE import_id = %s "
            "AND asked IS NOT NULL ORDER BY number",
            [job.id],
        )
        wishes = [
            (self.env[model].browse(number), name, value)
            for (asked,) in self.env.cr.fetchall()
            for model, number, name, value in asked
        ]
        wishes = [wish for wish in wishes if wish[0].exists()]
        if not wishes:
            return None
        why = self.env._("Import of %s", job.name or job.id)
        return self.env["md.change.desk"]._draft(wishes, why, kind="mass")
