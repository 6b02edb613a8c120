from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .barcode_common import BarcodeCase


@tagged("post_install", "-at_install")
class TestBarcodeRange(BarcodeCase):
    """Own numbers, one after the other."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ranges = cls.env["md.barcode.range"]
        cls.ranges.with_context(active_test=False).search([]).unlink()
        cls.range = cls.ranges.create({"name": "Own", "prefix": "2001"})

    def test_numbers_follow_each_other(self):
        self.assertEqual((self.range.left, self.range.last_number), (10**8 - 1,) * 2)
        self.assertEqual(self.range.next_barcode, "2001000000012")
        answer = (self.shirt | self.cap).action_md_give_barcode()
        self.assertEqual(
            (self.shirt | self.cap).mapped("barcode"),
            ["2001000000012", "2001000000029"],
        )
        self.assertIn("got a barcode: 2", answer["params"]["message"])
        # who has one keeps it
        answer = self.shirt.product_tmpl_id.action_md_give_barcode()
        self.assertIn("got a barcode: 0", answer["params"]["message"])
        self.assertEqual(self.range.next_number, 3)

    def test_what_somebody_typed_before_is_left_out(self):
        self.further(self.cap, "2001000000012")
        self.shirt.action_md_give_barcode()
        self.assertEqual(self.shirt.barcode, "2001000000029")

    def test_a_number_of_what_failed_is_used_again(self):
        with self.assertRaisesRegex(ValueError, "later"), self.cr.savepoint():
            self.shirt.action_md_give_barcode()
            raise ValueError("something else fails later")
        self.env.invalidate_all()
        self.assertFalse(self.shirt.barcode)
        self.cap.action_md_give_barcode()
        self.assertEqual(self.cap.barcode, "2001000000012")

    def test_new_goods_get_one_when_it_is_set(self):
        self.assertFalse(self.make("Before").barcode)
        self.range.for_new = True
        self.assertEqual(self.make("One").barcode, "2001000000012")
        template = self.env["product.template"].create({"name": "Two"})
        self.assertEqual(template.barcode, "2001000000029")
        given = self.env["product.template"].create({"name": "Own", "barcode": "X-1"})
        self.assertEqual(given.barcode, "X-1")
        self.assertEqual(self.make("Own too", "X-2").barcode, "X-2")
        service = self.env["product.template"].create(
            {"name": "Work", "type": "service"}
        )
        self.assertFalse(service.barcode)
        theirs = self.make("Theirs", company_id=self.other.id)
        self.assertFalse(theirs.barcode)
        attribute = self.env["product.attribute"].create(
            {"name": "Fit", "value_ids": [(0, 0, {"name": n}) for n in "ABC"]}
        )
        line = {"attribute_id": attribute.id, "value_ids": attribute.value_ids.ids}
        variants = self.env["product.template"].create(
            {"name": "Three", "attribute_line_ids": [(0, 0, line)]}
        )
        self.assertEqual(
            variants.product_variant_ids.mapped("barcode"),
            ["2001000000036", "2001000000043", "2001000000050"],
        )
        self.assertEqual(self.range.next_number, 6, "none was lost")

    def test_the_end_is_told_before_and_at_it(self):
        self.range.write({"last_number": 3, "warn_at": 1})
        self.assertFalse(self.range.runs_out)
        answer = (self.shirt | self.cap).action_md_give_barcode()
        self.assertEqual(answer["params"]["type"], "warning")
        self.assertIn("Range Own has 1 numbers left", answer["params"]["message"])
        more = self.make("A") | self.make("B")
        with (
            self.assertRaisesRegex(UserError, "has 1 numbers left; 2 are needed"),
            self.cr.savepoint(),
        ):
            more.action_md_give_barcode()
        self.env.invalidate_all()
        self.assertEqual(more.mapped("barcode"), [False, False])
        more[0].action_md_give_barcode()
        self.assertEqual((self.range.left, self.range.next_barcode), (0, ""))
        # the next range takes over
        self.ranges.create({"name": "Next", "prefix": "2002"})
        more[1].action_md_give_barcode()
        self.assertEqual(more[1].barcode, "2002000000019")

    def test_ranges_do_not_overlap_and_are_in_store(self):
        def make(prefix, **values):
            return self.ranges.create({"name": "Bad", "prefix": prefix, **values})

        for prefix, words in (
            *(("20", "overlaps 2001 of range Own"), ("200155", "overlaps 2001")),
            *(("30", "30 is no prefix"), ("2a", "2a is no prefix")),
            ("21", "read codes with prefix 21 as weight"),
            *(("2", "is no prefix"), ("200212345678", "is no prefix")),
        ):
            with self.subTest(prefix):
                self.refused(words, make, prefix)
        self.refused("overlaps", make, "2001", company_id=self.other.id)
        self.refused("numbers go up to 9", make, "20021234567", last_number=10)
        self.assertEqual(make("20021234567").last_number, 9)

    def test_who_may(self):
        self.ranges.with_user(self._user("manager")).search([]).check_access("read")
        self.shirt.with_user(self._user("manager")).action_md_give_barcode()
        self.assertEqual(self.shirt.barcode, "2001000000012")
        with self.assertRaises(AccessError):
            self.cap.with_user(self._user("warehouse")).action_md_give_barcode()
        with self.assertRaises(AccessError):
            self.range.with_user(self._user("manager")).next_number = 1
        self.range.unlink()
        with self.assertRaisesRegex(UserError, "has no range of barcodes yet"):
            self.cap.action_md_give_barcode()

    def _user(self, role):
        login = f"range_{role}"
        found = self.env["res.users"].search([("login", "=", login)])
        group = f"md_inventory_core.group_{role}"
        return found or new_test_user(self.env, login, group)
