from odoo import api, fields, models
from odoo.tools import SQL


class MdChallanSeries(models.Model):
    """Which number a series of tax challans has reached; written by who takes one.

    A number is taken by the transaction that inserts its challan: both stay or neither
    does, so that no number is missing. Who comes at the same time waits.
    """

    _name = "md.challan.series"
    _description = "Series of Tax Challans"
    _order = "year desc, seller_id, place"
    _log_access = False

    seller_id = fields.Many2one(
        "res.company", "Company", required=True, readonly=True, ondelete="restrict"
    )
    year = fields.Char("Financial Year", required=True, readonly=True)
    place = fields.Char(
        required=True, readonly=True, help="Code of a store; empty: all the company."
    )
    last_number = fields.Integer(required=True, readonly=True, aggregator=None)

    _series_uniq = models.UniqueIndex(
        "(seller_id, year, place)", "A series has one counter."
    )

    @api.model
    def _next(self, seller, year, place):
        """Take the next number of a series.

        :raises psycopg2.errors.SerializationFailure: when somebody else has taken one
            since the caller's transaction began; Odoo runs the caller again
        """
        rows = self.env.execute_query(
            SQL(
                """
                INSERT INTO md_challan_series AS s (seller_id, year, place, last_number)
                VALUES (%s, %s, %s, 1)
                ON CONFLICT (seller_id, year, place)
                DO UPDATE SET last_number = s.last_number + 1
                RETURNING last_number
                """,
                seller.id,
                year,
                place,
            )
        )
        self.invalidate_model(["last_number"])
        return rows[0][0]
