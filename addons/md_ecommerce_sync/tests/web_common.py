from odoo.addons.md_inventory_core.tests.claim_common import ClaimCase


class WebCase(ClaimCase):
    """Ten of one product in a web shop that sells from one warehouse."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        company = cls.warehouse.company_id
        cls.website = cls.env["website"].create(
            {
                "name": "Web",
                "company_id": company.id,
                "domain": False,
                "warehouse_id": cls.warehouse.id,
                "sequence": -1,
            }
        )
        cls.channel = cls.website.md_channel_id
        delivery = cls.env["product.product"].create(
            {"name": "Delivery", "type": "service", "list_price": 0}
        )
        cls.carrier = cls.env["delivery.carrier"].create(
            {
                "name": "Courier",
                "delivery_type": "fixed",
                "product_id": delivery.id,
                "website_published": True,
            }
        )
        cls.product.write({"list_price": 100, "taxes_id": False, "sale_ok": True})

    @classmethod
    def make_shopper(cls, name):
        return cls.env["res.partner"].create(
            {
                "name": name,
                "email": f"{name.lower()}@example.com",
                "phone": "+880 1711 000000",
                "street": "1 Road",
                "city": "Dhaka",
                "zip": "1000",
                "country_id": cls.env.ref("base.bd").id,
            }
        )

    def cart(self, quantity=1, product=None, shopper="Ann", **values):
        """A cart of its own shopper, ready to be paid."""
        partner = self.make_shopper(shopper)
        values = {"partner_id": partner.id, "website_id": self.website.id, **values}
        line = {
            "product_id": (product or self.product).id,
            "product_uom_qty": quantity,
        }
        cart = self.env["sale.order"].create({**values, "order_line": [(0, 0, line)]})
        cart.carrier_id = self.carrier
        return cart

    def expire(self):
        """What the scheduled job does when all holds are over."""
        self.env.cr.execute(
            "UPDATE md_stock_claim SET expires_at = now() AT TIME ZONE 'UTC' "
            "- interval '1 second' WHERE state = 'held'"
        )
        self.env["md.claim.folder"]._sweep()
