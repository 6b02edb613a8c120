from odoo import fields, models

from .fields import LooseMany2one


class MdPoolImportLine(models.Model):
    """A row of a file with pool moves, as it was read, and what became of it."""

    _name = "md.pool.import.line"
    _description = "Row with a Pool Move"
    _order = "number, id"
    _log_access = False
    _rec_name = "number"

    import_id = fields.Many2one(
        "md.pool.import", required=True, ondelete="cascade", index=True
    )
    number = fields.Integer("Row", required=True, readonly=True, aggregator=None)
    sku_text = fields.Char("SKU", readonly=True)
    warehouse_text = fields.Char("Warehouse", readonly=True)
    from_text = fields.Char("From", readonly=True)
    to_text = fields.Char("To", readonly=True)
    quantity_text = fields.Char("Quantity", readonly=True)
    why_text = fields.Char("Why", readonly=True)
    product_id = LooseMany2one("product.product", readonly=True)
    warehouse_id = LooseMany2one("stock.warehouse", "In", readonly=True)
    source_id = LooseMany2one("md.inventory.pool", readonly=True)
    target_id = LooseMany2one("md.inventory.pool", readonly=True)
    units = fields.Float(digits="Product Unit", readonly=True)
    move_id = LooseMany2one("md.inventory.pool.move", readonly=True)
    state = fields.Selection(
        [("ready", "Ready"), ("refused", "Refused"), ("moved", "Moved")],
        required=True,
        readonly=True,
    )
    message = fields.Char("What Is Wrong", readonly=True)
