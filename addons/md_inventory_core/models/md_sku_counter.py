from odoo import fields, models


class MdSkuCounter(models.Model):
    """The last running number of SKUs that look alike; written by `md.sku.maker`."""

    _name = "md.sku.counter"
    _description = "Running Number of SKUs"
    _log_access = False

    company_id = fields.Many2one("res.company", required=True, ondelete="cascade")
    scope = fields.Char(required=True)
    last = fields.Integer(required=True)

    _scope_uniq = models.UniqueIndex("(company_id, scope)")
