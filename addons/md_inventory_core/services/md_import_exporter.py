from odoo import models
from odoo.tools import SQL

from ..lib.imports import FURTHER, NOTHING, QUANTITY, SEPARATOR
from .md_import_world import COMBINATIONS_SQL

AT_ONCE = 2000  # products that are read together


class MdImportExporter(models.AbstractModel):
    """Rows of products as `md.import` reads them: a file comes back without changes."""

    _name = "md.import.exporter"
    _description = "Export of Products"

    def _rows(self, job, templates):
        """(columns, rows as lists of texts) of all variants of products."""
        kind = self.env["md.import.products"]
        columns = [
            column.name for column in kind._columns(job) if column.name != "image"
        ]
        rows = []
        for start in range(0, len(templates), AT_ONCE):
            part = templates.browse(templates.ids[start : start + AT_ONCE])
            for found in self._of_part(job, kind, part):
                rows.append([found.get(name, "") for name in columns])
            self.env.invalidate_all()
        return columns, rows

    def _of_part(self, job, kind, templates):
        self.env.flush_all()
        dimensions = kind._dimensions(job)
        by_attribute = {one.attribute_id.id: code for code, one in dimensions.items()}
        variants = templates.with_context(active_test=False).product_variant_ids
        combinations = {}
        rows = self.env.execute_query(SQL(COMBINATIONS_SQL, variants.ids or [0]))
        values = self.env["product.attribute.value"]
        values.browse({value for _p, _a, value in rows}).mapped("name")
        for product, attribute, value in rows:
            if attribute in by_attribute:
                name = values.browse(value).name
                combinations.setdefault(product, {})[by_attribute[attribute]] = name
        further = self.env["md.product.barcode"].search(
            [("product_id", "in", variants.ids)], order="product_id, id"
        )
        further = further.grouped(lambda one: one.product_id.id)
        for template in templates:
            whole = self._of_template(job, kind, template, by_attribute)
            for variant in template.with_context(active_test=False).product_variant_ids:
                own = combinations.get(variant.id, {})
                first, *others = self._supply(job, kind, template, variant) or [{}]
                described = self._of_variant(variant, further.get(variant.id, ()))
                yield {**whole, **own, **described, **first}
                keys = {name: described[name] for name in ("sku", "barcode")}
                yield from ({**keys, **terms} for terms in others)

    def _of_template(self, job, kind, template, by_attribute):
        path = [one.name for one in self._path(template.categ_id)]
        found = {
            "style_code": template.md_style_code or "",
            "name": template.name,
            "group": path[0] if path else "",
            "category": path[1] if len(path) > 1 else "",
            "sub_category": " / ".join(path[2:]),
            "brand": template.md_brand_id.name or "",
            "price": number(template.list_price),
            "uom": template.uom_id.name,
        }
        for column, name in (
            ("taxes", "taxes_id"),
            ("purchase_taxes", "supplier_taxes_id"),
        ):
            taxes = job._own_taxes(template[name]).mapped("name")
            found[column] = f"{SEPARATOR} ".join(taxes) or NOTHING
        for column, name in kind._flags().items():
            found[column] = flag(template[name])
        for line in template.attribute_line_ids:
            code = by_attribute.get(line.attribute_id.id)
            fixed = line.attribute_id.create_variant == "no_variant"
            if code and fixed and len(line.value_ids) == 1:
                found[code] = line.value_ids.name
        return found

    def _path(self, category):
        ids = [int(one) for one in (category.parent_path or "").split("/") if one]
        return category.browse(ids)

    def _of_variant(self, variant, further):
        return {
            "sku": variant.default_code or "",
            "barcode": variant.barcode or "",
            FURTHER: f"{SEPARATOR} ".join(map(_barcode, further)) or NOTHING,
            "cost": number(variant.standard_price),
            "weight": number(variant.weight),
            "active": flag(variant.active),
        }

    def _supply(self, job, kind, template, variant):
        """Terms of suppliers, each for a row: the variant's own before shared ones."""
        sellers = kind._sellers(template, job)
        mine = sellers.filtered(lambda one: one.product_id == variant)
        all_of_them = sellers.filtered(
            lambda one: not one.product_id and one.partner_id not in mine.partner_id
        )
        found = {}
        for one in (mine | all_of_them).sorted("min_qty"):
            found.setdefault((one.partner_id, one.min_qty), one)
        return [
            {
                "supplier": one.partner_id.name,
                "supplier_sku": one.product_code or "",
                "supplier_price": number(one.price),
                "price_from": number(one.min_qty),
                "moq": number(one.md_moq),
                "case_pack": number(one.md_case_pack),
                "lead_time": str(one.delay),
            }
            for one in found.values()
        ]


def _barcode(barcode):
    """A further barcode with what it stands for, where that is not one unit."""
    if barcode.uom_id:
        return f"{barcode.code}{QUANTITY}{barcode.uom_id.name}"
    if barcode.quantity == 1:
        return barcode.code
    return f"{barcode.code}{QUANTITY}{number(barcode.quantity)}"


def number(value):
    """A number as text, without needless zeros."""
    return f"{value:.6f}".rstrip("0").rstrip(".")


def flag(value):
    """Yes or no."""
    return "yes" if value else "no"
