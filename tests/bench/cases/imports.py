"""Sparse variants of twenty dimensions from a file: Odoo's own import and ours."""

import base64
import csv
import io
import random
import time

from ..case import Case
from ..world import request

DIMENSIONS = 20
VALUES = 10  # of each dimension
A_STYLE = 500  # variants of one product
AT_ONCE = 2000  # rows that Odoo's screen imports in one request
MODULE = "bench"  # of the external names that Odoo's import needs
OPTIONS = {"has_headers": True, "separator": ",", "quoting": '"', "encoding": "utf-8"}


def ean(number):
    """An EAN-13 with a right check digit."""
    digits = f"26{number:010d}"
    total = sum(int(d) * (3 if place % 2 else 1) for place, d in enumerate(digits))
    return f"{digits}{-total % 10}"


class ImportVariants(Case):
    """A file with one row for each variant, into a shop that knows the dimensions.

    Plain Odoo needs two files: products with their attributes, then variants, whose
    values must be given by external names; making these is not counted. "Import" alone
    is compared; `with_dry_run` is the test of the file and the import.
    """

    name = "import_variants"
    title = "Import sparse variants with 20 dimensions from CSV, without the dry run"
    unit = "variant"
    target = 0.2
    most = 6
    rounds = 5
    size = 1000
    quick = 40

    def setup(self, place):
        self.ours = "md.import" in place
        self.round = 0
        self.random = random.Random(20)
        attributes = place["product.attribute"]
        if self.ours:
            role = place.ref("md_inventory_core.group_manager")
            place.user.sudo().group_ids = [(4, role.id)]
            dimensions = place["md.dimension"]._for(place.company)
            self.codes = dimensions.mapped("code")
            place["product.attribute.value"].create(
                [
                    {
                        "attribute_id": dimension.attribute_id.id,
                        "name": f"Value {dimension.code} {value}",
                    }
                    for dimension in dimensions
                    for value in range(VALUES)
                ]
            )
            return
        self.attributes = attributes.create(
            [
                {
                    "name": f"Bench dimension {number}",
                    "create_variant": "dynamic",
                    "value_ids": [
                        (0, 0, {"name": f"Value {number} {value}"})
                        for value in range(VALUES)
                    ],
                }
                for number in range(DIMENSIONS)
            ]
        ).ids

    def prepare(self, place, size):
        self.round += 1
        self.rows = [
            (
                f"Bench style {self.round}-{number // A_STYLE}",
                f"B{self.round}-{number:06d}",
                ean(self.round * 10**7 + number),
                tuple(self.random.randrange(VALUES) for _n in range(DIMENSIONS)),
            )
            for number in range(size)
        ]

    def run(self, place, size):
        return self.run_ours(place, size) if self.ours else self.run_odoo(place, size)

    # Odoo's own

    def run_odoo(self, place, size):
        styles = list(dict.fromkeys(row[0] for row in self.rows))
        with request(place) as env:
            attributes = env["product.attribute"].browse(self.attributes)
            fields = ["id", "name", "is_storable", "list_price"]
            fields += [
                "attribute_line_ids/attribute_id",
                "attribute_line_ids/value_ids",
            ]
            rows = []
            for number, style in enumerate(styles):
                head = [f"{MODULE}.style_{self.round}_{number}", style, "True", "10"]
                for attribute in attributes:
                    values = ",".join(attribute.value_ids.mapped("name"))
                    rows.append([*head, attribute.name, values])
                    head = ["", "", "", ""]
            took, dry = self.import_odoo(env, "product.template", fields, rows)
        self.name_values(place)
        with request(place) as env:
            fields = ["product_tmpl_id/id", "product_template_attribute_value_ids/id"]
            fields += ["default_code", "barcode", "standard_price"]
            rows = []
            for style, sku, barcode, combination in self.rows:
                place_of = f"{MODULE}.style_{self.round}_{styles.index(style)}"
                number = styles.index(style)
                values = ",".join(
                    f"{MODULE}.value_{self.round}_{number}_{dimension}_{value}"
                    for dimension, value in enumerate(combination)
                )
                rows.append([place_of, values, sku, barcode, "5.5"])
            more, more_dry = self.import_odoo(env, "product.product", fields, rows)
        took, dry = took + more, dry + more_dry
        return {"ms": 1000 * took / size, "with_dry_run": 1000 * (took + dry) / size}

    def name_values(self, place):
        """External names of the values of the products."""
        with request(place) as env:
            for number, style in enumerate(dict.fromkeys(row[0] for row in self.rows)):
                template = env["product.template"].search([("name", "=", style)])
                names = []
                for line in template.attribute_line_ids:
                    dimension = self.attributes.index(line.attribute_id.id)
                    for value in line.product_template_value_ids:
                        index = int(value.name.split()[-1])
                        place_of = f"{self.round}_{number}_{dimension}_{index}"
                        names.append(
                            {
                                "module": MODULE,
                                "name": f"value_{place_of}",
                                "model": value._name,
                                "res_id": value.id,
                            }
                        )
                env["ir.model.data"].sudo().create(names)

    def import_odoo(self, env, model, fields, rows):
        """Seconds for the import, and for the test before it."""
        text = io.StringIO(newline="")
        csv.writer(text).writerows([fields, *rows])
        job = (
            env["base_import.import"]
            .with_context(tracking_disable=True)
            .create(
                {
                    "res_model": model,
                    "file": text.getvalue().encode(),
                    "file_name": "bench.csv",
                    "file_type": "text/csv",
                }
            )
        )
        seconds = {}
        for dry in (True, False):
            began, skip = time.monotonic(), 0
            while skip is not None:
                options = {**OPTIONS, "skip": skip, "limit": AT_ONCE}
                found = job.execute_import(fields, fields, options, dryrun=dry)
                if found["messages"]:
                    raise RuntimeError(found["messages"][:3])
                skip = found["nextrow"] or None
            if not dry:
                env.cr.commit()
            seconds[dry] = time.monotonic() - began
        return seconds[False], seconds[True]

    # ours

    def run_ours(self, place, size):
        head = ["name", "sku", "barcode", "cost", "price", *self.codes]
        text = io.StringIO(newline="")
        csv.writer(text).writerows(
            [
                head,
                *(
                    [style, sku, barcode, "5.5", "10"] + self.named(combination)
                    for style, sku, barcode, combination in self.rows
                ),
            ]
        )
        with request(place) as env:
            job = env["md.import"].create(
                {
                    "name": "bench.csv",
                    "file": base64.b64encode(text.getvalue().encode()),
                }
            )
            env.cr.commit()
            seconds = [self.driven(job, aim) for aim in ("checking", "running")]
            if job.new_count != size:
                raise RuntimeError(
                    job.line_ids.filtered("message")[:3].mapped("message")
                )
        # reading the file belongs to the import, too: it is counted twice
        return {
            "ms": 1000 * seconds[1] / size,
            "with_dry_run": 1000 * sum(seconds) / size,
        }

    def named(self, combination):
        """The values of a combination."""
        pairs = zip(self.codes, combination, strict=True)
        return [f"Value {code} {value}" for code, value in pairs]

    def driven(self, job, aim):
        """Seconds for reading the file and looking at, or importing, all rows."""
        began = time.monotonic()
        runner = job.env["md.import.runner"]
        runner._read(job)
        runner._set_to_work(job, aim)
        job.env.cr.commit()
        while job.state == aim:
            runner._piece(job)
            job.env.cr.commit()
        return time.monotonic() - began


class ImportVariantsFull(ImportVariants):
    """The same of ten thousand, as large shops do."""

    name = "import_variants_full"
    title = "Import 10,000 sparse variants with 20 dimensions, without the dry run"
    apart = True  # plain Odoo takes minutes
    rounds = 1
    size = 10_000
