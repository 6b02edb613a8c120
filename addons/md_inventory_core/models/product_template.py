from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..lib import approval
from ..lib.refusals import refused

LIFE = [("draft", "Draft"), ("active", "Active")]


class ProductTemplate(models.Model):
    """A draft, or active: then its locked fields are changed by requests."""

    _name = "product.template"
    _inherit = ["product.template", "md.governed.mixin"]

    md_life = fields.Selection(
        LIFE,
        "Life",
        required=True,
        copy=False,
        index=True,
        default=lambda self: self.env.company.md_new_products or "active",
        help="Of a draft everything can be edited; tills and shops do not offer it. "
        "Once active, locked fields are changed by requests.",
    )
    md_merged_into_id = fields.Many2one(
        "product.template",
        "Merged Into",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="This product was the same as that one: what is sold from now on is "
        "that one.",
    )

    @api.model
    def _init_column(self, column_name):
        """Products from before there was a life are in use."""
        if column_name != "md_life":
            return super()._init_column(column_name)
        self.env.cr.execute(
            "UPDATE product_template SET md_life = 'active' WHERE md_life IS NULL"
        )
        return None

    def _md_use_depends(self):
        return ["md_life"]

    def _md_in_use(self):
        return self.md_life == "active"

    @api.model_create_multi
    def create(self, vals_list):
        """What core writes to a new product is part of making it."""
        with self.env["md.field.locks"]._making():
            return super().create(vals_list)

    def write(self, vals):
        """Nobody makes a draft of an active product, to edit it freely."""
        if vals.get("md_life") == "draft" and not self.env.su:
            self.check_access("write")
            for product in self.filtered(lambda p: p.md_life == "active"):
                message = self.env._(
                    "%s is active and stays so: archive it, or ask for a change.",
                    product.display_name,
                )
                error = UserError(message)
                raise refused(error, self._name, "write", product.ids)
        return super().write(vals)

    def md_action_activate(self):
        """The product goes on sale; from now on locked fields are locked."""
        self.check_access("write")
        self.filtered(lambda product: product.md_life == "draft").write(
            {"md_life": "active"}
        )

    def md_action_ask_change(self):
        """Ask for a Change."""
        return self._md_ask_change()

    def md_action_history(self):
        """Who changed what of the products, when and why."""
        return self.env["md.change.history"]._action_of(self)

    def _md_apply_approval(self, request):
        """Change the price as an approved request says, from the price it names."""
        price, _currency = approval.parts_of(request.fingerprint)["price to"].split()
        self.env["md.price.change"]._change(self, Decimal(price), request.reason)
