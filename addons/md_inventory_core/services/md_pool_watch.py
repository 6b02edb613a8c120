import logging

from psycopg2 import errors

from odoo import models
from odoo.tools import SQL

from .pool_sql import OVER_SQL, WINDOWS_SQL

_logger = logging.getLogger(__name__)
AT_ONCE = 50  # places that are locked together


class MdPoolWatch(models.AbstractModel):
    """Begins and ends windows, and lets pools that are at their end give back."""

    _name = "md.pool.watch"
    _description = "Watch over Pools"

    def _soon(self):
        """Look after the caller's commit."""
        self.env["md.background"]._soon(self._name, "_look")

    def _look(self, _items=()):
        """What is due: windows that began or ended, pools that are over.

        Killed at any moment it does the rest the next time.
        """
        for model in ("md.inventory.pool", "md.inventory.pool.window"):
            self.env[model].flush_model()
        self.env.cr.execute(SQL(WINDOWS_SQL))
        due = self.env.cr.fetchall()
        mover = self.env["md.pool.mover"]
        if ended := {pool for _window, pool, over in due if over}:
            mover._give_back(ended, self.env._("End of a window"))
        self.env.cr.execute(SQL(OVER_SQL))
        if over := [row[0] for row in self.env.cr.fetchall()]:
            mover._give_back(over, self.env._("End of the pool"))
        if due:
            self._close(due)

    def _close(self, due):
        with self.env["md.own.transaction"]._begin_work() as env:
            windows = env["md.inventory.pool.window"]
            past = windows.browse([window for window, _pool, over in due if over])
            windows.browse([row[0] for row in due]).exists().write({"begun": True})
            past.exists().write({"ended": True})
            pools = windows.browse([row[0] for row in due]).exists().pool_id
            pools._changed()
            ended = pools.filtered(lambda p: p.state == "active" and p.phase == "over")
            ended.write({"state": "expired"})

    def _level(self, places):
        """Pools give up what reality took; what is in use now is left for later."""
        mover, places = self.env["md.pool.mover"], sorted(places)
        for start in range(0, len(places), AT_ONCE):
            some = places[start : start + AT_ONCE]
            try:
                mover._level(some, self.env._("Sold or counted"))
            except errors.LockNotAvailable:
                _logger.info("pools of %s products are leveled later", len(some))

    def _cron_watch(self):
        """Each minute."""
        self._look()
