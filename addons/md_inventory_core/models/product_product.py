from odoo import api, models

from .md_channel import OF_EACH_COMPANY


class ProductProduct(models.Model):
    """What is free is what the channel may promise, wherever a channel is known.

    Context: ``md_channel``, id of a channel or ``"internal"`` for the company's own,
    which leaves no buffer; ``md_claim_key``, whose own claims do not
    count against it (a cart sees what it holds as free).
    """

    _name = "product.product"
    _inherit = ["product.product", "md.governed.mixin"]

    def _md_use_depends(self):
        return ["product_tmpl_id.md_life"]

    def _md_in_use(self):
        return self.product_tmpl_id.md_life == "active"

    @api.model_create_multi
    def create(self, vals_list):
        """What core writes to a new variant is part of making it."""
        with self.env["md.field.locks"]._making():
            return super().create(vals_list)

    def md_action_ask_change(self):
        """Ask for a Change."""
        return self._md_ask_change()

    def md_action_activate(self):
        """As of the product."""
        self.product_tmpl_id.md_action_activate()

    def md_action_history(self):
        """As of the product."""
        return self.product_tmpl_id.md_action_history()

    @api.depends_context("md_channel", "md_claim_key")
    def _compute_quantities(self):
        return super()._compute_quantities()

    def _compute_quantities_dict(self, *args, **kwargs):
        found = super()._compute_quantities_dict(*args, **kwargs)
        channel = self._md_channel()
        # not when core asks for certain lots, owners or packages, or for other days
        if not channel or any(args) or any(kwargs.values()):
            return found
        # a kit's is made of its components', which come here by themselves
        stocked = self.filtered(lambda p: not ("is_kits" in p._fields and p.is_kits))
        free = self.env["md.availability"]._available(
            channel,
            stocked._origin,
            self._md_warehouses(),
            key=self.env.context.get("md_claim_key") or "",
        )
        for product in stocked:
            found[product.id]["free_qty"] = float(free[product._origin.id])
        return found

    def _md_channel(self):
        """The channel that the context names, if there is such a one."""
        channel = self.env.context.get("md_channel")
        if channel in OF_EACH_COMPANY:
            return self.env["md.channel"]._of_company(self.env.company, channel)
        if not isinstance(channel, int):
            return self.env["md.channel"]
        # sudo: shoppers see what is free, not the channel
        found = self.env["md.channel"].sudo().browse(channel).exists()
        if not self.env.su and found.company_id not in self.env.companies:
            return found.browse()
        return found

    def _md_warehouses(self):
        """Warehouses that are meant: those that the context names as core does, of own
        stores only for who has some; None for all.
        """
        named = self.env.context.get("warehouse_id")
        stores = self.env["md.store.limit"]._stores()
        warehouses = self.env["stock.warehouse"].sudo()  # sudo: as in _md_channel
        own = warehouses.browse(stores.ids)
        if not named:
            return own or None
        if isinstance(named, str):
            found = warehouses.search([("name", "ilike", named)])
        else:
            found = warehouses.browse([named] if isinstance(named, int) else named)
        return found & own if own else found
