from odoo import api, fields, models

MAKE, UNMAKE = "make", "unmake"


class MdKitWizard(models.TransientModel):
    """Puts preassembled kits together or takes them apart, and says how many can be."""

    _name = "md.kit.wizard"
    _description = "Assemble Kits"

    product_id = fields.Many2one(
        "product.product",
        "Kit",
        required=True,
        domain=[("product_tmpl_id.md_kit", "=", "stock")],
    )
    kind = fields.Selection(
        [(MAKE, "Put together"), (UNMAKE, "Take apart")],
        "What",
        required=True,
        default=MAKE,
    )
    warehouse_id = fields.Many2one(
        "stock.warehouse",
        "Store",
        required=True,
        default=lambda self: self._default_warehouse(),
    )
    quantity = fields.Float(digits="Product Unit", default=1)
    possible = fields.Float(
        digits="Product Unit",
        compute="_compute_possible",
        help="With what is free: what is promised is left alone.",
    )
    scarce = fields.Char("Fewest", compute="_compute_possible")
    # pressed again after a lost answer it does nothing more
    done_as = fields.Char(readonly=True)

    def _default_warehouse(self):
        stores = self.env.user.md_store_ids
        return stores[:1] or self.env["stock.warehouse"].search([], limit=1)

    @api.depends("product_id", "warehouse_id", "kind")
    def _compute_possible(self):
        assembler = self.env["md.kit.assembler"]
        for wizard in self:
            wizard.possible, wizard.scarce = 0, False
            product, warehouse = wizard.product_id, wizard.warehouse_id
            if not product or not warehouse:
                continue
            if wizard.kind == UNMAKE:
                wizard.possible = float(assembler._can_unmake(product, warehouse))
                continue
            possible, part = assembler._can_make(product, warehouse)
            wizard.possible = float(possible)
            wizard.scarce = product.browse(part or ()).display_name

    def action_do(self):
        """Do it, and say so.

        :raises AccessError: in a store that is not the user's own
        :raises UserError: naming what is missing
        """
        self.ensure_one().check_access("write")
        if not self.done_as:
            assembler = self.env["md.kit.assembler"]
            do = assembler._assemble if self.kind == MAKE else assembler._take_apart
            order = do(self.product_id, self.warehouse_id, self.quantity)
            self.done_as = order.name
        title = {
            MAKE: self.env._("Put together"),
            UNMAKE: self.env._("Taken apart"),
        }[self.kind]
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "title": title,
                "message": self.env._(
                    "%(quantity)s of %(product)s in %(store)s (%(order)s).",
                    quantity=f"{self.quantity:g}",
                    product=self.product_id.display_name,
                    store=self.warehouse_id.name,
                    order=self.done_as,
                ),
                "type": "success",
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
