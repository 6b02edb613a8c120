from odoo.tests import tagged

from .promotion_common import PromotionCase

COLUMNS = [
    *("id", "code", "name", "kind", "percent", "tz"),
    *("goods_ids/role", "goods_ids/category_ids"),
]


@tagged("post_install", "-at_install")
class TestPromotionFile(PromotionCase):
    """Many promotions by a file, and back."""

    def load(self, *rows):
        model = self.env["md.promotion"].with_user(self.manager)
        return model.load(COLUMNS, [list(row) for row in rows])

    def row(self, code, percent, kind="unit", category="Shop / Drinks"):
        name = f"__import__.{code}"
        return (name, code, code, kind, percent, "Asia/Dhaka", "goods", category)

    def test_rows_become_drafts(self):
        told = self.load(self.row("F-1", "10"), self.row("F-2", "20"))
        self.assertFalse(told["messages"])
        made = self.env["md.promotion"].browse(told["ids"])
        self.assertEqual(made.mapped("state"), ["draft", "draft"])
        self.assertEqual(made.mapped("rev"), [1, 1])
        total = self.total(self.on_sale(made[1]), [(self.tea, 1)])
        self.assertEqual(total, "80.00")

    def test_what_is_exported_comes_back(self):
        told = self.load(self.row("F-1", "10"))
        made = self.env["md.promotion"].browse(told["ids"])
        columns = [".id", *COLUMNS[1:], "goods_ids/.id"]
        [row] = made.export_data(columns)["datas"]
        row[columns.index("percent")] = "15"
        again = made.load(columns, [[str(value) for value in row]])
        self.assertFalse(again["messages"])
        self.assertEqual((again["ids"], made.percent), (made.ids, 15))

    def test_a_wrong_row_is_named_and_nothing_is_kept(self):
        told = self.load(
            self.row("F-1", "10"),
            self.row("F-2", "120"),
            self.row("F-3", "5", category="Nowhere"),
        )
        self.assertFalse(told["ids"])
        found = {(m["record"], m["message"]) for m in told["messages"]}
        self.assertTrue(
            any(
                row == 1 and "Promotion F-2: the percentage is above 0" in words
                for row, words in found
            ),
            found,
        )
        self.assertTrue(
            any(row == 2 and "Nowhere" in words for row, words in found), found
        )
        self.assertFalse(self.env["md.promotion"].search([("code", "=like", "F-%")]))
