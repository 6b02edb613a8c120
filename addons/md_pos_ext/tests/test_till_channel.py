from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .till_common import TillCase


@tagged("post_install", "-at_install")
class TestTillChannel(TillCase):
    """Each till sells as a channel; the tills of a warehouse as one."""

    def till(self, name, store):
        return self.config.copy(
            {
                "name": name,
                "picking_type_id": store.pos_type_id.id,
                "payment_method_ids": [Command.set(self.bank_pm1.ids)],
            }
        )

    def make_store(self, code):
        vals = {"name": f"Store {code}", "code": code, "company_id": self.company.id}
        return self.env["stock.warehouse"].create(vals)

    def test_tills_of_a_warehouse_share_a_channel(self):
        south = self.make_store("S 1")
        same, other = self.till("Same", self.store), self.till("Other", south)
        self.assertEqual(self.channel.warehouse_ids, self.store)
        self.assertEqual((self.channel.kind, same.md_channel_id), ("pos", self.channel))
        self.assertEqual(other.md_channel_id.warehouse_ids, south)
        self.assertEqual(other.md_channel_id.code, "POS-S-1")
        self.assertEqual(other.md_channel_id.company_id, self.company)

    def test_a_store_that_is_archived_has_its_tills_still(self):
        north = self.make_store("NO")
        north.active = False
        till = self.till("Archived", north)
        self.assertEqual(till.md_channel_id.code, "POS-NO")
        again = self.till("Archived, too", north)
        self.assertEqual(again.md_channel_id, till.md_channel_id)

    def test_a_code_that_is_taken_is_numbered(self):
        self.env["md.channel"].create(
            {"name": "X", "code": "pos-tk", "company_id": self.company.id}
        )
        till = self.till("Taken", self.make_store("TK"))
        self.assertEqual(till.md_channel_id.code, "POS-TK-2")

    def test_the_channel_follows_the_warehouse(self):
        south = self.make_store("SO")
        till = self.till("Moving", self.store)
        till.picking_type_id = south.pos_type_id
        self.assertEqual(till.md_channel_id.warehouse_ids, south)
        chosen = till.md_channel_id.copy(
            {"code": "BOTH", "warehouse_ids": [Command.set((south + self.store).ids)]}
        )
        till.md_channel_id = chosen
        till.picking_type_id = self.store.pos_type_id
        self.assertEqual(till.md_channel_id, chosen, "it sells from there, too")

    def test_a_channel_that_does_not_fit_is_refused(self):
        south = self.make_store("SO")
        other = self.till("Other", south).md_channel_id
        office = self.env["md.channel"]._of_company(self.company, "b2b")
        for channel in (other, office):
            with self.assertRaises(ValidationError), self.env.cr.savepoint():
                self.config.md_channel_id = channel
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            self.channel.warehouse_ids = south

    def test_tills_from_before_get_theirs(self):
        self.env.flush_all()
        self.env.cr.execute("UPDATE pos_config SET md_channel_id = NULL")
        self.env.invalidate_all()
        self.env["pos.config"]._md_make_channels()
        self.assertEqual(self.config.md_channel_id, self.channel)

    def test_sales_from_before_count(self):
        self.open(closing=True)
        self.sell((self.thing, 3))
        self.env["md.pending.sales"]._end(self.pos_session.order_ids.mapped("uuid"))
        self.assertEqual(self.free(), 10)
        self.stock._remember_all()
        self.assertEqual((self.free(), self.pending()), (7, [3]))

    def test_product_info_shows_what_the_channel_may_promise(self):
        south = self.make_store("SO")
        self.order_of_back_office(4)
        self.channel.buffer_units = 1
        info = self.thing.product_tmpl_id.get_product_info_pos(
            10.0, 1, self.config.id, self.thing.id
        )
        found = {
            place["id"]: (place["available_quantity"], place["free_qty"])
            for place in info["warehouses"]
        }
        self.assertEqual(found[self.store.id], (10, 5))
        self.assertEqual(found[south.id], (0, 0))

    def test_an_admin_chooses_in_the_settings(self):
        settings = self.env["res.config.settings"].create(
            {"pos_config_id": self.config.id, "pos_md_stock_posting": "batch"}
        )
        settings.execute()
        self.assertEqual(self.config.md_stock_posting, "batch")
        self.assertEqual(settings.pos_md_channel_id, self.channel)
