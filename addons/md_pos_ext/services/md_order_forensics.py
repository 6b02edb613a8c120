from odoo import models

from odoo.addons.md_inventory_core.lib.claims import SOLD
from odoo.addons.md_inventory_core.services.md_order_forensics import Subject, Wish


class MdOrderForensics(models.AbstractModel):
    _inherit = "md.order.forensics"

    def _subject(self, order):
        """A receipt; one that is delivered later claims like an order."""
        if order._name != "pos.order":
            return super()._subject(order)
        moves = order.picking_ids.move_ids
        keys = {key for key in moves.mapped("md_claim_key") if key}
        keys = {key for key in keys if not key.startswith(SOLD)}
        return Subject(
            order,
            order.config_id.md_channel_id,
            self._wishes_of_receipt(order),
            tuple(sorted(keys)),
            order.date_order,
            max(order.date_order, order.create_date),
            tuple(moves.ids),
            till=not order.shipping_date,
            placed=order.state != "draft",
            ended=order.state == "cancel",
        )

    def _wishes_of_receipt(self, order):
        found = {}
        store = order.config_id.picking_type_id.default_location_src_id.warehouse_id
        posted = not order.shipping_date and not order.md_to_post
        for line in order.lines:
            if line.qty <= 0 or line.product_id.type != "consu":
                continue
            options = line.attribute_value_ids
            for part, each in self._parts(line.product_id, options, order.company_id):
                asked = self._decimal(line.qty * each)
                gone = asked if posted and order.state != "draft" else asked - asked
                self._add(found, Wish(part, store, asked, gone))
        return list(found.values())
