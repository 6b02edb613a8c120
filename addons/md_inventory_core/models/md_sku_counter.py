from odoo import fields, models


class MdSkuCounter(models.Model):
    """The last running number of SKUs that look alike; written by `md.sku.maker`."""

    _name = "md.sku.counter"
    _description = "Running Number of SKUs"
    _log_access = False

    # no reference: a company may be as new as its first product, in one transaction
    company = fields.Integer("Company Number", required=True)
    scope = fields.Char(required=True)
    last = fields.Integer(required=True)

    _scope_uniq = models.UniqueIndex("(company, scope)")
