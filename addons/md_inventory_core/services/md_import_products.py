from dataclasses import replace

from odoo import models

from ..lib import imports
from ..lib.imports import DIGITS, FIRST, FURTHER, LAST, Fault


class MdImportProducts(models.AbstractModel):
    """Products: a row is a variant, rows of one style are one product."""

    _name = "md.import.products"
    _inherit = ["md.import.kind"]
    _description = "Import of Products"

    _writes = ("product.template", "product.product", "product.supplierinfo")

    def _columns(self, job):
        dimensions = [imports.Column(code, "value") for code in self._dimensions(job)]
        flags = [imports.Column(name, "flag") for name in self._flags()]
        digits = self.env["decimal.precision"]
        first = [replace(one, checked=job.verify_barcodes) for one in FIRST]
        last = [
            replace(one, digits=digits.precision_get(DIGITS[one.name]))
            if one.name in DIGITS
            else one
            for one in LAST
        ]
        return [*first, *dimensions, *flags, *last]

    def _flags(self):
        """{column of yes or no: field of the whole product}; addons have more."""
        return {"stocked": "is_storable"}

    def _dimensions(self, job):
        """{column: dimension} of the company; a dimension's code is its column."""
        taken = {column.name for column in (*FIRST, *LAST)} | self._flags().keys()
        return {
            dimension.code: dimension
            for dimension in self.env["md.dimension"]._for(job.company_id)
            if dimension.code not in taken
        }

    def _sellers(self, template, job):
        """Terms of suppliers that files tell of: of this company, for any time."""
        return template.seller_ids.filtered(
            lambda one: (
                one.company_id in (one.company_id.browse(), job.company_id)
                and not (one.date_start or one.date_end)
            )
        )

    def _needed(self, job):
        return ()

    def _also(self, job):
        fixed = {column.name for column in (*FIRST, *LAST)}
        return {
            dimension.name: code
            for code, dimension in self._dimensions(job).items()
            if dimension.name.lower() not in fixed
        }

    def _help(self, job):
        texts = {
            "style_code": self.env._("Rows with the same style code are one product."),
            "name": self.env._("Needed for new products. At most 255 characters."),
            "group": self.env._(
                "Group, category and sub-category: names from above down."
            ),
            "sku": self.env._(
                "The key, unless barcode is chosen. Empty: made by the pattern."
            ),
            "barcode": self.env._(
                "Digits with a right check digit, or any code. Keep it text."
            ),
            FURTHER: self.env._(
                "All other barcodes, with ; between them; code*12 stands for 12 units, "
                "code*Box for a packaging. Those left out are taken off; - for none."
            ),
            "price": self.env._("Sales price; the same in all rows of a product."),
            "cost": self.env._("Cost of one unit of the variant."),
            "taxes": self.env._(
                "Names of sales taxes, with ; between them. - for none."
            ),
            "purchase_taxes": self.env._("Names of purchase taxes; as taxes."),
            "uom": self.env._("Unit of measure."),
            "weight": self.env._("Of one unit."),
            "supplier": self.env._(
                "Name or reference of the supplier. Another one, or price_from, "
                "has a further row with the SKU or barcode and these columns only."
            ),
            "price_from": self.env._("Quantity from which the supplier's price holds."),
            "moq": self.env._("The supplier's smallest order."),
            "case_pack": self.env._("How many are in a case; orders are whole cases."),
            "lead_time": self.env._("Days from order to receipt."),
            "image": self.env._(
                "Name of a file in the ZIP that is loaded with this file."
            ),
            "active": self.env._("yes or no. Empty: as it is, new products yes."),
            "stocked": self.env._(
                "yes or no: whether it is counted. New products: yes."
            ),
        }
        for code, dimension in self._dimensions(job).items():
            values = dimension.attribute_id.value_ids[:20].mapped("name")
            texts[code] = self.env._(
                "%(name)s: name or short code of a value. There are: %(values)s",
                name=dimension.name,
                values=", ".join(values) or "-",
            )
        return texts

    def _bundles(self, job, entries):
        further = imports.further_rows(entries)
        mains = [entry for entry in entries if entry.number not in further]
        imports.mark_doubles(mains, "sku")
        imports.mark_barcodes(mains)
        owners = self._owners(job, entries)
        dimensions = list(self._dimensions(job))
        names = {}
        for entry in entries:
            own = imports.names_of(entry, owners.get(entry.number), dimensions)
            names[entry.number] = own
            if main := further.get(entry.number):
                of_main = ("row", main.number)
                own.append(of_main)
                names[main.number].append(of_main)
        return imports.bundled(entries, names)

    def _owners(self, job, entries):
        """{number of the row: id of the product that has its key}."""
        field = imports.VARIANT_FIELDS[job.key]
        texts = {entry.get(job.key) for entry in entries} - {None}
        products = self.env["product.product"].with_context(active_test=False)
        found = products.search_fetch(
            [
                (field, "in", list(texts)),
                ("company_id", "in", (False, job.company_id.id)),
            ],
            [field, "product_tmpl_id"],
        )
        owners = {one[field]: one.product_tmpl_id.id for one in found}
        return {
            entry.number: owners[text]
            for entry in entries
            if (text := entry.get(job.key)) in owners
        }

    def _plan(self, job, bundles):
        world = self.env["md.import.world"]._of(job, bundles)
        plans = [self._planned(bundle, world) for bundle in bundles]
        locks = self.env["md.import.locks"]
        return [
            plan if isinstance(plan, Fault) else locks._part(job, plan)
            for plan in plans
        ]

    def _planned(self, bundle, world):
        try:
            return imports.plan(bundle, world)
        except Fault as fault:
            return fault

    def _write(self, job, bundles, plans):
        missing = dict.fromkeys(one for plan in plans for one in plan.missing())
        writer = self.env["md.import.product.writer"]
        if missing:
            writer._create_missing(job, list(missing))
            plans = self._sound(self._plan(job, bundles))
        return writer._write(job, plans)

    def _sound(self, plans):
        for plan in plans:
            if isinstance(plan, Fault):
                raise plan
        return plans
