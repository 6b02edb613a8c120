from odoo import api, fields, models

# In the context while a promotion writes its own rows: it looks at the whole then. An
# object, so that nobody can send it.
PARTS = object()


class MdPromotionPartMixin(models.AbstractModel):
    """A row of a promotion: what it says changes with it."""

    _name = "md.promotion.part.mixin"
    _description = "Part of a Promotion"

    promotion_id = fields.Many2one(
        "md.promotion", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="promotion_id.company_id")

    @api.model_create_multi
    def create(self, vals_list):
        parts = super().create(vals_list)
        parts.promotion_id._parts_changed(self.env)
        return parts

    def write(self, vals):
        before = self.promotion_id
        before._check_parts(self.env)
        result = super().write(vals)
        (before | self.promotion_id)._parts_changed(self.env)
        return result

    def unlink(self):
        promotions = self.promotion_id
        promotions._check_parts(self.env)
        result = super().unlink()
        promotions.exists()._parts_changed(self.env)
        return result
