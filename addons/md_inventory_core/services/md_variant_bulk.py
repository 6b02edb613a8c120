from odoo import Command, models
from odoo.tools import SQL

# Nobody reads a message "Product created" of each of ten thousand, or follows them.
QUIET = {
    "tracking_disable": True,
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
    "create_product_product": False,
    "md_no_sku": True,
    "md_variants_later": True,
}
WORTH = 8  # fewer are created the ordinary way
# Addons whose part in creating a product is done here too.
ACCOUNTED = {"base", "mail", "md_inventory_core", "product", "stock_account"}
# Values that the first of many says nothing of.
OWN = ("active", "barcode", "default_code", "standard_price", "volume", "weight")
COMPUTED = ("combination_indices", "is_favorite", "md_sku_company")
SHARP = "can_image_variant_1024_be_zoomed"  # no picture, so no


class MdVariantBulk(models.AbstractModel):
    """Creates many variants at once.

    The first one is created by the ORM, so that it has what any addon gives a new
    product; the others are rows like it. Values that differ, the combination, what is
    computed from them, the history of costs and the audit trail are done here, and
    constraints are asked. When an addon that is not known here has a part in creating
    products, all are created the ordinary way.
    """

    _name = "md.variant.bulk"
    _description = "Many New Variants"

    def _create(self, rows):
        """Products without SKU patterns, in the order of ``rows``.

        :param rows: values of each: ``product_tmpl_id``, those of `OWN`, and
            ``values``, ids of the template's own values
        """
        products = self.env["product.product"].with_context(**QUIET)
        rows = self._with_defaults(rows)
        if len(rows) < WORTH or not self._is_accounted(products):
            return products.create([self._ordinary(row) for row in rows])
        first = products.create([self._ordinary(rows[0])])
        self.env.flush_all()
        return first | self._like(first, rows[1:])

    def _with_defaults(self, rows):
        """Rows with what addons give variants of a product, as core asks them."""
        ours = {"product_tmpl_id", "product_template_attribute_value_ids", "active"}
        none = self.env["product.template.attribute.value"]
        known = {}
        for template in self.env["product.template"].browse(
            dict.fromkeys(row["product_tmpl_id"] for row in rows)
        ):
            vals = template._prepare_variant_values(none)
            known[template.id] = {k: v for k, v in vals.items() if k not in ours}
        return [{**known[row["product_tmpl_id"]], **row} for row in rows]

    def _is_accounted(self, products):
        parts = {
            part._module
            for part in type(products).__mro__
            if "create" in vars(part) and getattr(part, "_module", None)
        }
        return parts <= ACCOUNTED

    def _ordinary(self, row):
        vals = {name: value for name, value in row.items() if name != "values"}
        values = sorted(row.get("values", ()))
        return {**vals, "product_template_attribute_value_ids": [Command.set(values)]}

    def _like(self, first, rows):
        """Rows of products like ``first``, with values of their own."""
        self.env["product.product"].check_access("create")
        rows = first._skus_checked(rows)
        products = self._insert(first, rows)
        self._combine(products, rows)
        self._tell(products, rows)
        products.check_access("create")
        return products

    def _insert(self, first, rows):
        fields = first._fields
        templates = self.env["product.template"].browse(
            dict.fromkeys(row["product_tmpl_id"] for row in rows)
        )
        of_template = {
            one.id: {
                "is_favorite": one.is_favorite,
                "md_sku_company": one.company_id.id or 0,
            }
            for one in templates
        }
        given = [*OWN, *COMPUTED, "md_sku_made", "md_sku_unique"]
        given += [name for name in rows[0] if name in fields and name not in given]
        lists = {name: [] for name in given}
        for row in rows:
            vals = {"active": True, **row, **of_template[row["product_tmpl_id"]]}
            vals["combination_indices"] = ",".join(map(str, sorted(row["values"])))
            for name, into in lists.items():
                value = fields[name].convert_to_column_insert(
                    vals.get(name, False), first, vals
                )
                into.append(_text(value))
        products = self._rows_like(first, lists)
        done = {*COMPUTED, "write_date", SHARP}
        for name, field in fields.items():
            # of an addon that is not known here
            more = field.store and field.compute and not field.related
            if more and name not in done:
                self.env.add_to_compute(field, products)
        return products

    def _rows_like(self, sample, lists):
        """Insert records like one; ``lists``: {column that differs: texts}."""
        table = SQL.identifier(sample._table)
        columns = [
            SQL(
                "%s::%s",
                SQL.identifier("v", name),
                SQL(sample._fields[name].column_type[1]),
            )
            for name in lists
        ]
        same = [
            name
            for name, field in sample._fields.items()
            if field.store and field.column_type and name not in {"id", *lists}
        ]
        found = self.env.execute_query(
            SQL(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) "
                "FROM generate_series(1, %s)",
                sample._table,
                len(next(iter(lists.values()))),
            )
        )
        ids = [number for (number,) in found]
        names = SQL(", ").join(map(SQL.identifier, lists))
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO %(table)s (id, %(names)s, %(same)s)
                SELECT v.id, %(columns)s, %(theirs)s
                  FROM unnest(%(ids)s::int[], %(lists)s) AS v (id, %(names)s)
                 CROSS JOIN %(table)s s
                 WHERE s.id = %(sample)s
                """,
                table=table,
                names=names,
                same=SQL(", ").join(map(SQL.identifier, same)),
                columns=SQL(", ").join(columns),
                theirs=SQL(", ").join(SQL.identifier("s", name) for name in same),
                ids=ids,
                lists=SQL(", ").join(SQL("%s::text[]", v) for v in lists.values()),
                sample=sample.id,
            )
        )
        return sample.browse(ids)

    def _combine(self, products, rows):
        pairs = [
            (product, value)
            for product, row in zip(products.ids, rows, strict=True)
            for value in row["values"]
        ]
        if pairs:
            # The checks of foreign keys keep the plan of their first time: in a shop
            # that was empty then, they read all products for each value.
            self.env.cr.execute("DISCARD PLANS")
            self.env.cr.execute(
                """
                INSERT INTO product_variant_combination
                       (product_product_id, product_template_attribute_value_id)
                SELECT * FROM unnest(%s::int[], %s::int[])
                """,
                [list(column) for column in zip(*pairs, strict=True)],
            )

    def _tell(self, products, rows):
        """What follows from new products: as when each is created by itself."""
        templates = products.browse(products.ids).product_tmpl_id
        templates.invalidate_recordset(["product_variant_ids", "product_variant_id"])
        # read at once, else what follows reads it for each product
        for active_test in (True, False):
            them = templates.with_context(active_test=active_test)
            them.fetch(["product_variant_ids"])
        templates.modified(["product_variant_ids"])
        self.env.registry.clear_cache()
        names = {name for row in rows for name in row if name != "values"}
        products._validate_fields([*names, "product_template_attribute_value_ids"])
        if any(row.get("barcode") for row in rows):
            self.env["md.barcode.index"]._own(products)
        if not self.env.context.get("md_barcode_later"):
            products._md_number_new()
        self._costs(products, rows)
        watch = products._md_watch
        if watch is not None and watch.life:
            # sudo: the trail sees what is stored, whatever the user may read
            self.env["md.audit.trail"]._watched_create(products.sudo(), watch)

    def _costs(self, products, rows):
        """The history of costs begins, as stock_account does it."""
        costs = [
            (product, row["standard_price"])
            for product, row in zip(products, rows, strict=True)
            if row.get("standard_price")
        ]
        methods = {}  # by product: asked of each variant it takes as long as the rest
        for product, _cost in costs:
            template = product.product_tmpl_id
            if template not in methods:
                methods[template] = product.cost_method
        costs = [(p, cost) for p, cost in costs if methods[p.product_tmpl_id] != "fifo"]
        if not costs:
            return
        first = costs[0][0]
        first._change_standard_price({first: 0})
        history = self.env["product.value"].sudo()  # sudo: as stock_account does
        sample = history.search([("product_id", "=", first.id)], limit=1)
        if len(costs) > 1 and sample:
            self.env.flush_all()
            text = self.env._("Cost of a new product")
            self._rows_like(
                sample,
                {
                    "product_id": [str(product.id) for product, _cost in costs[1:]],
                    "value": [str(cost) for _product, cost in costs[1:]],
                    "description": [text] * (len(costs) - 1),
                },
            )


def _text(value):
    if hasattr(value, "adapted"):  # of each company one
        value = value.dumps(value.adapted)
    return value if value is None or isinstance(value, str) else str(value)
