import random

from odoo.exceptions import UserError
from odoo.tests import tagged

from .product_common import ProductCase


@tagged("post_install", "-at_install")
class TestVariants(ProductCase):
    """Only combinations that exist are there, for whoever sells."""

    def test_only_what_is_asked_for(self):
        red, blue, _green = self.colours
        small, medium, _large = self.sizes
        style = self.style()
        wishes = [self.wish(red, small), self.wish(blue, medium)]
        made = self.maker._ensure(style, wishes)
        self.assertEqual(style.product_variant_ids, made)
        self.assertEqual(
            [
                variant.product_template_attribute_value_ids.mapped("name")
                for variant in made
            ],
            [[red.name, small.name], [blue.name, medium.name]],
        )
        self.assertTrue(style.md_sparse)
        again = self.maker._ensure(style, wishes[::-1])
        self.assertEqual(again.ids, made.ids[::-1], "nothing is made twice")

    def test_the_plain_variant_becomes_the_first(self):
        style = self.style()
        plain = style.product_variant_id
        made = self.maker._ensure(
            style, [self.wish(self.colours[0]), self.wish(self.colours[1])]
        )
        self.assertEqual(made[0], plain)
        self.assertEqual(len(style.product_variant_ids), 2)

    def test_a_saved_form_keeps_the_variants(self):
        style = self.style()
        made = self.maker._ensure(
            style,
            [self.wish(self.colours[0], self.sizes[1]), self.wish(*self._corner())],
        )
        style.write({"name": "Another Name", "list_price": 3})
        style._create_variant_ids()
        self.assertEqual(style.product_variant_ids, made)

    def _corner(self):
        return self.colours[2], self.sizes[2]

    def test_nobody_makes_others(self):
        red, blue, _green = self.colours
        small, medium, _large = self.sizes
        style = self.style()
        made = self.maker._ensure(
            style, [self.wish(red, small), self.wish(blue, medium)]
        )
        own = style.attribute_line_ids.product_template_value_ids
        cross = own.filtered(lambda v: v.product_attribute_value_id in (red | medium))
        self.assertEqual(len(cross), 2)
        self.assertFalse(style._is_combination_possible(cross))
        self.assertFalse(style._create_product_variant(cross))
        self.assertEqual(style.product_variant_ids, made)
        first = style._get_first_possible_combination()
        self.assertEqual(first, made[0].product_template_attribute_value_ids)
        closest = style._get_closest_possible_combination(
            own.filtered(lambda v: v.product_attribute_value_id == blue)
        )
        self.assertEqual(closest, made[1].product_template_attribute_value_ids)
        self.assertEqual(
            list(style._get_possible_combinations()),
            [variant.product_template_attribute_value_ids for variant in made],
        )

    def test_an_archived_one_is_not_sold_and_comes_back(self):
        wishes = [self.wish(colour, self.sizes[0]) for colour in self.colours]
        style = self.style()
        made = self.maker._ensure(style, wishes)
        made[1].action_archive()
        values = made[1].product_template_attribute_value_ids
        self.assertFalse(style._is_combination_possible(values))
        self.assertEqual(self.maker._ensure(style, wishes[1:2]), made[1])
        self.assertTrue(made[1].active)
        self.assertTrue(style._is_combination_possible(values))

    def test_a_dimension_is_missing(self):
        style = self.style()
        self.maker._ensure(style, [self.wish(self.colours[0], self.sizes[0])])
        with self.assertRaisesRegex(UserError, "each variant needs Size"):
            self.maker._ensure(style, [self.wish(self.colours[1])])

    def test_a_new_dimension_needs_a_value_for_those_there(self):
        red, blue, _green = self.colours
        style = self.style()
        made = self.maker._ensure(style, [self.wish(red), self.wish(blue)])
        wish = self.wish(red, self.fits[0])
        with self.assertRaisesRegex(UserError, "has 2 variants without Fit"):
            self.maker._ensure(style, [wish])
        slim, wide = self.fits
        new = self.maker._ensure(style, [wish], rest=self.wish(wide))
        self.assertEqual(style.product_variant_ids, made | new)
        for variant in made:
            values = variant.product_template_attribute_value_ids
            self.assertIn(wide, values.product_attribute_value_id)
        self.assertIn(
            slim, new.product_template_attribute_value_ids.product_attribute_value_id
        )

    def test_twenty_dimensions_of_ten_values(self):
        """500 combinations of 10^20 thinkable ones, in few queries."""
        names = [f"Twenty {number}" for number in range(10)]
        values = [list(self.add(code, *names)) for code in self.dimensions]
        self.assertEqual(len(values), 20)
        chance = random.Random(20)
        wishes = [
            self.wish(*(chance.choice(mine) for mine in values)) for _n in range(500)
        ]
        different = {frozenset(wish.items()) for wish in wishes}
        self.assertGreater(len(different), 490)
        style = self.style()
        made = self.maker._ensure(style, wishes)
        self.assertEqual(len(set(made.ids)), len(different))
        self.assertEqual(len(style.product_variant_ids), len(different))
        last = made[-1].product_template_attribute_value_ids
        self.assertTrue(style._is_combination_possible(last))
        self.assertEqual(style._get_closest_possible_combination(last), last)

    def test_the_matrix(self):
        red, blue, green = self.colours
        small, medium, _large = self.sizes
        style = self.style()
        self.maker._ensure(style, [self.wish(red, small), self.wish(blue, medium)])
        before = style.get_variant_matrix()
        self.assertTrue(before["can_edit"])
        used = [one["name"] for one in before["dimensions"] if one["used"]]
        self.assertEqual(sorted(used), ["Colour", "Size"])
        ended = next(
            one["id"]
            for one in before["variants"]
            if one["values"][red.attribute_id.id] == red.id
        )
        make = {str(k): v for k, v in self.wish(green, medium).items()}
        after = style.save_variant_matrix([make], [ended])
        there = [
            sorted(one["values"].values()) for one in after["variants"] if one["active"]
        ]
        self.assertCountEqual(
            there, [sorted((blue | medium).ids), sorted((green | medium).ids)]
        )

    def test_this_style_in_all_sizes(self):
        red, blue, _green = self.colours
        small, medium, large = self.sizes
        style = self.style()
        self.maker._ensure(style, [self.wish(red, medium), self.wish(blue, medium)])
        wizard = self.env["md.variant.copy.wizard"].create(
            {
                "template_id": style.id,
                "attribute_id": medium.attribute_id.id,
                "origin_id": medium.id,
                "value_ids": [(6, 0, (small | large).ids)],
            }
        )
        self.assertEqual(wizard.action_copy()["tag"], "md_variant_matrix")
        self.assertEqual(len(style.product_variant_ids), 6)
        wizard.action_copy()
        self.assertEqual(len(style.product_variant_ids), 6)
