from odoo import api, models


class MdDimension(models.Model):
    """The till asks for dimensions in their order, and names them on receipts."""

    _name = "md.dimension"
    _inherit = ["md.dimension", "pos.load.mixin"]

    @api.model
    def _load_pos_data_domain(self, data, config):
        return [("id", "in", self._for(config.company_id).ids)]

    @api.model
    def _load_pos_data_fields(self, config):
        return ["attribute_id", "position", "on_till", "on_receipt", "write_date"]
