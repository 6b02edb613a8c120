from collections import defaultdict

from odoo import models


class PosOrderLine(models.Model):
    """Options of a line may take goods from stock; a return brings them back."""

    _inherit = "pos.order.line"

    def _md_parts(self):
        """{product: how many of its unit}; less than 0 for what comes back."""
        parts = defaultdict(float)
        for line in self:
            if line.product_id.type != "consu":
                continue
            for part, taken in line.attribute_value_ids._md_parts(line.qty).items():
                parts[part] += taken
        return {part: taken for part, taken in parts.items() if taken}

    def _launch_stock_rule_from_pos_order_lines(self):
        """What is delivered later is delivered with what its options take."""
        result = super()._launch_stock_rule_from_pos_order_lines()
        procurements = []
        for line in self:
            order = line.order_id
            for part, taken in line._md_parts().items():
                procurements.append(
                    self.env["stock.rule"].Procurement(
                        part,
                        taken,
                        part.uom_id,
                        order.partner_id.property_stock_customer,
                        part.display_name,
                        order.name,
                        order.company_id,
                        line._prepare_procurement_values(),
                    )
                )
        if procurements:
            self.env["stock.rule"].run(procurements)
            self.order_id.picking_ids.action_confirm()
        return result
