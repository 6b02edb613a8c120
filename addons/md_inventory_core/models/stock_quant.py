from functools import partial

from odoo import api, models
from odoo.exceptions import ConcurrencyError
from odoo.fields import Domain

STOCK_FIELDS = {"quantity", "reserved_quantity"}
# Who sees Live Stock, and so is told when it changes; a manager is warehouse too.
READERS = ("md_inventory_core.group_warehouse", "md_inventory_core.group_auditor")


class StockQuant(models.Model):
    _name = "stock.quant"
    _inherit = ["stock.quant", "md.live.mixin"]

    @api.model_create_multi
    def create(self, vals_list):
        self.env["md.store.limit"]._check_counts(vals_list)
        if self.env.context.get("md_reserving"):
            self._refuse_second_row(vals_list)
        quants = super().create(vals_list)
        self._tell_live_stock()
        quants._tell_channels()
        return quants

    def write(self, vals):
        self.env["md.store.limit"]._check_counts([vals])
        result = super().write(vals)
        if STOCK_FIELDS & vals.keys():
            self._tell_live_stock()
            self._tell_channels()
        return result

    def unlink(self):
        self._tell_channels()
        return super().unlink()

    @api.model
    def _update_available_quantity(
        self, product_id, location_id, quantity=False, reserved_quantity=False, **kwargs
    ):
        # core's reservation-only row for a quant that somebody else has locked
        reserving = self.with_context(
            md_reserving=bool(reserved_quantity) and not quantity
        )
        return super(StockQuant, reserving)._update_available_quantity(
            product_id, location_id, quantity, reserved_quantity, **kwargs
        )

    @api.model
    def _get_gather_domain(
        self,
        product_id,
        location_id,
        lot_id=None,
        package_id=None,
        owner_id=None,
        strict=False,
    ):
        """Goods of an owner that are kept apart are found only for that owner."""
        domain = super()._get_gather_domain(
            product_id, location_id, lot_id, package_id, owner_id, strict
        )
        apart = not strict and not owner_id and self.env["md.client"]._consignors()
        # an owner that is not set is "not in", too
        return domain & Domain("owner_id", "not in", apart) if apart else domain

    def _refuse_second_row(self, vals_list):
        """Run again rather than reserve on a row beside the one that is locked.

        Core would reserve more than there is: two transactions, one unit, two rows.
        """
        for vals in vals_list:
            slot = [
                (name, "=", vals.get(name, False))
                for name in ("product_id", "location_id", "lot_id", "package_id")
            ]
            # whoever reserves: what is locked may be out of sight
            if self.sudo().search_count(
                [*slot, ("owner_id", "=", vals.get("owner_id", False))], limit=1
            ):
                raise ConcurrencyError("the quant is locked by another transaction")

    def _tell_channels(self):
        """Publish with the commit what may be promised of these goods now."""
        hooks = self.env.cr.precommit
        if "md_availability" not in hooks.data:
            # before a savepoint, too: then what is collected is written down
            hooks.add(partial(self._write_down, hooks.data))
        hooks.data.setdefault("md_availability", set()).update(
            (quant.product_id.id, quant.location_id.warehouse_id.id)
            # what is moved may be out of sight
            for quant in self.sudo()
            if quant.location_id.usage == "internal" and quant.location_id.warehouse_id
        )

    def _write_down(self, data):
        self.env["md.availability.feed"]._touched(data.pop("md_availability", ()))

    def _tell_live_stock(self):
        for group in READERS:
            self._live_changed("product.product", group)

    def _apply_inventory(self, *args, **kwargs):
        """Apply counts, and record what each said before and says now."""
        counted = [
            (quant.id, quant.company_id.id, quant.quantity, quant.inventory_quantity)
            + ((quant.product_id.display_name, quant.location_id.display_name),)
            for quant in self
        ]
        result = super()._apply_inventory(*args, **kwargs)
        for quant_id, company_id, old, new, (product, location) in counted:
            if old != new:
                self.env["md.audit.trail"]._record(
                    "stock",
                    "stock.adjusted",
                    model="stock.quant",
                    res_id=quant_id,
                    before={"quantity": old},
                    after={"quantity": new, "product": product, "location": location},
                    company_id=company_id or None,
                )
        return result

    def action_md_labels(self):
        """The dialog that prints labels: as many as were counted."""
        return self.env["md.label.wizard"]._of_quants(self)
