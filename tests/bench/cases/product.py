"""Product create: what an import of the product master does all day."""

from ..case import Case
from ..world import request


class ProductCreate(Case):
    name = "product_create"
    title = "Create products with barcodes, every fourth with three variants"
    unit = "product"
    target = 1.10
    rounds = 11
    size = 100
    quick = 8

    def setup(self, place):
        self.count = 0
        attribute = place["product.attribute"].create(
            {
                "name": "Bench Size",
                "value_ids": [(0, 0, {"name": name}) for name in ("S", "M", "L")],
            }
        )
        self.attribute = [
            (
                0,
                0,
                {
                    "attribute_id": attribute.id,
                    "value_ids": [(6, 0, attribute.value_ids.ids)],
                },
            )
        ]

    def run(self, place, size):
        with request(place) as env:
            products = env["product.template"].create(
                [self.product(self.count + number) for number in range(size)]
            )
            for variant in products.filtered("attribute_line_ids").product_variant_ids:
                variant.barcode = f"29{variant.id:010d}"
        self.count += size

    def product(self, number):
        """Values of one product."""
        values = {
            "name": f"New product {number}",
            "is_storable": True,
            "list_price": 10 + number % 90,
            "standard_price": 5 + number % 45,
            "available_in_pos": True,
        }
        if number % 4 == 0:
            return {**values, "attribute_line_ids": self.attribute}
        return {
            **values,
            "default_code": f"NEW-{number:06d}",
            "barcode": f"28{number:010d}",
        }
