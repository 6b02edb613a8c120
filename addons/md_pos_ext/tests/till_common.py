from unittest.mock import patch

from odoo.exceptions import UserError

from odoo.addons.point_of_sale.tests.common import TestPoSCommon


class TillCase(TestPoSCommon):
    """A till that sells ten of one thing, and what its channel may promise of it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.user.group_ids += cls.env.ref("md_inventory_core.group_admin")
        cls.config = cls.basic_config
        cls.store = cls.config.picking_type_id.warehouse_id
        cls.channel = cls.config.md_channel_id
        cls.thing = cls.make_thing("Thing", 10)
        cls.stock = cls.env["md.till.stock"]

    @classmethod
    def make_thing(cls, name, quantity=0, **values):
        thing = cls.create_product(name, cls.categ_basic, 10.0, 5.0)
        thing.write(values)
        if quantity:
            cls.put(thing, quantity)
        return thing

    @classmethod
    def put(cls, thing, quantity, **rest):
        place = cls.store.lot_stock_id
        cls.env["stock.quant"]._update_available_quantity(
            thing, place, quantity, **rest
        )

    def open(self, closing=False, batch=False):
        """A new session: stock at closing, or in batches, or with each sale."""
        self.company.point_of_sale_update_stock_quantities = (
            "closing" if closing else "real"
        )
        self.config.md_stock_posting = "batch" if batch else "at_once"
        self.open_new_session()

    def sync(self, *lines, **rest):
        """What a till sends of a sale: [(product, quantity)]."""
        return self.create_ui_order_data(
            lines, payments=[(self.bank_pm1, 10.0 * sum(q for _p, q in lines))], **rest
        )

    def send(self, *data):
        saved = self.env["pos.order"].sync_from_ui(list(data))
        orders = self.env["pos.order"].browse(o["id"] for o in saved["pos.order"])
        return orders.filtered(lambda o: o.uuid in [each["uuid"] for each in data])

    def sell(self, *lines, **rest):
        return self.send(self.sync(*lines, **rest))

    def close(self):
        self.pos_session.post_closing_cash_details(0)
        answer = self.pos_session.close_session_from_ui()
        self.assertTrue(answer["successful"], answer)
        mine = [("session_id", "=", self.pos_session.id)]
        report = self.env["md.z.report"].sudo().search(mine)
        self.assertEqual(report.ledger_difference, 0, report.facts["ledger"])

    def free(self, thing=None):
        """What the till's channel may promise."""
        thing = thing or self.thing
        found = self.env["md.availability"]._available(self.channel, thing)
        return float(found[thing.id])

    def pending(self, thing=None):
        """Pieces of a thing that are sold and not posted, by row."""
        rows = self.env["md.pending.sale"].search(
            [("product_id", "=", (thing or self.thing).id)]
        )
        return rows.mapped("quantity")

    def on_hand(self, thing=None):
        thing = thing or self.thing
        thing.invalidate_recordset()
        return thing.qty_available

    def order_of_back_office(self, quantity, thing=None):
        """A confirmed sales order."""
        thing = thing or self.thing
        order = self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "warehouse_id": self.store.id,
                "order_line": [
                    (0, 0, {"product_id": thing.id, "product_uom_qty": quantity})
                ],
            }
        )
        order.action_confirm()
        return order

    def no_transfer(self, only=None):
        """Transfers cannot be done, for a reason that is not the till's.

        :param only: of this product alone
        """
        model = type(self.env["stock.move"])
        done = model._action_done

        def refuse(moves, *args, **kwargs):
            if only is None or only in moves.product_id:
                raise UserError(self.env._("The warehouse is on fire."))
            return done(moves, *args, **kwargs)

        return patch.object(model, "_action_done", refuse)
