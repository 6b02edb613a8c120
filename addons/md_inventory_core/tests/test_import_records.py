from odoo.tests import tagged

from .import_common import ImportCase


@tagged("post_install", "-at_install")
class TestImportRecords(ImportCase):
    """Locations, suppliers, customers and clients by the same machinery."""

    def test_locations(self):
        stock = self.env["stock.warehouse"].search([], limit=1).lot_stock_id
        root = stock.complete_name
        job = self.load(
            [f"{root}/Test A/1", "LOC-1", "", ""],
            [f"{root}/Test A", "", "view", ""],
            [f"{root}/Test B", "LOC-2", "cellar", ""],
            ["Nowhere/C", "", "", ""],
            [f"{root}/Test B/1", "", "", ""],
            header="location,barcode,type,active",
            kind="locations",
        )
        self.assertEqual(
            list(self.states(job).values()),
            ["new", "new", "refused", "refused", "refused"],
        )
        told = self.told(job)
        self.assertIn("column type: cellar is none of internal, view", told[4][2])
        self.assertIn("Row 5, column location: there is no Nowhere.", told[5][2])
        self.assertIn("row 4, which belongs to the same record", told[6][2])
        above = self.env["stock.location"].search([("name", "=", "Test A")])
        self.assertEqual((above.location_id, above.usage), (stock, "view"))
        self.assertEqual(above.child_ids.barcode, "LOC-1")
        again = self.load(
            [f"{root}/Test A/1", "LOC-1"],
            [f"{root}/test a", "LOC-9"],
            header="location,barcode",
            kind="locations",
        )
        self.assertEqual(self.states(again), {2: "unchanged", 3: "changed"})
        self.assertEqual(above.barcode, "LOC-9")

    def test_suppliers(self):
        header = "code,name,email,city,country,tax_id,active"
        row = ["TS-9", "Test Weaver", "w@example.com", "Dhaka", "bangladesh", "", ""]
        job = self.load(
            row,
            ["", "Test Dyer", "", "", "Nowhere", "", ""],
            ["TS-8", "", "", "", "", "", ""],
            ["TS-7", "Test Twice", "", "", "", "", ""],
            ["TS-7", "Test Again", "", "", "", "", ""],
            header=header,
            kind="suppliers",
        )
        self.assertEqual(
            list(self.states(job).values()),
            ["new", "refused", "refused", "new", "refused"],
        )
        told = self.told(job)
        self.assertIn("Row 3, column country: there is no Nowhere.", told[3][2])
        self.assertIn("Row 4, column name: is needed", told[4][2])
        self.assertIn("Row 6, column code: TS-7 is in row 5, too.", told[6][2])
        weaver = self.env["res.partner"].search([("ref", "=", "TS-9")])
        self.assertEqual((weaver.supplier_rank, weaver.is_company), (1, True))
        self.assertEqual(weaver.country_id, self.env.ref("base.bd"))
        self.assertEqual(
            self.states(self.load(row, header=header, kind="suppliers")),
            {2: "unchanged"},
        )
        # who supplies may buy, too: the same partner
        both = self.load(row, header=header, kind="customers")
        self.assertEqual(self.states(both), {2: "changed"})
        self.assertEqual(weaver.customer_rank, 1)

    def test_clients(self):
        owner = self.env["res.partner"].create({"name": "Test Owner", "ref": "OWN-1"})
        store = self.env["stock.warehouse"].search([], limit=1)
        job = self.load(
            ["TC1", "Test Client", "consigned", "OWN-1", store.code],
            ["TC2", "Test Other", "borrowed", "", ""],
            ["TC3", "Test Third", "", "", "NONE"],
            header="code,name,goods,owner,warehouses",
            kind="clients",
        )
        self.assertEqual(list(self.states(job).values()), ["new", "refused", "refused"])
        client = self.env["md.client"].search([("code", "=", "TC1")])
        self.assertEqual((client.partner_id, client.goods), (owner, "consigned"))
        self.assertEqual(client.warehouse_ids, store)
        again = self.load(
            ["TC1", "", "", "", "-"],
            header="code,name,goods,owner,warehouses",
            kind="clients",
        )
        self.assertEqual(self.states(again), {2: "changed"})
        self.assertFalse(client.warehouse_ids)

    def test_what_the_database_refuses(self):
        self.env["md.client"].create(
            {
                "name": "Test Has It",
                "code": "THI",
                "goods": "consigned",
                "partner_id": self.env["res.partner"].create({"name": "Test P"}).id,
            }
        )
        with self.assertLogs("odoo.sql_db", "ERROR"):
            job = self.load(
                ["TC4", "Test Same Owner", "consigned", "Test P"],
                ["TC5", "Test Fine", "own", ""],
                header="code,name,goods,owner",
                kind="clients",
            )
        self.assertEqual(self.states(job), {2: "refused", 3: "new"})
        self.assertIn("Another client keeps goods of this owner", self.told(job)[2][2])
