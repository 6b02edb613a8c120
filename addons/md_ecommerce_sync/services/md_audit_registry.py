from odoo import api, models

from odoo.addons.md_inventory_core.lib.audit import Watch


class MdAuditRegistry(models.AbstractModel):
    _inherit = "md.audit.registry"

    @api.private
    def _watches(self):
        """Add web shops, payment providers and couriers."""
        return [
            *super()._watches(),
            Watch.on(
                "website",
                "settings",
                *("name", "domain", "company_id", "user_id", "warehouse_id"),
                *("salesteam_id", "ecommerce_access", "auth_signup_uninvited"),
                "md_channel_id",
            ),
            Watch.on(
                "payment.provider",
                "settings",
                *("name", "state", "is_published", "company_id", "journal_id"),
                *("payment_method_ids", "capture_manually", "allow_tokenization"),
            ),
            Watch.on(
                "delivery.carrier",
                "price",
                *("name", "active", "delivery_type", "fixed_price", "margin"),
                *("free_over", "amount", "is_published"),
            ),
        ]
