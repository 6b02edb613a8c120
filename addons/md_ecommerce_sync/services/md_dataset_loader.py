from odoo import Command, api, models


class MdDatasetLoader(models.AbstractModel):
    _inherit = "md.dataset.loader"

    @api.model
    def _slice_steps(self):
        """The web shop sells from the busiest store, so it comes after the stores."""
        return [*super()._slice_steps(), (self.env._("Web shop"), "_load_web_shop")]

    def _prepare_product_vals(self, item, price, categ_id):
        vals = super()._prepare_product_vals(item, price, categ_id)
        group = self._named("product.public.category", item.group)
        return {
            **vals,
            "is_published": True,
            "allow_out_of_stock_order": False,
            "public_categ_ids": [Command.set(group.ids)],
        }

    def _load_web_shop(self, job):
        """Give a web shop without a warehouse the stock of the busiest store."""
        warehouse = self._warehouses()[str(self._world(job).stores[0].ref)]
        self.env["website"].search(
            [
                ("warehouse_id", "=", False),
                ("company_id", "=", self.env.company.id),
            ]
        ).warehouse_id = warehouse
        return 1, 1
