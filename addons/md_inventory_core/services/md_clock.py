from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from pytz import country_timezones

from odoo import models
from odoo.exceptions import UserError

BEHIND = timedelta(minutes=1)
# By number the latest, of which the newest by time counts: a few events written after
# the clock was set back do not hide it, and a clock that once was years ahead is
# forgotten after so many events.
LATEST = 1000
NEWEST_SQL = """
SELECT GREATEST(
    (SELECT max(at) FROM (
        SELECT at FROM md_audit_event ORDER BY id DESC LIMIT %s) latest),
    (SELECT chained_at FROM md_audit_link ORDER BY id DESC LIMIT 1)
)
"""


class MdClock(models.AbstractModel):
    """The server's clock, and whether what was recorded says that it was set back."""

    _name = "md.clock"
    _description = "Clock"

    def _now(self):
        """This moment in UTC without time zone, in whole seconds, as fields hold it."""
        return datetime.now(UTC).replace(tzinfo=None, microsecond=0)

    def _zone(self, company):
        """Where a company's days begin: its contact's time zone, which hardly anybody
        sets, else the only one of its country, else UTC.
        """
        partner = company.partner_id
        zones = country_timezones.get(partner.country_id.code or "", [])
        return ZoneInfo(partner.tz or (zones[0] if len(zones) == 1 else "UTC"))

    def _refuse_when_behind(self):
        """Raise UserError when the clock is more than a minute behind the audit trail.

        Whoever sets the clock back could use what has expired. The refusal is recorded.
        """
        self.env.cr.execute(NEWEST_SQL, [LATEST])
        newest = self.env.cr.fetchone()[0]
        now = self._now()
        if not newest or newest - now <= BEHIND:
            return
        self.env["md.audit.trail"]._record_apart(
            "refusal",
            "clock.behind",
            model=self._name,
            after={"clock": now, "newest_event": newest},
        )
        raise UserError(
            self.env._(
                "The server's clock is behind by %(minutes)s minutes. Approvals by PIN "
                "wait until it is right; a manager can approve on the own screen.",
                minutes=int((newest - now) / timedelta(minutes=1)),
            )
        )
