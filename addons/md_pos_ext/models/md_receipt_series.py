from odoo import api, fields, models
from odoo.tools import SQL


class MdReceiptSeries(models.Model):
    """Up to which number a till's series of one financial year is given out.

    Written by who leases a block, never by a sale that has a number of a block.
    """

    _name = "md.receipt.series"
    _description = "Series of Receipt Numbers"
    _order = "year desc, config_id"
    _rec_name = "year"
    _log_access = False

    config_id = fields.Many2one(
        "pos.config", "Till", required=True, readonly=True, ondelete="restrict"
    )
    year = fields.Char("Financial Year", required=True, readonly=True)
    last_number = fields.Integer(required=True, readonly=True, aggregator=None)

    _series_uniq = models.UniqueIndex(
        "(config_id, year)", "A till has one counter for each financial year."
    )

    @api.model
    def _take(self, config, year, size):
        """Give out the next numbers of a series.

        :return: series, first and last number
        :raises psycopg2.errors.SerializationFailure: when somebody else was given some
            since the caller's transaction began; Odoo runs the caller again
        """
        [(number, last)] = self.env.execute_query(
            SQL(
                """
                INSERT INTO md_receipt_series AS s (config_id, year, last_number)
                VALUES (%(config)s, %(year)s, %(size)s)
                ON CONFLICT (config_id, year)
                DO UPDATE SET last_number = s.last_number + %(size)s
                RETURNING id, last_number
                """,
                config=config.id,
                year=year,
                size=size,
            )
        )
        self.invalidate_model(["last_number"])
        return self.browse(number), last - size + 1, last
