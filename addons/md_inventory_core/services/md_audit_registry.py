from odoo import api, models

from ..lib.audit import Watch, merged

SYSTEM_PARAMETER = Watch.on("ir.config_parameter", "settings", "key", "value")


class MdAuditRegistry(models.AbstractModel):
    """The one list of what the audit trail watches; addons extend `_watches`.

    ``_inherit = "md.audit.registry"``, add `Watch` items to ``super()._watches()``.
    Deeds that are no change of a field (a login, an export, a count) are recorded where
    they happen by ``env["md.audit.trail"]._record``.
    """

    _name = "md.audit.registry"
    _description = "Audit Registry"

    @api.private
    def _watches(self):
        """List of `Watch`; models that are not installed are left out."""
        return [
            *self._price_watches(),
            *self._promotion_watches(),
            *self._rights_watches(),
            *self._setting_watches(),
        ]

    def _price_watches(self):
        """Price, cost, barcode and tax of what is sold."""
        return [
            Watch.on(
                "product.template",
                "price",
                *("list_price", "taxes_id", "supplier_taxes_id", "active", "categ_id"),
                *("name", "uom_id", "md_life"),
            ),
            Watch.on(
                "product.product",
                "price",
                *("standard_price", "barcode", "default_code", "active"),
            ),
            Watch.on("product.uom", "price", "barcode", "uom_id", "product_id"),
            Watch.on("md.product.barcode", "price", "code", "product_id", "quantity"),
            Watch.on("product.pricelist", "price", "name", "active", "currency_id"),
            Watch.on(
                "product.pricelist.item",
                "price",
                *("pricelist_id", "product_tmpl_id", "product_id", "categ_id"),
                *("compute_price", "fixed_price", "percent_price", "price_discount"),
                *("price_surcharge", "min_quantity", "date_start", "date_end"),
            ),
            Watch.on(
                "product.supplierinfo",
                "price",
                *("partner_id", "product_tmpl_id", "price", "min_qty", "discount"),
            ),
            Watch.on(
                "product.template.attribute.value", "price", "price_extra", life=False
            ),
            Watch.on(
                "res.partner",
                "price",
                "property_supplier_payment_term_id",
                life=False,
            ),
            Watch.on(
                "res.partner.bank",
                "price",
                *("acc_number", "partner_id", "allow_out_payment", "active"),
            ),
            Watch.on(
                "account.tax",
                "price",
                *("name", "amount", "amount_type", "active", "price_include_override"),
                *(
                    "include_base_amount",
                    "is_base_affected",
                    "type_tax_use",
                    "sequence",
                ),
            ),
        ]

    def _promotion_watches(self):
        """What promotions say, and what became of them."""
        return [
            Watch.on(
                "md.promotion",
                "price",
                *("name", "code", "state", "kind", "layer", "priority", "ends_here"),
                *("how", "percent", "amount", "every", "free", "spend", "gift_id"),
                *("date_from", "date_to", "mon", "tue", "wed", "thu", "fri", "sat"),
                *("sun", "channel_ids", "warehouse_ids", "pricelist_ids", "coupon"),
                *(
                    "partner_tag_ids",
                    "class_ids",
                    "tender_ids",
                    "per_basket",
                    "per_customer",
                ),
                *("max_discount", "budget", "most_uses", "share", "end_reason"),
                *("approver_id", "rev", "active", "owner_id"),
            ),
            Watch.on(
                "md.promotion.selector",
                "price",
                *("promotion_id", "role", "qty", "all_goods", "product_ids"),
                *("product_tmpl_ids", "category_ids", "brand_ids", "tag_ids"),
                *("value_ids", "lots", "without_product_ids", "without_tmpl_ids"),
                *("without_category_ids", "without_brand_ids", "without_tag_ids"),
                *("price_min", "price_max"),
            ),
            Watch.on(
                "md.promotion.tier",
                "price",
                *("promotion_id", "least", "how", "value"),
            ),
            Watch.on(
                "md.promotion.window", "price", "promotion_id", "hour_from", "hour_to"
            ),
            Watch.on("md.promotion.day", "price", "promotion_id", "day"),
            Watch.on(
                "md.customer.class",
                "price",
                *("name", "active", "pricelist_id", "least_spend", "months", "keeps"),
            ),
            Watch.on(
                "md.customer.membership",
                "price",
                *("partner_id", "class_id", "date_from", "date_to", "by_hand", "note"),
            ),
            Watch.on(
                "md.promotion.surcharge",
                "price",
                *("promotion_id", "product_id", "amount"),
            ),
        ]

    def _rights_watches(self):
        """Who may do what."""
        return [
            Watch.on(
                "res.users",
                "rights",
                *("login", "active", "group_ids", "company_id", "company_ids"),
                "md_store_ids",
                secret=("password", "totp_secret"),
            ),
            Watch.on(
                "res.groups",
                "rights",
                *("name", "implied_ids", "user_ids", "menu_access", "privilege_id"),
                *("lock_timeout", "lock_timeout_inactivity", "api_key_duration"),
                *("lock_timeout_mfa", "lock_timeout_inactivity_mfa", "totp_required"),
            ),
            Watch.on(
                "md.approval.limit",
                "rights",
                *("kind_id", "group_id", "company_id", "maximum"),
            ),
            Watch.on(
                "md.approval.kind",
                "rights",
                *("name", "wait_minutes", "valid_minutes", "badge_maximum"),
                "second_person",
            ),
            Watch.on(
                "md.field.lock",
                "rights",
                *("field_id", "active", "direct_group_ids", "ask_group_ids"),
            ),
            Watch.on(
                "ir.model.access",
                "rights",
                *("model_id", "group_id", "active"),
                *("perm_read", "perm_write", "perm_create", "perm_unlink"),
            ),
            Watch.on(
                "ir.rule",
                "rights",
                *("name", "model_id", "groups", "domain_force", "active"),
                *("perm_read", "perm_write", "perm_create", "perm_unlink"),
            ),
        ]

    def _setting_watches(self):
        """How the system is set up."""
        return [
            SYSTEM_PARAMETER,
            Watch.on(
                "ir.actions.server",
                "settings",
                *("name", "model_id", "state", "code", "group_ids"),
            ),
            Watch.on(
                "res.company",
                "settings",
                *("name", "active", "currency_id", "parent_id", "vat", "cost_method"),
                *("account_price_include", "tax_calculation_rounding_method"),
                *("md_products_governed", "md_new_products"),
            ),
            Watch.on(
                "ir.cron",
                "settings",
                *("cron_name", "active", "interval_number", "interval_type", "user_id"),
            ),
            Watch.on("ir.module.module", "settings", "state", life=False),
            Watch.on(
                "stock.warehouse", "settings", "name", "code", "active", "company_id"
            ),
            Watch.on(
                "product.category",
                "settings",
                *("name", "parent_id", "property_cost_method", "property_valuation"),
                "removal_strategy_id",
            ),
            Watch.on(
                "res.currency.rate", "settings", "name", "currency_id", "company_rate"
            ),
        ]

    @api.private
    def _labels(self):
        """{action: what people read}; addons add their own. Others show as they are."""
        return {
            "create": self.env._("Created"),
            "write": self.env._("Changed"),
            "unlink": self.env._("Deleted"),
            "export": self.env._("Exported"),
            "stock.adjusted": self.env._("Stock adjusted"),
            "stock.scrapped": self.env._("Scrapped"),
            "claims.drift": self.env._("Stock drift found"),
            "claims.repaired": self.env._("Stock drift repaired"),
            "login.succeeded": self.env._("Logged in"),
            "login.failed": self.env._("Login failed"),
            "login.locked": self.env._("Login locked"),
            "login.unlocked": self.env._("Login unlocked"),
            "login.ended": self.env._("Logged out"),
            "login.revoked": self.env._("Logged out from afar"),
            "totp.enabled": self.env._("Two-factor set up"),
            "totp.disabled": self.env._("Two-factor switched off"),
            "totp.reset": self.env._("Two-factor reset"),
            "pin.set": self.env._("PIN set"),
            "pin.cleared": self.env._("PIN cleared"),
            "pin.disabled": self.env._("PIN disabled"),
            "pin.badge": self.env._("Badge made"),
            "access.refused": self.env._("Access refused"),
            "append_only.create": self.env._("Tried to forge a record"),
            "append_only.copy": self.env._("Tried to forge a record"),
            "append_only.write": self.env._("Tried to change a record"),
            "append_only.unlink": self.env._("Tried to delete a record"),
            "append_only.sql": self.env._("Tried to change records in SQL"),
            "trail.second_worker": self.env._("Second chain worker"),
            "trail.broken": self.env._("Chain found broken"),
            "trail.sealed": self.env._("Events sealed"),
            "clock.behind": self.env._("Clock went back"),
            "approval.asked": self.env._("Approval asked"),
            "approval.approved": self.env._("Approved"),
            "approval.refused": self.env._("Approval refused"),
            "approval.withdrawn": self.env._("Request withdrawn"),
            "approval.expired": self.env._("Request expired"),
            "approval.used": self.env._("Approval used"),
            "approval.denied": self.env._("Approver denied"),
            "change.applied": self.env._("Changes applied"),
            "change.stopped": self.env._("Changes need a person"),
            "change.cancelled": self.env._("Change cancelled"),
            "product.merged": self.env._("Products merged"),
            "product.unmerged": self.env._("Merge undone"),
        }

    def _register_hook(self):
        """Switch the watching on; it is off while addons are installed or updated."""
        super()._register_hook()
        for name, watch in merged(self._watches()).items():
            if name in self.env.registry:
                fields = self.env[name]._fields
                has_company = "company_id" in fields and name != "res.users"
                self.env.registry[name]._md_watch = watch.on_fields(fields, has_company)
