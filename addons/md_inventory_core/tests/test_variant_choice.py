import json
import random

from odoo.tests import tagged

from .product_common import ProductCase


@tagged("post_install", "-at_install")
class TestVariantChoice(ProductCase):
    """What sellers offer: existing combinations by dimension, never all thinkable."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.choice = cls.env["md.variant.choice"]

    def shirts(self):
        """Red S, red M, blue M; all slim. Green and XXL are known and not on sale."""
        red, blue, green = self.colours
        small, medium, large = self.sizes
        slim = self.fits[0]
        style = self.style()
        made = self.maker._ensure(
            style,
            [
                self.wish(slim, medium, red),
                self.wish(slim, small, red),
                self.wish(slim, medium, blue),
                self.wish(slim, large, green),
            ],
        )
        made[3].action_archive()
        self.env.flush_all()
        self.env.invalidate_all()
        return style, made[:3]

    def names(self, style, flag=None):
        """[(attribute, [values on sale])] as they are offered."""
        return [
            (line.attribute_id.name, values.mapped("name"))
            for line, values in self.choice._offer(style, flag).items()
        ]

    def test_what_exists_in_the_order_of_positions(self):
        style, made = self.shirts()
        self.assertEqual(
            self.names(style),
            [
                ("Colour", ["Red Test", "Blue Test"]),
                ("Size", ["XS Test", "M Test"]),
                ("Fit", ["Slim Test"]),
            ],
        )
        data = self.choice._data(style)
        found = [
            [
                dim["values"][index]
                for dim, index in zip(data["dims"], combo, strict=True)
            ]
            for combo in data["combos"]
        ]
        values = [
            set(variant.product_template_attribute_value_ids.ids) for variant in made
        ]
        self.assertCountEqual([set(one) for one in found], values)

    def test_another_order_of_positions(self):
        style, _made = self.shirts()
        self.dimensions["model_year"].unlink()
        for code, position in (("colour", 20), ("size", 1)):
            # one after the other: no two have the same
            self.dimensions[code].position = position
            self.env.flush_all()
        names = [name for name, _values in self.names(style)]
        self.assertEqual(names, ["Size", "Fit", "Colour"])

    def test_flags_say_what_is_asked(self):
        style, _made = self.shirts()
        self.dimensions["size"].on_shop = False
        for flag, size in (("on_shop", False), ("on_till", True), (None, True)):
            dims = self.choice._data(style, flag)["dims"]
            self.assertEqual([one["asked"] for one in dims], [True, size, True])

    def test_of_other_products_all_is_as_in_core(self):
        plain = self.style()
        self.assertEqual(self.choice._data(plain), {})
        self.assertEqual(self.choice._offer(plain), {})

    def test_twenty_dimensions_are_small(self):
        names = [f"Twenty {number}" for number in range(10)]
        values = [list(self.add(code, *names)) for code in self.dimensions]
        chance = random.Random(20)
        wishes = [
            self.wish(*(chance.choice(mine) for mine in values)) for _n in range(500)
        ]
        style = self.style()
        made = self.maker._ensure(style, wishes)
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(20):
            data = self.choice._data(style, "on_shop")
        self.assertEqual(len(data["combos"]), len(set(made.ids)))
        self.assertLess(len(json.dumps(data)), 60_000)
        exclusions = style._get_attribute_exclusions()
        self.assertEqual(exclusions["archived_combinations"], [])
        self.assertLess(len(json.dumps(exclusions)), 20_000)
