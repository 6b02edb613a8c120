from unittest.mock import patch

from .claim_common import ReconcileCase
from .pool_common import PoolCase

ALERT = "odoo.addons.md_inventory_core.services.md_claim_alert"


class StepCase(ReconcileCase, PoolCase):
    """Two products, one after the other, and what the reconciler says of each."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.steps = cls.env["md.claim.steps"]
        cls.other = cls.make_product("Beside", 10)

    def setUp(self):
        super().setUp()
        # what is wrong here is meant
        self.startPatcher(patch(f"{ALERT}._logger.error"))

    def about(self, product):
        """{(kind, why)} that a look at a product finds about it."""
        found = self.reconciler._check_products(product.id, product.id)
        self.assertEqual({f.product_id for f in found} - {product.id}, set())
        return {(finding.kind, finding.why) for finding in found}

    def passes(self):
        return self.env["md.claim.pass"].search([])

    def last(self):
        return self.passes()[:1]

    def drift(self, product):
        """Open findings of the counter of a product."""
        return self.env["md.claim.finding"].search(
            [
                ("product_id", "=", product.id),
                ("kind", "=", "counter"),
                ("resolved_at", "=", False),
            ]
        )

    def spoil(self, product, claimed=7):
        """Somebody wrote a counter by hand."""
        self.sql(
            "INSERT INTO md_stock_counter (product_id, warehouse_id, owner_id, "
            "pool_id, claimed, allotted, lent) VALUES (%s, %s, 0, 0, %s, 0, 0) "
            "ON CONFLICT (product_id, warehouse_id, owner_id, pool_id) "
            "DO UPDATE SET claimed = EXCLUDED.claimed",
            *(product.id, self.warehouse.id, claimed),
        )
