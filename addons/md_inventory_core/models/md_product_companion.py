from odoo import fields, models


class MdProductCompanion(models.Model):
    """A product that is often bought together with another one: see ``lib.baskets``.

    Of products, not of variants: who buys the shirt in M buys the trousers in his own
    size. Written by ``md.basket.counter`` alone.
    """

    _name = "md.product.companion"
    _description = "Often Bought Together"
    _order = "product_tmpl_id, rank, id"
    _rec_name = "companion_id"
    _log_access = False

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, ondelete="cascade"
    )
    product_tmpl_id = fields.Many2one(
        "product.template", "Product", required=True, readonly=True, ondelete="cascade"
    )
    companion_id = fields.Many2one(
        "product.template",
        "Often Bought with It",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    rank = fields.Integer(readonly=True, aggregator=None)
    baskets = fields.Integer(
        "Together", readonly=True, help="Baskets of the window that have both."
    )
    confidence = fields.Float(
        "Has It, Too",
        readonly=True,
        aggregator="avg",
        help="Of the baskets with the product, so many have the companion, too; old "
        "baskets count less.",
    )
    support = fields.Float(
        "Of All Baskets",
        readonly=True,
        aggregator=None,
        digits=(16, 6),
        help="So many of all baskets have both.",
    )
    lift = fields.Float(
        "Times Chance",
        readonly=True,
        aggregator="avg",
        help="How many times as often as by chance they are bought together.",
    )
    # what ``lib.baskets`` ranks by, in millionths; a whole basket adds them up
    score = fields.Integer(readonly=True, aggregator=None)

    _pair_unique = models.UniqueIndex("(company_id, product_tmpl_id, companion_id)")
    _two = models.Constraint(
        "CHECK (product_tmpl_id <> companion_id)", "A companion is another product."
    )
