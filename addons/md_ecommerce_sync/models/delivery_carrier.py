from odoo import api, models

# What decides where shoppers collect; some of it is there with Click & Collect only.
COLLECTS = {"warehouse_ids", "delivery_type", "is_published", "website_id"}


class DeliveryCarrier(models.Model):
    _inherit = "delivery.carrier"

    @api.model_create_multi
    def create(self, vals_list):
        carriers = super().create(vals_list)
        carriers._md_collect_changed(set().union(*vals_list))
        return carriers

    def write(self, vals):
        result = super().write(vals)
        self._md_collect_changed(vals.keys())
        return result

    def _md_collect_changed(self, names):
        """Websites sell from the stores in which their shoppers collect."""
        if "warehouse_ids" in self._fields and COLLECTS & set(names):
            # sudo: who sets up a delivery need not be an administrator of channels
            sites = self.env["website"].sudo()
            sites.search([("md_channel_id", "!=", False)])._md_sell_from_stores()
