from odoo import api, models

LOCK = "md_inventory_core.kits_changed"


class MrpBom(models.Model):
    """What a kit is made of decides what channels may promise of it."""

    _inherit = "mrp.bom"

    @api.constrains("active", "product_id", "product_tmpl_id", "bom_line_ids")
    def _check_bom_cycle(self):
        """One after the other: two at once could close a circle that neither sees."""
        # sudo: a row that everybody who changes kits writes; who is second begins anew
        parameters = self.env["ir.config_parameter"].sudo()
        self.env.cr.execute(
            "UPDATE ir_config_parameter SET value = value WHERE key = %s", [LOCK]
        )
        if not self.env.cr.rowcount:
            parameters.set_param(LOCK, "1")
        return super()._check_bom_cycle()

    @api.model_create_multi
    def create(self, vals_list):
        boms = super().create(vals_list)
        self.env["md.kit"]._changed(boms.product_tmpl_id)
        return boms

    def write(self, vals):
        before = self.product_tmpl_id
        result = super().write(vals)
        self.env["md.kit"]._changed(before | self.product_tmpl_id)
        return result

    def unlink(self):
        before = self.product_tmpl_id
        result = super().unlink()
        self.env["md.kit"]._changed(before)
        return result
