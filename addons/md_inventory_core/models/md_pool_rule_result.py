from datetime import timedelta

from odoo import api, fields, models

from .fields import LooseMany2one

KEPT = timedelta(days=90)


class MdPoolRuleResult(models.Model):
    """What a rule did with a product in a warehouse, and why not more.

    Written by the transaction that moves the goods: who finds it need not do it again.
    Products that had nothing to be moved have none.
    """

    _name = "md.pool.rule.result"
    _description = "Result of a Rule"
    _order = "id desc"
    _log_access = False
    _rec_name = "id"

    rule_id = LooseMany2one("md.pool.rule", required=True, readonly=True)
    turn = fields.Integer("Run", required=True, readonly=True, aggregator=None)
    # the stock move that brought the goods, 0 of all other runs
    receipt_id = fields.Integer(required=True, readonly=True, default=0)
    at = fields.Datetime(required=True, readonly=True)
    product_id = LooseMany2one("product.product", required=True, readonly=True)
    warehouse_id = LooseMany2one("stock.warehouse", required=True, readonly=True)
    wanted = fields.Float(digits="Product Unit", readonly=True)
    moved = fields.Float(digits="Product Unit", readonly=True)
    why_not = fields.Char("Why Not More", readonly=True)
    move_id = LooseMany2one("md.inventory.pool.move", "Pool Move", readonly=True)

    _once = models.UniqueIndex(
        "(rule_id, turn, receipt_id, product_id, warehouse_id)",
        "A run has one result for each product and warehouse.",
    )
    _at_idx = models.Index("(at)")

    @api.autovacuum
    def _gc_results(self):
        """Results are kept for 90 days; pool moves for ever."""
        self.env.cr.execute(
            "DELETE FROM md_pool_rule_result WHERE at < %s",
            [self.env.cr.now() - KEPT],
        )
