from odoo import models
from odoo.tools import SQL

from .pool_sql import OVER_SQL, WINDOWS_SQL

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

        Killed at any moment, or in the way of others, it does the rest the next time.
        """
        for model in ("md.inventory.pool", "md.inventory.pool.window"):
            self.env[model].flush_model()
        self.env.cr.execute(SQL(WINDOWS_SQL))
        due = self.env.cr.fetchall()
        begun = [window for window, _pool, over in due if not over]
        self._close(begun, ())
        mover, why = self.env["md.pool.mover"], self.env._("End of a window")
        for pool in sorted({pool for _window, pool, over in due if over}):
            if mover._give_back([pool], why):
                past = [window for window, its, over in due if over and its == pool]
                self._close((), past)
        self.env.cr.execute(SQL(OVER_SQL))
        if over := [row[0] for row in self.env.cr.fetchall()]:
            mover._give_back(over, self.env._("End of the pool"))
        active = self.env["md.inventory.pool"].search([("state", "=", "active")])
        if ids := active.filtered(lambda pool: pool.phase == "over").ids:
            with self.env["md.own.transaction"]._begin_work() as env:
                pools = env["md.inventory.pool"].browse(ids).exists()
                pools.filtered(lambda p: p.phase == "over").write({"state": "expired"})

    def _close(self, begun, past):
        """Windows have begun, or are past and their pools' goods have gone back."""
        if not begun and not past:
            return
        with self.env["md.own.transaction"]._begin_work() as env:
            windows = env["md.inventory.pool.window"]
            windows.browse(begun).exists().write({"begun": True})
            # one that was made longer meanwhile ends later
            now, past = env.cr.now(), windows.browse(past).exists()
            past = past.filtered(lambda window: window.end_at <= now)
            past.write({"begun": True, "ended": True})
            pools = windows.browse([*begun, *past.ids]).exists().pool_id
            pools._changed()

    def _level(self, places):
        """Pools give up what reality took; what is in use now is looked at again."""
        mover, places = self.env["md.pool.mover"], sorted(places)
        for start in range(0, len(places), AT_ONCE):
            some = mover._unleveled(places[start : start + AT_ONCE])
            left = mover._level_patiently(some, self.env._("Sold or counted"))
            if left:
                pairs = {(slot.product_id, slot.warehouse_id) for slot in left}
                self.env["md.availability.feed"]._touched(pairs)

    def _cron_watch(self):
        """Each minute."""
        self._look()
