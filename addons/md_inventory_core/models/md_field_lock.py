from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError

# What can be governed: {model: what of it stands for the product, None for suppliers}.
GOVERNED = {
    "product.template": "id",
    "product.product": "product_tmpl_id",
    "product.template.attribute.value": "product_tmpl_id",
    "product.pricelist.item": "product_tmpl_id",
    "product.supplierinfo": "product_tmpl_id",
    "res.partner": None,
    "res.partner.bank": None,
}
TYPES = (
    *("char", "text", "boolean", "integer", "float", "monetary", "selection"),
    *("many2one", "many2many"),
)


class MdFieldLock(models.Model):
    """A field that people do not change directly once a record is in use.

    Who is in one of the groups of *May Change* does, who is in one of *May Ask* gets
    the way to a change request. It counts while the company's products are governed.
    """

    _name = "md.field.lock"
    _description = "Locked Field"
    _order = "model, sequence, id"
    _rec_name = "field_id"

    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    field_id = fields.Many2one(
        "ir.model.fields",
        required=True,
        ondelete="cascade",
        domain=[
            ("model", "in", list(GOVERNED)),
            ("ttype", "in", TYPES),
            ("readonly", "=", False),
        ],
    )
    model = fields.Char(related="field_id.model", store=True, string="Model Name")
    model_label = fields.Char(related="field_id.model_id.name", string="Of")
    field = fields.Char(related="field_id.name", store=True, string="Field Name")
    direct_group_ids = fields.Many2many(
        "res.groups",
        "md_field_lock_direct_rel",
        "lock_id",
        "group_id",
        "May Change",
        help="These roles change the field directly. Empty: nobody does.",
    )
    ask_group_ids = fields.Many2many(
        "res.groups",
        "md_field_lock_ask_rel",
        "lock_id",
        "group_id",
        "May Ask",
        help="These roles ask for a change that somebody else decides.",
    )

    _field_uniq = models.UniqueIndex("(field_id)", "This field is locked already.")

    @api.constrains("field_id")
    def _check_field(self):
        for lock in self:
            field = lock.field_id
            if field.model not in GOVERNED or field.ttype not in TYPES:
                raise ValidationError(
                    self.env._(
                        "%(field)s of %(model)s cannot be locked.",
                        field=field.field_description,
                        model=field.model_id.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        locks = super().create(vals_list)
        self._changed()
        return locks

    def write(self, vals):
        result = super().write(vals)
        self._changed()
        return result

    def unlink(self):
        result = super().unlink()
        self._changed()
        return result

    def _changed(self):
        # views show locked fields as read only
        self.env.registry.clear_cache("default", "templates")

    @api.model
    @tools.ormcache()
    def _rows(self):
        """{model: {field: (ids of groups that may change, ids of those that ask)}}."""
        found = {}
        # sudo: who writes a product need not read what is locked for whom
        for lock in self.sudo().search([("active", "=", True)]):
            groups = (lock.direct_group_ids, lock.ask_group_ids)
            direct, ask = (frozenset(g.ids) for g in groups)
            found.setdefault(lock.model, {})[lock.field] = (direct, ask)
        return found
