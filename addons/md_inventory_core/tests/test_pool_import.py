import base64
import csv
import io

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .pool_common import PoolCase


@tagged("post_install", "-at_install")
class TestPoolImport(PoolCase):
    """Many moves from a file: each row is done or says why not."""

    def setUp(self):
        super().setUp()
        self.product.default_code = "RICE-5"
        self.tea = self.make_product("Tea", 4, default_code="00123")
        self.code = self.warehouse.code

    def load(self, *rows, header="sku,warehouse,from,to,quantity,why"):
        text = "\n".join([header, *rows])
        return self.env["md.pool.import"].create(
            {
                "name": "moves.csv",
                "file": base64.b64encode(text.encode()),
                "why": "campaign",
            }
        )

    def told(self, job):
        """{row: (state, message)}."""
        return {line.number: (line.state, line.message or "") for line in job.line_ids}

    def test_rows_are_checked_before_anything_is_moved(self):
        job = self.load(
            f"RICE-5,{self.code},,A,3,",
            f"rice-5,{self.code},COMMON,a,2,feast",
            f"NONE,{self.code},,A,1,",
            "RICE-5,NOWHERE,,A,1,",
            f"RICE-5,{self.code},,B,1,",
            f"RICE-5,{self.code},,A,0,",
            f"RICE-5,{self.code},,A,many,",
            f"8.90123E+12,{self.code},,A,1,",
            f"05-Mar,{self.code},,A,1,",
            f"123,{self.code},,A,1,",
            f"RICE-5,{self.code},A,A,1,",
        )
        job.action_check()
        self.assertEqual(self.held(self.pool), 0)
        self.assertEqual((job.good, job.bad), (2, 9))
        told = self.told(job)
        self.assertEqual(told[2], ("ready", ""))
        for row, words in {
            4: "Row 4, column sku: no product has NONE",
            5: "Row 5, column warehouse: NOWHERE is none of your warehouses",
            6: "Row 6, column to: B is no pool",
            7: "Row 7, column quantity: 0 is no number above zero with 2 places",
            8: "Row 8, column quantity: many is no number above zero with 2 places",
            9: "Row 9, column sku: 8.90123E+12 is what Excel leaves of a long code",
            10: "Row 10, column sku: 05-Mar: Excel made a date of a code",
            11: "Row 11, column sku: 123 is not known; is it 00123, without the zeros",
            12: "Row 12: [RICE-5] Claimed: choose two different pools",
        }.items():
            self.assertEqual(told[row][0], "refused")
            self.assertIn(words, told[row][1])
        job.action_move()
        self.assertEqual(self.held(self.pool), 5)
        self.assertEqual(
            self.moves().sorted("id").mapped(lambda move: (move.why, move.kind)),
            [("campaign", "import"), ("feast", "import")],
        )

    def test_a_row_that_cannot_be_done_stops_no_other(self):
        job = self.load(
            f"RICE-5,{self.code},,A,7,",
            f"RICE-5,{self.code},,A,7,",
            f"00123,{self.code},,A,4,",
        )
        job.action_move()
        self.assertEqual(job.state, "done")
        told = self.told(job)
        self.assertEqual([told[n][0] for n in (2, 3, 4)], ["moved", "refused", "moved"])
        self.assertIn("Row 3, column quantity: COMMON has 3 of", told[3][1])
        self.assertIn("not 7", told[3][1])
        self.assertEqual(self.held(self.pool), 7)

    def test_nothing_is_moved_twice(self):
        job = self.load(f"RICE-5,{self.code},,A,3,")
        job.action_move()
        job.action_move()
        self.assertEqual(self.held(self.pool), 3)
        # killed after the pool moves and before their result was written down
        job.line_ids.state = "ready"
        job.action_move()
        self.assertEqual(self.held(self.pool), 3)
        self.assertEqual(job.line_ids.state, "moved")
        self.assertNoDrift()

    def test_each_row_has_its_result(self):
        job = self.load(f"RICE-5,{self.code},,A,3,", f"=1+1,{self.code},,A,3,")
        job.action_move()
        text = base64.b64decode(job.result).decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text)))
        self.assertEqual([row["row"] for row in rows], ["2", "3"])
        self.assertEqual([row["result"] for row in rows], ["moved", "refused"])
        self.assertEqual(rows[1]["sku"], "'=1+1", "no spreadsheet calculates it")
        self.assertEqual(job.result_name, "moves-result.csv")

    def test_files_that_cannot_be_read(self):
        for header, words in (
            ("sku,quantity", "Row 1: column warehouse is missing; there are sku, quan"),
            (
                "sku,warehouse,quantity,pool",
                "Row 1: column pool is not known; known ar",
            ),
        ):
            with self.assertRaisesRegex(UserError, words):
                self.load("A,B,1,C", header=header).action_check()
        with self.assertRaisesRegex(UserError, "no rows"):
            self.load().action_check()

    def test_another_file_is_checked_anew(self):
        job = self.load(f"RICE-5,{self.code},,A,3,")
        job.action_check()
        job.file = base64.b64encode(b"sku,warehouse,quantity\nX,Y,1")
        self.assertEqual((job.state, len(job.line_ids)), ("draft", 0))
        job.action_move()
        with self.assertRaisesRegex(UserError, "It is done"):
            job.file = base64.b64encode(b"x")

    def test_rows_are_moved_by_the_button_only(self):
        manager = new_test_user(
            self.env, "pool_manager", groups="md_inventory_core.group_manager"
        )
        job = self.load(f"RICE-5,{self.code},,A,3,").with_user(manager)
        with self.assertRaises(AccessError):
            job.state = "done"
        job.action_check()
        with self.assertRaises(AccessError):
            job.line_ids.state = "moved"
        job.action_move()
        self.assertEqual(self.held(self.pool), 3)
        self.assertEqual(self.moves().user_id, manager)
