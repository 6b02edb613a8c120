from odoo import Command, models

from .md_variant_bulk import QUIET

LISTS = ("taxes_id", "supplier_taxes_id")


class MdImportProductWriter(models.AbstractModel):
    """Makes and changes products as planned; see `lib.imports.StylePlan`."""

    _name = "md.import.product.writer"
    _description = "Writer of Products"

    def _create_missing(self, job, missing):
        """Create brands, categories and values that rows name for the first time."""
        by_kind = {}
        for one in missing:
            by_kind.setdefault(one.kind, []).append(one.key)
        if names := by_kind.get("brand"):
            unique = {name.casefold(): name for (name,) in reversed(names)}
            self.env["md.brand"].create([{"name": name} for name in unique.values()])
        if values := by_kind.get("value"):
            unique = {(key, name.casefold()): name for key, name in reversed(values)}
            self.env["product.attribute.value"].create(
                [
                    {"attribute_id": attribute, "name": name}
                    for (attribute, _folded), name in unique.items()
                ]
            )
        if paths := by_kind.get("category"):
            self._create_categories(job, paths)

    def _create_categories(self, job, paths):
        world = self.env["md.import.world"]._of(job, [])
        known = dict(world.categories)
        folded = {}
        for path in paths:
            for depth in range(1, len(path) + 1):
                key = tuple(" ".join(name.split()).casefold() for name in path[:depth])
                folded.setdefault(key, path[depth - 1])
        for key in sorted(folded.keys() - known.keys(), key=lambda k: (len(k), k)):
            vals = {"name": folded[key], "parent_id": known.get(key[:-1], False)}
            known[key] = self.env["product.category"].create(vals).id

    def _write(self, job, plans):
        """{number of the row: id of its variant}."""
        templates = self._make_styles(job, [plan for plan in plans if plan.id is None])
        rows, ids = [], {}
        self._take_off_barcodes(plans)
        for plan in plans:
            if plan.id is None:
                own = templates[id(plan)]
            else:
                own = self._change_style(job, plan)
            for variant in plan.variants:
                ids[variant.entry.number] = variant.id
                if variant.id is None:
                    rows.append((variant, self._new_values(variant, own)))
        made = self.env["md.variant.bulk"]._create([vals for _one, vals in rows])
        for (variant, _vals), product in zip(rows, made, strict=True):
            ids[variant.entry.number] = product.id
        self.env["md.sku.maker"]._make(made.filtered(lambda p: not p.default_code))
        self._change_variants(plans)
        self._archive(rows, made)
        self._sellers(plans, ids)
        self._barcodes(plans, ids)
        self._images(job, plans, ids)
        self.env.flush_all()
        return ids

    # Products

    def _make_styles(self, job, plans):
        """{id(plan): (template id, {(attribute, value): template's own value})}."""
        if not plans:
            return {}
        products = self.env["product.template"].with_context(**QUIET)
        usual = self._defaults(products)
        templates = products.create(
            [usual | self._prepare_style(job, plan) for plan in plans]
        )
        lines = templates.attribute_line_ids
        values = self.env["product.template.attribute.value"].create(
            [
                {
                    "attribute_line_id": line.id,
                    "product_attribute_value_id": value.id,
                    "price_extra": value.default_extra_price,
                }
                for line in lines
                for value in line.value_ids
            ]
        )
        own = {template.id: {} for template in templates}
        for value in values:
            pair = value.attribute_id.id, value.product_attribute_value_id.id
            own[value.product_tmpl_id.id][pair] = value.id
        return {
            id(plan): (template.id, own[template.id])
            for plan, template in zip(plans, templates, strict=True)
        }

    def _defaults(self, products):
        """Default values, asked once and not for each product.

        Whole numbers may count on from one product to the next: these are not here.
        """
        names = [
            name
            for name, field in products._fields.items()
            if field.store and field.default and field.type != "integer"
        ]
        return products.default_get([*names, "uom_id"])

    def _prepare_style(self, job, plan):
        """Values of a new product."""
        vals = {"is_storable": True, **self._written(job, plan.changes)}
        named = {attribute: {value: True} for attribute, value in plan.fixed.items()}
        for variant in plan.variants:
            for attribute, value in variant.combination.items():
                named.setdefault(attribute, {})[value] = True
        vals["attribute_line_ids"] = [
            Command.create(
                {"attribute_id": attribute, "value_ids": [Command.set(list(values))]}
            )
            for attribute, values in named.items()
        ]
        return vals

    def _written(self, job, changes, template=None):
        """Changes as they are written: other companies' taxes stay."""
        vals = {}
        for name, value in changes.items():
            if name not in LISTS:
                vals[name] = value if value is not None else False
                continue
            others = self.env["account.tax"]
            if template:
                others = template[name] - job._own_taxes(template[name])
            vals[name] = [Command.set([*others.ids, *value])]
        return vals

    def _change_style(self, job, plan):
        """As `_make_styles`, of a product that is there."""
        template = self.env["product.template"].browse(plan.id)
        later = template.with_context(md_variants_later=True)
        if plan.changes:
            later.write(self._written(job, plan.changes, template))
        if plan.fixed:
            later.write({"attribute_line_ids": self._fixed(template, plan.fixed)})
        # what a product without values has gets the first
        first = [v for v in plan.variants if v.id and v.combination]
        wishes = [v.combination for v in (*first, *plan.variants) if v.combination]
        if not wishes:
            return plan.id, {}
        maker = self.env["md.variant.maker"]
        maker._open_lines(template, wishes, {})
        active = template.attribute_line_ids.product_template_value_ids._only_active()
        own = {
            (one.attribute_id.id, one.product_attribute_value_id.id): one.id
            for one in active
        }
        return plan.id, own

    def _fixed(self, template, fixed):
        lines = {line.attribute_id.id: line for line in template.attribute_line_ids}
        commands = []
        for attribute, value in fixed.items():
            vals = {"value_ids": [Command.set([value])]}
            if attribute in lines:
                commands.append(Command.update(lines[attribute].id, vals))
            else:
                commands.append(Command.create({"attribute_id": attribute, **vals}))
        return commands

    # Variants

    def _new_values(self, variant, own):
        template, values = own
        return {
            "product_tmpl_id": template,
            "values": [values[pair] for pair in variant.combination.items()],
            **{
                name: value if value is not None else False
                for name, value in variant.changes.items()
                if name != "active"
            },
        }

    def _change_variants(self, plans):
        products = self.env["product.product"]
        for plan in plans:
            for variant in plan.variants:
                changes = dict(variant.changes)
                if variant.id is None or not changes:
                    continue
                product = products.browse(variant.id)
                active = changes.pop("active", None)
                if changes:
                    product.write(
                        {k: False if v is None else v for k, v in changes.items()}
                    )
                if active is not None:
                    (product.action_unarchive if active else product.action_archive)()

    def _archive(self, rows, made):
        off = self.env["product.product"].concat(
            *(
                product
                for (variant, _vals), product in zip(rows, made, strict=True)
                if variant.changes.get("active") is False
            )
        )
        off.action_archive()

    def _sellers(self, plans, ids):
        sellers = self.env["product.supplierinfo"]
        products = self.env["product.product"]
        new = []
        for plan in plans:
            for variant in plan.variants:
                product = products.browse(ids[variant.entry.number])
                for entry, terms in variant.supply:
                    ids[entry.number] = product.id
                    if not terms:
                        continue
                    terms = {k: False if v is None else v for k, v in terms.items()}
                    if known := terms.pop("id", None):
                        sellers.browse(known).write(terms)
                        continue
                    values = product.product_template_attribute_value_ids
                    terms["product_tmpl_id"] = product.product_tmpl_id.id
                    terms["product_id"] = product.id if values else False
                    new.append(terms)
        sellers.create(new)

    def _take_off_barcodes(self, plans):
        """First, for a code may move to another row, or become the main one."""
        off = [
            one
            for plan in plans
            for variant in plan.variants
            for one in (variant.barcodes or {}).get("off", ())
        ]
        self.env["md.product.barcode"].browse(off).unlink()

    def _barcodes(self, plans, ids):
        self.env["md.product.barcode"].create(
            [
                {
                    "product_id": ids[variant.entry.number],
                    "code": one.code,
                    **({"uom_id": one.uom} if one.uom else {"quantity": one.quantity}),
                }
                for plan in plans
                for variant in plan.variants
                for one in (variant.barcodes or {}).get("new", ())
            ]
        )

    def _images(self, job, plans, ids):
        products = self.env["product.product"]
        named = [v for plan in plans for v in plan.variants if v.image]
        pictures = self.env["md.import.images"]._load(job, {v.image for v in named})
        for variant in named:
            product = products.browse(ids[variant.entry.number])
            product.image_1920 = pictures[variant.image]
