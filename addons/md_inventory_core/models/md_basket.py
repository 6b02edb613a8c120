from odoo import fields, models


class MdBasket(models.Model):
    """Products that were bought at once: what recommendations are counted from.

    Read out of orders, receipts and loaded history by ``md.basket.reader``, each source
    document once; what is older than the window is forgotten. ``document`` is the id of
    the order, or the number of an imported receipt.
    """

    _name = "md.basket"
    _description = "Basket"
    _order = "id desc"
    _log_access = False

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, ondelete="cascade"
    )
    source = fields.Char(required=True, readonly=True)
    document = fields.Char(required=True, readonly=True)
    day = fields.Date(required=True, readonly=True)
    # never of a customer who wants no suggestions
    partner_id = fields.Many2one(
        "res.partner", readonly=True, index="btree_not_null", ondelete="set null"
    )

    _document_unique = models.UniqueIndex("(company_id, source, document)")
    _day_index = models.Index("(company_id, day)")
