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


class ProductForm(Case):
    name = "product_form"
    title = "Open the form of a product with 2,000 variants"
    unit = "opening"
    most = 2_000  # ms
    rounds = 7
    size = 1
    quick = 1
    across = 45

    def setup(self, place):
        attributes = place["product.attribute"].create(
            [
                {
                    "name": f"Bench {word}",
                    "create_variant": "dynamic",
                    "value_ids": [
                        (0, 0, {"name": f"{word} {number}"})
                        for number in range(self.across)
                    ],
                }
                for word in ("Down", "Across")
            ]
        )
        lines = [
            (
                0,
                0,
                {"attribute_id": one.id, "value_ids": [(6, 0, one.value_ids.ids)]},
            )
            for one in attributes
        ]
        self.product = place["product.template"].create(
            {"name": "Bench range", "is_storable": True, "attribute_line_ids": lines}
        )
        down, across = (
            line.product_template_value_ids for line in self.product.attribute_line_ids
        )
        pairs = [(a.id, b.id) for a in down for b in across][:2_000]
        place["product.product"].create(
            [
                {
                    "product_tmpl_id": self.product.id,
                    "product_template_attribute_value_ids": [(6, 0, pair)],
                }
                for pair in pairs
            ]
        )

    def run(self, place, size):
        for _opening in range(size):
            with request(place) as env:
                product = self.product.with_env(env)
                view = product.get_view(view_type="form")
                fields = view["models"]["product.template"]
                asked = {name: {} for name in fields if name in product._fields}
                product.web_read(asked)
                assert product.product_variant_count == 2_000
