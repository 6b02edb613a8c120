from .pool_common import PoolCase


class ShortageCase(PoolCase):
    """What takes goods, and what then becomes of those who had them promised."""

    moment = 0

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.feed = cls.env["md.availability.feed"]
        cls.shortage_watch = cls.env["md.shortage.watch"]
        cls.seller = cls.env["res.users"].create(
            {
                "name": "Seller",
                "login": "shortage-seller",
                "group_ids": cls.env.ref("md_inventory_core.group_manager"),
            }
        )

    def count_to(self, quantity, product=None):
        """Somebody counts the shelf."""
        quant = self.env["stock.quant"].search(
            [
                ("product_id", "=", (product or self.product).id),
                ("location_id", "=", self.warehouse.lot_stock_id.id),
            ]
        )
        quant.inventory_quantity = quantity
        quant.action_apply_inventory()
        self.feed._publish()

    def receive(self, quantity):
        self.put(self.product, quantity)
        self.feed._publish()

    def promised(self, quantity, **values):
        """An order that is confirmed and not paid."""
        order = self.order(quantity, user_id=self.seller.id, **values)
        order.action_confirm()
        self.settle(order)
        self.later(order)
        return order

    def later(self, order):
        """A second after all others: a test is one moment for the database."""
        self.moment += 1
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE md_stock_claim SET at = at + %s * interval '1 second' "
            " WHERE key = %s",
            [self.moment, order._md_claim_key()],
        )
        self.env.invalidate_all()

    def settle(self, order):
        self.env["md.claim.folder"]._fold([order._md_claim_key()])

    def pay(self, order, state="done"):
        """Somebody pays online, or begins to."""
        provider = self.env["payment.provider"].search([("code", "=", "none")], limit=1)
        provider = provider or self.env["payment.provider"].create({"name": "Card"})
        return self.env["payment.transaction"].create(
            {
                "provider_id": provider.id,
                "payment_method_id": self.env.ref("payment.payment_method_unknown").id,
                "reference": f"{order.name}-{state}",
                "amount": order.amount_total,
                "currency_id": order.currency_id.id,
                "partner_id": order.partner_id.id,
                "sale_order_ids": order.ids,
                "state": state,
            }
        )

    def shortages(self):
        rows = self.env["md.stock.shortage"]
        rows.invalidate_model()
        return rows.search([("product_id", "=", self.product.id)])

    def lost(self):
        """{document: what it still misses}."""
        return {row.document: row.left for row in self.shortages() if row.left}

    def left(self, order):
        """What an order is still promised."""
        claims = self.env["md.stock.claim"]
        claims.invalidate_model()
        mine = claims.search([("key", "=", order._md_claim_key())])
        return sum(c.left for c in mine if c.state in ("held", "confirmed"))

    def reserved(self, order):
        return sum(order.picking_ids.move_ids.mapped("quantity"))

    def age(self, *orders):
        """Claimed one after another, an hour apart: the first is the oldest.

        A test is one transaction, and so one moment of the database.
        """
        self.env.flush_all()
        for hours, order in enumerate(reversed(orders), 1):
            self.env.cr.execute(
                "UPDATE md_stock_claim SET at = at - %s * interval '1 hour' "
                " WHERE key = %s",
                [hours, order._md_claim_key()],
            )
        self.env["md.stock.claim"].invalidate_model()

    def pick(self, order, kind):
        return order.picking_ids.filtered(
            lambda p: p.picking_type_id == kind and p.state not in ("done", "cancel")
        )

    def review(self, order):
        self.env["md.claim.facts"]._review([order._md_claim_key()])
        self.feed._publish()
