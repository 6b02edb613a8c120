from odoo import api, fields, models

from .fields import LooseMany2one

KINDS = [
    ("move", "By hand"),
    ("import", "Imported"),
    ("rule", "By rule"),
    ("receipt", "On receipt"),
    ("borrow", "Borrowed"),
    ("give_back", "Given back"),
    ("end", "At the pool's end"),
    ("reality", "Taken by reality"),
    ("forget", "Debt written off"),
]


class MdInventoryPoolMove(models.Model):
    """Units that went from one pool to another; append-only. No pool is COMMON.

    What a pool has is what was moved into it, less what was moved out and what left
    (see `md.stock.journal`). A debt that is written off moves nothing: it was borrowed
    of a pool and is not owed any more at its end. ``why`` is a person's reason, or the
    key of the claim that borrowed or got back; ``batch`` is the name under which it was
    done once; of a rule there is which.
    """

    _name = "md.inventory.pool.move"
    _inherit = ["md.append.only.mixin"]
    _description = "Pool Move"
    _order = "id desc"
    _rec_name = "id"
    _log_access = False

    at = fields.Datetime(required=True, readonly=True)
    kind = fields.Selection(KINDS, required=True, readonly=True)
    product_id = LooseMany2one("product.product", required=True, readonly=True)
    warehouse_id = LooseMany2one("stock.warehouse", required=True, readonly=True)
    owner_id = fields.Integer(required=True, readonly=True, default=0)
    source_id = LooseMany2one("md.inventory.pool", string="From", readonly=True)
    target_id = LooseMany2one("md.inventory.pool", string="To", readonly=True)
    quantity = fields.Float(digits="Product Unit", required=True, readonly=True)
    user_id = LooseMany2one("res.users", string="By", readonly=True)
    why = fields.Char(readonly=True)
    batch = fields.Char(readonly=True)
    rule_id = LooseMany2one("md.pool.rule", readonly=True)
    from_name = fields.Char("From Pool", compute="_compute_names")
    to_name = fields.Char("To Pool", compute="_compute_names")

    _sane = models.Constraint(
        "CHECK (quantity > 0 AND COALESCE(source_id, 0) <> COALESCE(target_id, 0))",
        "A pool move takes units from one pool to another.",
    )
    _place_idx = models.Index("(product_id, warehouse_id, owner_id)")
    _batch_uniq = models.UniqueIndex("(batch) WHERE batch IS NOT NULL")
    _source_idx = models.Index("(source_id)")
    _target_idx = models.Index("(target_id)")
    _rule_idx = models.Index("(rule_id) WHERE rule_id IS NOT NULL")

    @api.depends("source_id", "target_id")
    def _compute_names(self):
        for move in self:
            move.from_name = move.source_id.exists().name or "COMMON"
            move.to_name = move.target_id.exists().name or "COMMON"
