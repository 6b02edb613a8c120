from collections import defaultdict
from decimal import Decimal
from fractions import Fraction

from odoo import models
from odoo.tools import SQL

from ..lib.kits import Line, Recipe, scarcest, take_apart, whole_kits

# As core chooses a bill of materials (`mrp.bom._bom_find`), for many at once.
KITS_SQL = """
SELECT DISTINCT ON (p.id) p.id, b.id
  FROM product_product p
  JOIN product_template t ON t.id = p.product_tmpl_id AND t.type <> 'service'
  JOIN mrp_bom b ON b.product_tmpl_id = p.product_tmpl_id
   AND (b.product_id = p.id OR b.product_id IS NULL)
 WHERE p.id = ANY(%(products)s) AND b.active AND b.type = 'phantom'
   AND (b.company_id IS NULL OR b.company_id = %(company)s)
 ORDER BY p.id, b.sequence, b.product_id, b.id
"""
# Kits with one of some products in them, however deep; a circle ends by itself.
ABOVE_SQL = """
WITH RECURSIVE above AS (
    SELECT unnest(%(products)s::int[]) AS id
     UNION
    SELECT p.id FROM above a
      JOIN mrp_bom_line l ON l.product_id = a.id
      JOIN mrp_bom b ON b.id = l.bom_id AND b.active AND b.type = 'phantom'
      JOIN product_product p ON p.product_tmpl_id = b.product_tmpl_id
       AND (b.product_id = p.id OR b.product_id IS NULL)
)
SELECT id FROM above
"""


class MdKit(models.AbstractModel):
    """Kits that are sold from components: core's bills of materials of that type.

    Stock, claims and till sales know components only; whoever speaks of a kit asks
    here what it is made of.
    """

    _name = "md.kit"
    _description = "Kits"

    def _boms(self, products, company):
        """{product id: its bill of materials} of those that are kits; one query."""
        # sudo: who sells or buys a kit need not read what it is made of
        boms = self.env["mrp.bom"].sudo()
        for model in ("mrp.bom", "product.product", "product.template"):
            self.env[model].flush_model()
        wanted = SQL(KITS_SQL, products=list(products), company=company.id or None)
        found = dict(self.env.execute_query(wanted))
        every = boms.browse(found.values())
        return {
            product: boms.browse(bom).with_prefetch(every._ids)
            for product, bom in found.items()
        }

    def _parts(self, product, quantity=1.0, company=None):
        """{stocked product: how many of its unit}; of a kit, its parts."""
        [parts] = self._all_parts([(product, quantity)], company)
        return parts

    def _all_parts(self, rows, company=None):
        """The same for many [(product, quantity in its own unit)], in their order.

        As core takes a kit apart when an order is confirmed, rounding included.
        """
        company = company or self.env.company
        boms = self._boms({product.id for product, _quantity in rows}, company)
        return [
            self._exploded(product, quantity, boms[product.id])
            if product.id in boms
            else {product: quantity}
            for product, quantity in rows
        ]

    def _exploded(self, product, quantity, bom):
        units = product.uom_id._compute_quantity(
            quantity, bom.product_uom_id, round=False
        )
        _boms, lines = bom.explode(product, units / bom.product_qty)
        parts = defaultdict(float)
        for line, data in lines:
            part = line.product_id.with_env(product.env)
            parts[part] += line.product_uom_id._compute_quantity(
                data["qty"], part.uom_id, rounding_method="HALF-UP"
            )
        return parts

    def _recipes(self, products, company, top=None):
        """{kit id: {id of a counted part: how many are in one}} of those that are kits.

        :param products: ids
        :param top: {product id: bill of materials} of those that are stocked themselves
        Kits in kits are taken apart. As many queries as kits are deep, however many.
        """
        found, level = {}, set(products)
        seen = set(level)
        while level:
            boms = {**self._boms(level, company), **(top or {})}
            top = None
            lines = self._lines(boms)
            found.update(lines)
            parts = {
                line.product_id for recipe in lines.values() for line in recipe.lines
            }
            level = parts - seen
            seen |= parts
        if not found:
            return {}
        # sudo: as above
        every = self.env["product.product"].sudo().browse(seen)
        counted = {product.id for product in every if product.is_storable}
        return {
            kit: {
                part: each
                for part, each in take_apart(kit, found).items()
                if part in counted
            }
            for kit in found
            if kit in products
        }

    def _lines(self, boms):
        """{kit id: `Recipe`}: what goes into each, as it is for its variant."""
        # sudo: as above
        kits = self.env["product.product"].sudo().browse(boms)
        found = {}
        for kit in kits:
            bom = boms[kit.id]
            lines = bom.bom_line_ids.filtered(
                lambda line, kit=kit: not line._skip_bom_line(kit)
            )
            makes = bom.product_uom_id._compute_quantity(
                bom.product_qty, kit.uom_id, round=False
            )
            found[kit.id] = Recipe(
                Fraction(repr(makes)),
                tuple(
                    Line(line.product_id.id, Fraction(repr(self._own(line))))
                    for line in lines
                    if line.product_qty > 0
                ),
            )
        return found

    def _own(self, line):
        """Quantity of a line in the part's own unit."""
        return line.product_uom_id._compute_quantity(
            line.product_qty, line.product_id.uom_id, round=False
        )

    def _with_above(self, products):
        """Ids of products and of all kits that they are in, however deep."""
        if not products:
            return set()
        found = self.env.execute_query(SQL(ABOVE_SQL, products=list(products)))
        return {row[0] for row in found}

    def _words(self, product):
        """(name of the variant, how many whole kits there are and why) of a kit."""
        company = self.env.company
        top = {}
        if product.product_tmpl_id.md_kit == "stock":
            top = {product.id: self.env["md.kit.assembler"]._bom(product, company)}
        parts = self._recipes(product.ids, company, top).get(product.id)
        variant = product.product_template_attribute_value_ids._get_combination_name()
        if not parts:
            return variant, ""
        # sudo: parts may be out of sight; what is told is how many
        every = self.env["product.product"].sudo().browse(parts)
        channel = self.env["md.channel"]._of_company(company, "internal")
        free = self.env["md.availability"]._by_warehouse(
            channel, every, product._md_warehouses()
        )
        stores, totals = defaultdict(dict), defaultdict(Decimal)
        for (part, store), quantity in free.items():
            stores[store][part] = quantity
            totals[part] += quantity
        whole = sum(whole_kits(parts, here) for here in stores.values())
        fewest = every.browse(scarcest(parts, totals))
        told = self.env._(
            "%(number)s, fewest: %(part)s",
            number=f"{whole:f}",
            part=fewest.with_context(display_default_code=False).display_name,
        )
        return variant, told

    def _factors(self, products, company):
        """[(product id, id of a part, how many are in one)] of what takes from stock
        of ``products``: they themselves, and the kits that they are in.
        """
        above = self._with_above(products)
        recipes = self._recipes(above, company)
        rows = [(p, p, Decimal(1)) for p in sorted(set(products) - recipes.keys())]
        for kit, parts in sorted(recipes.items()):
            rows += [
                (kit, part, Decimal(each.numerator) / each.denominator)
                for part, each in parts.items()
                if part in products
            ]
        return rows

    def _changed(self, templates):
        """What goes into kits changed: so did what channels may promise of them."""
        # sudo: of all companies
        templates, stores = templates.sudo(), self.env["stock.warehouse"].sudo()
        every = templates.with_context(active_test=False).product_variant_ids
        stores = stores.search([("active", "=", True)])
        self.env["md.availability.feed"]._touched(
            {(product.id, store.id) for product in every for store in stores}
        )
