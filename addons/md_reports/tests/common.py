from uuid import uuid4

from odoo.fields import Command
from odoo.tests import TransactionCase, new_test_user


class SaleCase(TransactionCase):
    """Builders for sales at a till, on the web and at the desk."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.report = cls.env["md.report.sale"]
        cls.product = cls.env["product.product"].create(
            {"name": "Rice", "list_price": 100, "taxes_id": False, "is_storable": True}
        )
        cls.partner = cls.env["res.partner"].create({"name": "Rahima"})
        cls.warehouse = cls.env["stock.warehouse"].create(
            {"name": "Second store", "code": "R2"}
        )
        cls.website = cls.env["website"].search([], limit=1)
        cls.till = cls.env["pos.config"].create(
            {"name": "Till R", "picking_type_id": cls.warehouse.pos_type_id.id}
        )
        cls.till.open_ui()
        cls.session = cls.till.current_session_id
        cls.session.set_opening_control(0, "")

    @classmethod
    def user(cls, group, **vals):
        return new_test_user(
            cls.env, f"md_{group}", groups=f"base.group_user,{group}", **vals
        )

    def till_order(self, quantity=1, state="paid", price=100):
        """A receipt as a till sends it; a negative quantity is a refund."""
        amount = quantity * price
        order = {
            "uuid": str(uuid4()),
            "state": state,
            "session_id": self.session.id,
            "user_id": self.env.uid,
            "partner_id": self.partner.id,
            "amount_total": amount,
            "amount_paid": amount if state == "paid" else 0,
            "amount_tax": 0,
            "amount_return": 0,
            "to_invoice": False,
            "last_order_preparation_change": "{}",
            "lines": [
                Command.create(
                    {
                        "uuid": str(uuid4()),
                        "product_id": self.product.id,
                        "qty": quantity,
                        "price_unit": price,
                        "price_subtotal": amount,
                        "price_subtotal_incl": amount,
                        "tax_ids": [Command.clear()],
                    }
                )
            ],
            "payment_ids": [
                Command.create(
                    {
                        "uuid": str(uuid4()),
                        "amount": amount,
                        "payment_method_id": self.till.payment_method_ids[0].id,
                    }
                )
            ]
            if state == "paid"
            else [],
        }
        self.env["pos.order"].sync_from_ui([order])
        return self.env["pos.order"].search([("uuid", "=", order["uuid"])])

    def desk_order(self, quantity=1, **vals):
        """A quotation; ``website_id`` makes it a cart of the web shop."""
        return self.env["sale.order"].create(
            {
                "partner_id": self.partner.id,
                "warehouse_id": self.warehouse.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": self.product.id,
                            "product_uom_qty": quantity,
                            "price_unit": 100,
                        }
                    )
                ],
                **vals,
            }
        )

    def rows(self, order):
        """Rows of the report that stand for an order."""
        self.env.flush_all()
        self.env.invalidate_all()
        link = "pos_order_id" if order._name == "pos.order" else "sale_order_id"
        return self.report.search([(link, "in", order.ids)])
