import math

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .md_channel import OF_EACH_COMPANY


class ProductProduct(models.Model):
    """What is free is what the channel may promise, wherever a channel is known.

    Context: ``md_channel``, id of a channel or ``"internal"`` for the company's own,
    which leaves no buffer; ``md_claim_key``, whose own claims do not
    count against it (a cart sees what it holds as free).
    """

    _inherit = "product.product"

    md_net_content = fields.Float(
        "Net Content",
        digits="Product Unit",
        help="What is inside, without the packing: shelf labels say the price "
        "per kg or litre of it",
    )
    md_net_content_uom_id = fields.Many2one(
        "uom.uom", "Unit of the Net Content", ondelete="restrict"
    )

    @api.constrains("md_net_content", "md_net_content_uom_id")
    def _check_net_content(self):
        for product in self:
            if product.md_net_content < 0:
                raise ValidationError(
                    self.env._(
                        "%s: the net content is not less than 0.", product.display_name
                    )
                )
            unit = product.md_net_content_uom_id
            if unit and not self.env["md.label.texts"]._reference(unit):
                raise ValidationError(
                    self.env._(
                        "%(product)s: the net content is told in weight or volume, not "
                        "in %(unit)s.",
                        product=product.display_name,
                        unit=unit.name,
                    )
                )

    def action_open_label_layout(self):
        """Our labels for who may print them; core's dialog for others."""
        wizard = self.env["md.label.wizard"]
        if not wizard.has_access("create"):
            return super().action_open_label_layout()
        return wizard._open([{"product_id": product.id} for product in self])

    def _md_label_texts(self, lang=None, pricelist=None, company=None):
        """{id: {field of a label: its text}}; the one place that others extend.

        ``barcode`` is what the code carries; ``money`` makes a text of an amount, and
        a price before tax into what stands on the shelf.
        """
        return self.env["md.label.texts"]._of(self, lang, pricelist, company)

    def _md_labels_of(self, pieces):
        """How many labels so many pieces need: one a piece, one of what is weighed."""
        self.ensure_one()
        if self.env["md.label.texts"]._reference(self.uom_id):
            return int(pieces > 0)
        return math.ceil(pieces - 1e-6)

    def _md_carton(self):
        """The packaging whose barcode goes on cartons: the smallest that has one."""
        self.ensure_one()
        unit = self.uom_id
        units = self.product_uom_ids.uom_id.filtered(
            lambda u: u._has_common_reference(unit) and u.factor > unit.factor
        )
        return units.sorted("factor")[:1]

    def _md_unit_barcode(self, unit):
        """The barcode of a packaging of the product, "" when it has none."""
        found = self.product_uom_ids.filtered(lambda row: row.uom_id == unit)
        return found[:1].barcode or ""

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
