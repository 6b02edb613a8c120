import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

_logger = logging.getLogger(__name__)

DAYS = "md_inventory_core.availability_history_days"
SINCE = "md_inventory_core.availability_history_since"
SHORTEST_DAYS = 30  # as the guard of the table has it: see `md.audit.archive`
STEP = 5000  # rows that are looked at in one transaction
STEPS = 400  # of one run
# What is published and has no past yet: all of it when the history begins.
BEGIN_SQL = """
INSERT INTO md_availability_past (channel_id, product_id, available, version, at)
SELECT c.channel_id, c.product_id, c.available, c.version, c.at
  FROM md_availability_change c
 WHERE NOT EXISTS (SELECT FROM md_availability_past p
                    WHERE p.channel_id = c.channel_id AND p.product_id = c.product_id)
 ORDER BY c.version
"""
# The next rows by number, which is the order in which they were written. One goes when
# there is a newer one of its channel and product that is from before the limit, too.
PURGE_SQL = """
WITH step AS (
    SELECT id, channel_id, product_id, version, at FROM md_availability_past
     WHERE id > %(after)s ORDER BY id LIMIT %(limit)s
), gone AS (
    DELETE FROM md_availability_past d USING step s
     WHERE d.id = s.id AND s.at < %(before)s AND EXISTS (
           SELECT FROM md_availability_past n
            WHERE n.channel_id = s.channel_id AND n.product_id = s.product_id
              AND n.at >= s.at AND n.at < %(before)s AND n.version > s.version)
    RETURNING d.id
)
SELECT (SELECT max(id) FROM step), (SELECT min(at) FROM step),
       (SELECT count(*) FROM gone)
"""


class MdAvailabilityHistory(models.AbstractModel):
    """Begins and shortens `md.availability.past`."""

    _name = "md.availability.history"
    _description = "History of Availability"

    @api.model
    def _start(self):
        """What is published now is the beginning of the history."""
        self.env.cr.execute(SQL(BEGIN_SQL))
        # sudo: the setting is the system's
        settings = self.env["ir.config_parameter"].sudo()
        if not settings.get_param(SINCE):
            settings.set_param(SINCE, fields.Datetime.to_string(self.env.cr.now()))

    def _since(self):
        """(UTC) From when on the history says everything."""
        # sudo: settings are not for users to read
        settings = self.env["ir.config_parameter"].sudo()
        begun = fields.Datetime.to_datetime(settings.get_param(SINCE) or False)
        limit = self._limit()
        known = [moment for moment in (begun, limit) if moment]
        return max(known) if known else fields.Datetime.now()

    def _limit(self):
        """What is older may be gone; None when all is kept."""
        # sudo: as above
        text = self.env["ir.config_parameter"].sudo().get_param(DAYS, "0")
        days = int(text) if text.isdigit() else 0
        if not days:
            return None
        return fields.Datetime.now() - timedelta(days=max(days, SHORTEST_DAYS))

    @api.model
    def _cron_purge(self):
        """Once a day: what is older than the retention goes, in small steps."""
        if limit := self._limit():
            self._purge(limit)

    def _purge(self, before):
        """Delete rows older than ``before``; return how many. Each step is committed.

        The newest of a channel and product from before stays: see the model.
        """
        own, after, total = self.env["md.own.transaction"], 0, 0
        for _step in range(STEPS):
            with own._begin(sees=()) as cr:
                cr.execute(SQL(PURGE_SQL, after=after, limit=STEP, before=before))
                after, first, gone = cr.fetchone()
            total += gone
            # numbers and times grow together: what follows is younger still
            if after is None or first >= before:
                break
        if total:
            _logger.info("%d publications from before %s are gone", total, before)
        return total
