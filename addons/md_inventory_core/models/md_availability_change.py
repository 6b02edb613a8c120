from odoo import api, fields, models


class MdAvailabilityChange(models.Model):
    """What a channel may promise of a product, as last published.

    One row for each channel and product; ``version`` grows with every change over all
    of them and in the order of commits, so that a reader who has seen a version misses
    nothing that is published later. Products that were never available have no row.
    """

    _name = "md.availability.change"
    _inherit = ["md.live.mixin"]
    _description = "Published Availability"
    _order = "version desc"
    _log_access = False
    _rec_name = "product_id"

    channel_id = fields.Many2one(
        "md.channel", required=True, readonly=True, ondelete="cascade", index=True
    )
    product_id = fields.Many2one(
        "product.product", required=True, readonly=True, ondelete="cascade", index=True
    )
    available = fields.Float(digits="Product Unit", required=True, readonly=True)
    version = fields.Integer(required=True, readonly=True)
    at = fields.Datetime(required=True, readonly=True)

    _place_uniq = models.UniqueIndex(
        "(channel_id, product_id)", "A channel publishes a product once."
    )
    _version_uniq = models.UniqueIndex("(channel_id, version)")

    def init(self):
        """Versions come from a sequence that is drawn under one lock."""
        self.env.cr.execute("CREATE SEQUENCE IF NOT EXISTS md_availability_version")

    @api.model
    def _since(self, channel, version=0, limit=1000):
        """Changes of a channel after ``version``, the oldest first.

        :return: ({product id: available}, the version to ask with next, whether there
            are more)
        """
        self.env.cr.execute(
            "SELECT product_id, available, version FROM md_availability_change "
            " WHERE channel_id = %s AND version > %s ORDER BY version LIMIT %s",
            [channel.id, version, limit],
        )
        rows = self.env.cr.fetchall()
        changes = {product: available for product, available, _version in rows}
        return changes, rows[-1][2] if rows else version, len(rows) == limit
