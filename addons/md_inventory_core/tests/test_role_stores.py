from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .store_common import StoreCase


@tagged("post_install", "-at_install")
class TestRoleStores(StoreCase):
    """Two companies, one with two stores: who is limited to one sees one."""

    def order(self, store):
        partner = self.env["res.partner"].create({"name": "Buyer"})
        return self.env["sale.order"].create(
            {
                "partner_id": partner.id,
                "company_id": store.company_id.id,
                "warehouse_id": store.id,
                "order_line": [Command.create({"product_id": self.product.id})],
            }
        )

    def purchase(self, store):
        partner = self.env["res.partner"].create({"name": "Vendor"})
        return self.env["purchase.order"].create(
            {
                "partner_id": partner.id,
                "company_id": store.company_id.id,
                "picking_type_id": store.in_type_id.id,
                "order_line": [Command.create({"product_id": self.product.id})],
            }
        )

    def test_no_stores_means_all_of_the_own_companies(self):
        for role in ("cashier", "warehouse", "support", "manager", "auditor", "admin"):
            seen = self.quants(self.user(role))
            self.assertEqual(seen, self.north + self.south, role)

    def test_stock_of_the_own_stores(self):
        for role in ("cashier", "warehouse", "support", "manager", "auditor", "admin"):
            self.assertEqual(self.quants(self.user(role, self.south)), self.south, role)

    def test_quantities_on_the_product_are_those_of_the_own_stores(self):
        user = self.user("warehouse", self.north)
        context = {"allowed_company_ids": self.company.ids}
        product = self.product.with_user(user).with_context(**context)
        self.assertEqual(product.qty_available, 5)

    def test_transfer_inside_another_store_is_hidden(self):
        shelf = self.south.lot_stock_id.copy({"name": "Shelf"})
        picking = self.transfer(self.south.lot_stock_id, shelf)
        for store, visible in ((self.north, False), (self.south, True)):
            user = self.user("warehouse", store)
            for record in (picking, picking.move_ids, picking.move_line_ids):
                self.assertTrue(record)
                found = self.seen(user, record._name, [("id", "in", record.ids)])
                self.assertEqual(bool(found), visible, (store.name, record))
            user.login += store.code
        with self.assertRaises(AccessError):
            picking.with_user(self.user("warehouse", self.north)).write({"note": "x"})

    def test_transfer_between_stores_is_seen_and_done_at_both_ends(self):
        user = self.user("warehouse", self.south)
        context = {"allowed_company_ids": self.company.ids}
        for kind in (self.north.int_type_id, self.south.int_type_id):
            picking = self.transfer(
                self.north.lot_stock_id, self.south.lot_stock_id, kind
            )
            for store in (self.north, self.south):
                user.md_store_ids = store
                self.env.flush_all()
                self.env.invalidate_all()
                mine = picking.with_user(user).with_context(**context)
                self.assertEqual(mine.read(["state"])[0]["state"], "assigned")
                self.assertEqual(mine.move_ids.mapped("product_qty"), [1])
                self.assertEqual(mine.move_line_ids.mapped("quantity"), [1])
            mine.move_ids.picked = True
            mine.button_validate()
            self.assertEqual(picking.state, "done")

    def test_overview_shows_what_is_done_in_the_own_stores(self):
        user = self.user("warehouse")
        context = {"allowed_company_ids": self.company.ids}
        kinds = self.env["stock.picking.type"].with_user(user).with_context(**context)
        for stores in (self.south, self.north + self.south):
            user.md_store_ids = stores
            found = kinds.web_search_read([], {"warehouse_id": {}})
            shown = {record["warehouse_id"] for record in found["records"]}
            self.assertEqual(shown - {False}, set(stores.ids))

    def test_receipt_from_a_vendor_is_of_the_store_that_receives(self):
        vendors = self.env.ref("stock.stock_location_suppliers")
        picking = self.transfer(vendors, self.south.lot_stock_id, self.south.in_type_id)
        north, south = (
            self.user("warehouse", self.north),
            self.user("manager", self.south),
        )
        self.assertFalse(self.seen(north, "stock.picking", [("id", "=", picking.id)]))
        self.assertTrue(self.seen(south, "stock.picking", [("id", "=", picking.id)]))

    def test_orders_of_the_own_stores(self):
        orders = {store: self.order(store) for store in (self.north, self.south)}
        for role in ("support", "manager", "auditor"):
            user = self.user(role, self.south)
            for model, records in (
                ("sale.order", self.env["sale.order"].concat(*orders.values())),
                (
                    "sale.order.line",
                    self.env["sale.order"].concat(*orders.values()).order_line,
                ),
            ):
                found = self.seen(user, model, [("id", "in", records.ids)])
                mine = orders[self.south]
                mine = mine if model == "sale.order" else mine.order_line
                self.assertEqual(found, mine, (role, model))
            with self.assertRaises(AccessError):
                orders[self.north].with_user(user).read(["name"])

    def test_purchases_of_the_own_stores(self):
        orders = {store: self.purchase(store) for store in (self.north, self.south)}
        both = self.env["purchase.order"].concat(*orders.values())
        user = self.user("manager", self.north)
        found = self.seen(user, "purchase.order", [("id", "in", both.ids)])
        self.assertEqual(found, orders[self.north])
        lines = self.seen(user, "purchase.order.line", [("order_id", "in", both.ids)])
        self.assertEqual(lines, orders[self.north].order_line)

    def test_imported_sales_of_the_own_stores(self):
        category = self.env["product.category"].search([], limit=1)
        lines = self.env["md.sale.history"].create(
            [
                {
                    "company_id": self.company.id,
                    "line_no": number,
                    "sold_at": "2026-01-01 10:00:00",
                    "day": "2026-01-01",
                    "store_ref": store.code,
                    "warehouse_id": store.id,
                    "basket_ref": "1",
                    "item_ref": 1,
                    "categ_id": category.id,
                }
                for number, store in enumerate((self.north, self.south), 1)
            ]
        )
        user = self.user("manager", self.south)
        found = self.seen(user, "md.sale.history", [("id", "in", lines.ids)])
        self.assertEqual(found, lines[1])

    def test_rules_follow_a_change_of_the_stores_at_once(self):
        user = self.user("warehouse", self.north)
        self.assertEqual(self.quants(user), self.north)
        user.md_store_ids = self.south
        self.assertEqual(self.quants(user), self.south)
        user.md_store_ids = False
        self.assertEqual(self.quants(user), self.north + self.south)

    def test_a_closed_store_does_not_open_the_others(self):
        user = self.user("warehouse", self.south)
        stock = self.south.lot_stock_id
        self.env["stock.quant"]._update_available_quantity(self.product, stock, -5)
        self.south.active = False
        self.assertNotIn(self.north, self.quants(user))

    def test_stores_stay_readable_and_the_superuser_sees_all(self):
        user = self.user("warehouse", self.south)
        self.assertIn(self.north, self.seen(user, "stock.warehouse"))
        self.assertIn(self.north.lot_stock_id, self.seen(user, "stock.location"))
        domain = [("product_id", "=", self.product.id)]
        quants = self.env["stock.quant"].with_user(user).sudo().search(domain)
        self.assertIn(self.foreign, quants.location_id.warehouse_id)
