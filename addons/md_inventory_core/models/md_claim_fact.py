from odoo import fields, models

from .fields import LooseMany2one


class MdClaimFact(models.Model):
    """What a business transaction says about claims, inserted in that transaction.

    `md.claim.folder` applies it after the commit and deletes it. ``confirm`` and
    ``void`` are of one claim and exclude each other by a unique index, so that a hold
    can be either confirmed or freed, whatever the interleaving. ``consume`` takes
    ``quantity`` from the live claims of ``key``, once per ``source``. ``review``
    releases what ``key`` has confirmed and no open move needs any more.
    """

    _name = "md.claim.fact"
    _description = "Claim Fact"
    _log_access = False
    _rec_name = "id"

    kind = fields.Selection(
        [
            ("confirm", "Confirm"),
            ("void", "Void"),
            ("consume", "Consume"),
            ("review", "Review"),
        ],
        required=True,
        readonly=True,
    )
    claim_id = LooseMany2one("md.stock.claim", readonly=True)
    key = fields.Char(readonly=True)
    product_id = LooseMany2one("product.product", readonly=True)
    warehouse_id = LooseMany2one("stock.warehouse", readonly=True)
    owner_id = fields.Integer(readonly=True, default=0)
    quantity = fields.Float(digits="Product Unit", readonly=True)
    source = fields.Char(readonly=True)
    at = fields.Datetime(required=True, readonly=True)

    _claim_uniq = models.UniqueIndex("(claim_id) WHERE claim_id IS NOT NULL")
    _source_uniq = models.UniqueIndex("(kind, source) WHERE source IS NOT NULL")
    _key_idx = models.Index("(key) WHERE kind <> 'void'")
