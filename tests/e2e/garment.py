"""Garments in twenty dimensions, built by the service that makes variants."""

from tools.stack import database

NAME = "Winter Coat"
VARIANTS = 500
BUILD = """
import random

company = env["res.company"].search([("name", "ilike", "Micro Datasoft")], limit=1)
company = company or env.company
dimensions = env["md.dimension"]._for(company)
values = {
    dimension: env["product.attribute.value"].create([
        {"attribute_id": dimension.attribute_id.id,
         "name": f"{dimension.name} {number}"}
        for number in range(10)
    ])
    for dimension in dimensions
}
for dimension in dimensions:
    dimension.on_till = dimension.position <= 6
    dimension.on_shop = dimension.position <= 6
paper = env["product.product"].create(
    {"name": "Gift Paper", "is_storable": True, "sale_ok": False, "taxes_id": False})
wrap = env["product.attribute"].create({
    "name": "Wrap", "create_variant": "no_variant", "display_type": "pills",
    "value_ids": [
        (0, 0, {"name": "No wrap"}),
        (0, 0, {"name": "Gift wrap", "default_extra_price": 4,
                "md_part_id": paper.id, "md_part_quantity": 2}),
    ],
})
brand = env["md.brand"].create({
    "name": "Northwind", "description": "<p>Coats for cold days.</p>"})
coat = env["product.template"].create({
    "name": "Winter Coat", "is_storable": True, "list_price": 90, "taxes_id": False,
    "available_in_pos": True, "is_published": True, "is_favorite": True,
    "md_brand_id": brand.id,
    "attribute_line_ids": [
        (0, 0, {"attribute_id": wrap.id, "value_ids": [(6, 0, wrap.value_ids.ids)]})],
})
chance = random.Random(20)
wishes = {}
while len(wishes) < 500:
    wish = {d.attribute_id.id: chance.choice(values[d]).id for d in dimensions}
    wishes[frozenset(wish.items())] = wish
made = env["md.variant.maker"]._ensure(coat, list(wishes.values()))
for number, variant in enumerate(made):
    variant.barcode = f"COAT{number:05d}"
stores = env["stock.warehouse"].search([("company_id", "=", company.id)])
for store in stores:
    for product in made | paper:
        env["stock.quant"]._update_available_quantity(product, store.lot_stock_id, 50)
env.cr.commit()
"""
CHOSEN = """
SELECT a.name->>'en_US', v.name->>'en_US'
  FROM product_variant_combination c
  JOIN product_template_attribute_value o
    ON o.id = c.product_template_attribute_value_id
  JOIN product_attribute_value v ON v.id = o.product_attribute_value_id
  JOIN product_attribute a ON a.id = o.attribute_id
 WHERE c.product_product_id = {product}
"""
LAST_BOUGHT = """
SELECT l.product_id FROM sale_order_line l
  JOIN product_product p ON p.id = l.product_id
  JOIN product_template t ON t.id = p.product_tmpl_id
 WHERE t.name->>'en_US' = 'Winter Coat' ORDER BY l.id DESC LIMIT 1
"""
COUNT = """
SELECT count(*) FROM product_product p JOIN product_template t
    ON t.id = p.product_tmpl_id WHERE t.name->>'en_US' = 'Winter Coat'
"""
ON_HAND = """
SELECT COALESCE(sum(q.quantity), 0) FROM stock_quant q
  JOIN stock_location l ON l.id = q.location_id AND l.usage = 'internal'
  JOIN product_product p ON p.id = q.product_id
  JOIN product_template t ON t.id = p.product_tmpl_id
 WHERE {which}
"""
CLAIMED = """
SELECT COALESCE(sum(c.claimed), 0) FROM md_stock_counter c
  JOIN product_product p ON p.id = c.product_id
  JOIN product_template t ON t.id = p.product_tmpl_id
 WHERE t.name->>'en_US' = '{name}'
"""


class Garment:
    """What the database knows of the range."""

    def __init__(self, site):
        self.site = site

    @staticmethod
    def build(name):
        """Make the range in a database that is not served yet."""
        database.script(name, BUILD)

    def chosen(self, product):
        """{dimension: value} of a variant."""
        return dict(self.site.rows(CHOSEN.format(product=product)))

    def last_bought(self):
        """The variant of the newest order line."""
        [(product,)] = self.site.rows(LAST_BOUGHT)
        return product

    def count(self):
        """How many variants there are."""
        return int(self.site.number(COUNT))

    def on_hand(self, name):
        """Pieces of all variants of a product."""
        which = f"t.name->>'en_US' = '{name}'"
        return self.site.number(ON_HAND.format(which=which))

    def claimed(self, name):
        """Pieces that orders were promised."""
        return self.site.number(CLAIMED.format(name=name))
