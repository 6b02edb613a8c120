from odoo import api, fields, models

MEASURES = {
    "kg": "uom.product_uom_kgm",
    "lb": "uom.product_uom_lb",
    "m": "uom.product_uom_meter",
    "l": "uom.product_uom_litre",
}


class UomUom(models.Model):
    """Tills know which unit GS1 element strings mean, whatever it is called."""

    _inherit = "uom.uom"

    md_measure = fields.Char("GS1 Measure", compute="_compute_md_measure")

    def _compute_md_measure(self):
        known = {
            unit.id: name
            for name, external in MEASURES.items()
            if (unit := self.env.ref(external, raise_if_not_found=False))
        }
        for unit in self:
            unit.md_measure = known.get(unit.id, False)

    @api.model
    def _load_pos_data_fields(self, config):
        return [*super()._load_pos_data_fields(config), "md_measure"]
