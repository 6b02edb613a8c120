from odoo import api, models

from odoo.addons.md_inventory_core.lib.audit import Watch


class MdAuditRegistry(models.AbstractModel):
    _inherit = "md.audit.registry"

    @api.private
    def _watches(self):
        """Add tills, their tenders and presets, and what managers are told of."""
        return [
            *super()._watches(),
            Watch.on(
                "pos.config",
                "settings",
                *("name", "active", "picking_type_id", "payment_method_ids"),
                *("pricelist_id", "available_pricelist_ids", "use_pricelist"),
                *("manual_discount", "restrict_price_control", "cash_control"),
                *("set_maximum_difference", "amount_authorized_diff"),
                *("is_closing_entry_by_product", "cash_rounding", "rounding_method"),
                *("tax_regime_selection", "default_fiscal_position_id"),
                *("md_channel_id", "md_stock_posting"),
                *("ship_later", "warehouse_id", "journal_id", "invoice_journal_id"),
            ),
            Watch.on(
                "res.company",
                "settings",
                *("md_difference_alert", "md_challan_layout", "md_challan_series"),
                *("md_challan_officer", "md_challan_designation"),
            ),
            Watch.on("res.partner", "price", "md_bin", life=False),
            Watch.on("product.template", "price", "hs_code"),
            Watch.on(
                "md.levy.rate",
                "price",
                *("name", "hs_code", "company_id", "exempt", "sd_rate", "vat_rate"),
                *("valid_from", "valid_to", "source", "source_date", "confirmed"),
            ),
            Watch.on(
                "md.challan.column",
                "settings",
                *("layout", "sequence", "cell", "name", "name_bn", "active"),
            ),
            Watch.on(
                "pos.payment.method",
                "settings",
                *("name", "active", "journal_id", "receivable_account_id"),
                *("is_cash_count", "use_payment_terminal", "split_transactions"),
                # to whom customers pay
                *("md_tender_id", "md_ask_transaction", "md_merchant_account"),
                *("md_qr_shown", "md_qr_accounts", "md_qr_name"),
            ),
        ]
