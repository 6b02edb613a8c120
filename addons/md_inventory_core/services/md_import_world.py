from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL

from ..lib.barcodes import key
from ..lib.imports import (
    FURTHER,
    Barcode,
    Dimension,
    Needs,
    Seller,
    Style,
    Variant,
    World,
    code_of,
    folded,
)
from .barcode_sql import OWNERS

COMBINATIONS_SQL = """
SELECT c.product_product_id, v.attribute_id, v.product_attribute_value_id
  FROM product_variant_combination c
  JOIN product_template_attribute_value v
    ON v.id = c.product_template_attribute_value_id
  JOIN product_attribute a
    ON a.id = v.attribute_id AND a.create_variant <> 'no_variant'
 WHERE c.product_product_id = ANY(%s)
"""
VALUES_SQL = """
SELECT attribute_id, id, md_code, name->>'en_US', name->>%s
  FROM product_attribute_value WHERE attribute_id = ANY(%s) AND active
"""


class MdImportWorld(models.AbstractModel):
    """Reads what rows of products name, for `lib.imports`; see `World`."""

    _name = "md.import.world"
    _description = "What Is Known of Products"

    def _of(self, job, bundles):
        """What the entries of bundles name, as it is now."""
        self.env.flush_all()
        entries = [entry for bundle in bundles for entry in bundle if not entry.fault]
        texts = {}
        for entry in entries:
            for column, value in entry.values.items():
                texts.setdefault(column, set()).add(value)
        kind = self.env["md.import.products"]
        dimensions = {
            code: one for code, one in kind._dimensions(job).items() if code in texts
        }
        world = World(
            key=job.key,
            create=job._creates(),
            flags=kind._flags(),
            dimensions={
                code: Dimension(one.attribute_id.id, one.create_variant != "no_variant")
                for code, one in dimensions.items()
            },
        )
        default = self.env["product.template"].default_get(["categ_id"])
        world.defaults["categ_id"] = default.get("categ_id")
        self._names(world, job, texts)
        self._categories(world, job)
        self._products(world, job, texts)
        pictures = self.env["md.import.images"]
        world.images, world.wrong_images = pictures._known(job, texts.get("image", ()))
        return world

    # Names

    def _names(self, world, job, texts):
        attributes = [one.attribute for one in world.dimensions.values()]
        if attributes:
            rows = self.env.execute_query(
                SQL(VALUES_SQL, self.env.lang or "en_US", attributes)
            )
            for place in (2, 3, 4):  # the name in the user's language counts most
                for row in rows:
                    if row[place]:
                        known = world.values.setdefault(row[0], {})
                        known[folded(row[place])] = row[1]
        company = [("company_id", "parent_of", job.company_id.id)]
        taxes = self.env["account.tax"].search(company)
        sales = taxes.filtered(lambda tax: tax.type_tax_use == "sale")
        bought = taxes.filtered(lambda tax: tax.type_tax_use == "purchase")
        world.ids = {
            "tax": _by_text(sales, "name"),
            "purchase_tax": _by_text(bought, "name"),
            "uom": _by_text(self.env["uom.uom"].search(Domain.TRUE), "name"),
        }
        if "brand" in texts:
            brands = self.env["md.brand"].search(Domain.TRUE)
            world.ids["brand"] = _by_text(brands, "code", "name")
        if names := list(texts.get("supplier", ())):
            partners = self.env["res.partner"].search(
                [
                    *("|", ("name", "in", names), ("ref", "in", names)),
                    ("company_id", "in", (False, job.company_id.id)),
                ]
            )
            world.ids["supplier"] = _by_text(partners, "name", "ref")

    def _categories(self, world, job):
        every = self.env["product.category"].search_fetch(
            [], ["name", "parent_id", "parent_path", "md_brand_required"], order="id"
        )
        names = {one.id: one.name for one in every}
        mine = self.env["md.dimension"]._for(job.company_id)
        required = {}
        for dimension in mine.filtered("category_ids"):
            for category in dimension.category_ids:
                needed = required.setdefault(category.id, set())
                needed.add(dimension.attribute_id.id)
        for one in reversed(every):  # of equals the oldest
            path = [int(number) for number in one.parent_path.split("/") if number]
            texts = [names[number] for number in path]
            world.categories[tuple(map(folded, texts))] = one.id
            world.category_names[folded(one.name)] = " / ".join(texts)
            attributes = set().union(*(required.get(above, ()) for above in path))
            if attributes or one.md_brand_required:
                needs = Needs(one.md_brand_required, frozenset(attributes))
                world.needs[one.id] = needs

    # Products

    def _products(self, world, job, texts):
        products = self.env["product.product"].with_context(active_test=False)
        mine = [("company_id", "in", (False, job.company_id.id))]
        skus, barcodes = (list(texts.get(name, ())) for name in ("sku", "barcode"))
        barcodes = [text for text in barcodes if text]
        keyed = products.search(
            [*mine, "|", ("default_code", "in", skus), ("barcode", "in", barcodes)]
        )
        templates = keyed.product_tmpl_id | self._named_alike(world, mine, texts)
        self._styles(world, job, templates)
        self._further(world, texts)
        for one in keyed.sorted("id"):
            label = one.display_name
            if one.default_code in texts.get("sku", ()):
                world.skus.setdefault(one.default_code, (one.id, label))
            key = one.default_code if job.key == "sku" else one.barcode
            if key in texts.get(job.key, ()):
                world.by_key.setdefault(key, []).append(one.id)
        self._barcodes(world, job, texts)

    def _barcodes(self, world, job, texts):
        """Whose codes are: of products and packagings, main ones and further ones."""
        codes = {text for text in texts.get("barcode", ()) if text}
        for cell in texts.get(FURTHER, ()):
            codes.update(map(code_of, cell or ()))
        if not codes:
            return
        self.env["md.barcode.index"]._flush()
        catalogue = job.company_id.root_id.id
        places = {"keys": list(map(key, codes)), "catalogue": catalogue}
        self.env.cr.execute(OWNERS, places)
        rows = self.env.cr.fetchall()
        # sudo: a barcode is taken, whoever may see its owner
        products = self.env["product.product"].sudo()
        owners = products.browse([product for _key, product in rows])
        names = dict(zip(owners.ids, owners.mapped("display_name"), strict=True))
        for code, product in rows:
            world.barcodes.setdefault(code, (product, names[product]))

    def _further(self, world, texts):
        """Further barcodes of variants, where a file names any."""
        if FURTHER not in texts:
            return
        found = self.env["md.product.barcode"].search(
            [("product_id", "in", list(world.variants))]
        )
        for one in found:
            uom = one.uom_id.id or None
            quantity = None if uom else one.quantity
            known = Barcode(one.id, one.code, quantity, uom)
            world.variants[one.product_id.id].barcodes.append(known)

    def _named_alike(self, world, mine, texts):
        templates = self.env["product.template"].with_context(active_test=False)
        codes = [text for text in texts.get("style_code", ()) if text]
        names = list(texts.get("name", ()))
        found = templates.search(
            [*mine, "|", ("md_style_code", "in", codes), ("name", "in", names)]
        )
        for one in found.sorted("id"):
            if one.md_style_code:
                known = world.by_style.setdefault(folded(one.md_style_code), [])
                known.append(one.id)
            else:
                key = folded(one.name), one.categ_id.id
                world.by_name.setdefault(key, []).append(one.id)
        return found

    def _styles(self, world, job, templates):
        variants = templates.with_context(active_test=False).product_variant_ids
        combinations = {}
        if variants:
            rows = self.env.execute_query(SQL(COMBINATIONS_SQL, variants.ids))
            for product, attribute, value in rows:
                combinations.setdefault(product, {})[attribute] = value
        prints = self._stored_prints(variants) if job.images else {}
        for template in templates:
            world.styles[template.id] = self._style(template, job)
        for one in variants:
            found = Variant(
                *(one.id, one.product_tmpl_id.id, combinations.get(one.id, {})),
                {
                    "default_code": one.default_code or "",
                    "barcode": one.barcode or "",
                    "standard_price": one.standard_price,
                    "weight": one.weight,
                    "active": one.active,
                    "image": prints.get(one.id),
                },
                one.default_code or "",
            )
            world.variants[one.id] = found
            world.styles[found.style].variants.append(found)

    def _style(self, template, job):
        lines = template.attribute_line_ids
        making = lines.filtered(
            lambda line: line.attribute_id.create_variant != "no_variant"
        )
        style = Style(
            template.id,
            {
                "name": template.name,
                "md_style_code": template.md_style_code or "",
                "list_price": template.list_price,
                "categ_id": template.categ_id.id,
                "md_brand_id": template.md_brand_id.id,
                "uom_id": template.uom_id.id,
                "taxes_id": frozenset(job._own_taxes(template.taxes_id).ids),
                "supplier_taxes_id": frozenset(
                    job._own_taxes(template.supplier_taxes_id).ids
                ),
                **{
                    name: template[name]
                    for name in self.env["md.import.products"]._flags().values()
                },
            },
            frozenset(making.attribute_id.ids),
            {
                line.attribute_id.id: frozenset(line.value_ids.ids)
                for line in lines - making
            },
        )
        style.sellers = [
            Seller(
                *(one.id, one.partner_id.id, one.product_id.id or None),
                {
                    "product_code": one.product_code or "",
                    "price": one.price,
                    "min_qty": one.min_qty,
                    "md_moq": one.md_moq,
                    "md_case_pack": one.md_case_pack,
                    "delay": one.delay,
                },
            )
            for one in self.env["md.import.products"]._sellers(template, job)
        ]
        return style

    def _stored_prints(self, variants):
        """{variant: fingerprint of its picture}."""
        # sudo: pictures of products are everybody's
        files = self.env["ir.attachment"].sudo()
        rows = files.search_fetch(
            [
                *("|", "&", "&", ("res_model", "=", "product.product")),
                ("res_field", "=", "image_variant_1920"),
                ("res_id", "in", variants.ids),
                *("&", "&", ("res_model", "=", "product.template")),
                ("res_field", "=", "image_1920"),
                ("res_id", "in", variants.product_tmpl_id.ids),
            ],
            ["res_model", "res_id", "checksum"],
        )
        own = {(one.res_model, one.res_id): one.checksum for one in rows}
        return {
            one.id: own.get(("product.product", one.id))
            or own.get(("product.template", one.product_tmpl_id.id))
            for one in variants
        }


def _by_text(records, *names):
    """{text in small letters: ids}; of several names the last counts most."""
    found = {}
    for name in names:
        mine = {}
        for record in records:
            if record[name]:
                mine.setdefault(folded(record[name]), []).append(record.id)
        found |= {text: tuple(ids) for text, ids in mine.items()}
    return found
