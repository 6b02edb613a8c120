from odoo.tests import TransactionCase, tagged

from .role_matrix import Matrix

UNITS = {
    "discount": "percent",
    "refund": "amount",
    "price_change": "percent",
    "promotion": "amount",
    "stock_count": "amount",
    "grn_excess": "percent",
    "master_data": "quantity",
}


@tagged("post_install", "-at_install")
class TestApprovalLimits(TransactionCase):
    """What is shipped is what `docs/roles.yaml` promises."""

    def shipped(self, model):
        """Records of a model that our data files made."""
        data = self.env["ir.model.data"].search(
            [("model", "=", model), ("module", "=", "md_inventory_core")]
        )
        return self.env[model].browse(data.mapped("res_id"))

    def test_limits_are_those_of_the_document(self):
        roles = {
            self.env.ref(f"md_inventory_core.group_{role}"): role
            for role in ("cashier", "warehouse", "support", "manager")
        }
        data = {}
        for limit in self.shipped("md.approval.limit"):
            self.assertFalse(limit.company_id)
            data.setdefault(limit.kind_id.code, {})[roles[limit.group_id]] = (
                limit.maximum
            )
        self.assertEqual(data, Matrix.load().content["approval_limits"])

    def test_kinds_have_the_units_of_the_document(self):
        kinds = self.shipped("md.approval.kind")
        self.assertEqual({kind.code: kind.unit for kind in kinds}, UNITS)
        self.assertEqual(set(kinds.mapped("badge_maximum")), {0})
