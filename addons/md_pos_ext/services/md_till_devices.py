from datetime import UTC, datetime, timedelta

from psycopg2.errors import UniqueViolation

from odoo import models
from odoo.exceptions import ConcurrencyError, UserError
from odoo.tools import format_datetime

from ..models.md_till_device import GONE

LONGEST = 64  # letters of a key
LONGEST_NAME = 80
LONGEST_REASON = 200
OFTEN = timedelta(minutes=1)  # nothing new is not written more often than that
MOST = 1_000_000  # receipts; more is nonsense
SEE = (
    "md_inventory_core.group_manager",
    "md_inventory_core.group_auditor",
    "md_inventory_core.group_admin",
)
TOLD = {"unsent", "state"}  # screens show it at once; the rest when they are opened


class MdTillDevices(models.AbstractModel):
    """Knows in which browsers tills are open, and which of them are removed.

    A browser tells its key in the context ``md_device`` of what it asks. Who has a
    login and writes his own program can tell another: this keeps devices out that are
    not given away, not people whose rights were not taken away.
    """

    _name = "md.till.devices"
    _description = "Devices of Tills"
    _inherit = ["md.live.mixin"]

    def _seen(self, config, told):
        """A device is here; write down what is new.

        :param told: {"device", "browser", "sealed", "unsent", "oldest"}; the last two
            are left out while it does not know, ``oldest`` in milliseconds since 1970
        :return: {"removed": whether it has to send what waits, and to go}
        :raises UserError: for what no till of ours would say
        """
        key = self._key(told)
        # sudo: who sells has no right to devices; see pos.config
        devices = self.env["md.till.device"].sudo()
        if self._gone(key):
            known = devices.search(
                [("key", "=", key), ("config_id", "=", config.id)], limit=1
            )
            self._update(known, {**self._facts(told), "user_id": self.env.uid})
            return {"removed": True}
        device = devices.search([("key", "=", key), ("config_id", "=", config.id)])
        facts = {**self._facts(told), "user_id": self.env.uid}
        if device:
            self._update(device, facts)
        else:
            self._write_down(config, key, facts)
        return {"removed": False}

    def _key(self, told):
        key = told.get("device") if isinstance(told, dict) else None
        if not isinstance(key, str) or not 0 < len(key) <= LONGEST:
            raise UserError(self.env._("A till tells its device."))
        return key

    def _facts(self, told):
        """What may be written of what it tells; nonsense is left out."""
        facts = {"sealed": told.get("sealed") is True}
        browser = told.get("browser")
        if isinstance(browser, str) and browser.strip():
            facts["browser"] = browser.strip()[:LONGEST_NAME]
        unsent = told.get("unsent")
        if isinstance(unsent, int) and not isinstance(unsent, bool):
            facts["unsent"] = min(max(unsent, 0), MOST)
            facts["oldest_at"] = bool(unsent) and _moment(told.get("oldest"))
        return facts

    def _update(self, device, facts):
        now = self.env["md.clock"]._now()
        news = {}
        for name, value in facts.items():
            old = device[name]
            if name == "user_id":
                old = old.id
            if old != value:
                news[name] = value
        if device and (news or now - device.last_seen >= OFTEN):
            device.write({**news, "last_seen": now})
            if TOLD & news.keys():
                self._show()

    def _show(self):
        """Lists that are open show what is so now."""
        for group in SEE:
            self._live_changed("md.till.device", group)

    def _write_down(self, config, key, facts):
        """Two windows may come at one moment: who is second begins again."""
        # sudo: as above; names of the till's company and store
        config, devices = config.sudo(), self.env["md.till.device"].sudo()
        now = self.env["md.clock"]._now()
        try:
            with self.env.cr.savepoint():
                devices.create(
                    {
                        "name": facts.get("browser") or self.env._("A browser"),
                        "key": key,
                        "config_id": config.id,
                        "company_id": config.company_id.id,
                        "warehouse_id": config._md_warehouse().id,
                        "first_seen": now,
                        "last_seen": now,
                        **facts,
                    }
                )
        except UniqueViolation as error:
            raise ConcurrencyError(key) from error
        self._show()

    def _forget(self, config, told):
        """A manager removes the device before which he stands.

        :param told: as `_seen`, with ``reason``
        :raises AccessError: for who is no manager of the till's store
        :raises UserError: when it is removed already, or no reason is said
        """
        self.env["md.till.device"]._check_may_act()
        key, reason = self._key(told), told.get("reason")
        if not isinstance(reason, str) or not reason.strip():
            raise UserError(self.env._("Say why this device is removed."))
        self._seen(config, told)
        mine = [("key", "=", key), ("config_id", "=", config.id)]
        # sudo: a till of another store is refused by the next line, in words
        device = self.env["md.till.device"].sudo().search(mine).sudo(False)
        device._check_may_act()
        device._check_in_use()
        device._remove(False, reason.strip()[:LONGEST_REASON])
        return True

    # Removed devices

    def _gone(self, key):
        """The row by which a device is removed; none for who tells no device."""
        # sudo: who sells has no right to devices
        devices = self.env["md.till.device"].sudo()
        if not isinstance(key, str) or not key:
            return devices
        domain = [("key", "=", key), ("state", "in", GONE)]
        return devices.search(domain, order="removed_at, id", limit=1)

    def _check_may_load(self):
        """Raise UserError for a removed device: it gets no data any more."""
        self._check_may(self.env.context.get("md_device"))

    def _check_may(self, key):
        """Raise UserError when the device of this key is removed."""
        gone = self._gone(key)
        if gone:
            raise UserError(
                self.env._(
                    "This device was removed from the till on %s. Ask a manager.",
                    self._when(gone),
                )
            )

    def _check_may_sell(self, orders):
        """Raise UserError for what was sold after its device was removed.

        By the clock of the till; what was sold before is taken, whenever it comes.
        """
        gone = self._gone(self.env.context.get("md_device"))
        for order in orders if gone else ():
            sold = _time(order.get("date_order") if isinstance(order, dict) else None)
            if not sold or sold > gone.removed_at:
                raise UserError(
                    self.env._(
                        "Receipt %(receipt)s: this device was removed from the till "
                        "on %(moment)s, and may not sell since.",
                        receipt=order.get("pos_reference") or order.get("uuid") or "",
                        moment=self._when(gone),
                    )
                )

    def _when(self, gone):
        return format_datetime(self.env, gone.removed_at)

    def _asked(self, keys):
        """Whether one of these devices is removed, and the tills at which they were.

        :return: {"removed", "tills": ids}; tills only of those that are removed
        """
        # sudo: who is logged in there need not know devices
        devices = self.env["md.till.device"].sudo()
        found = devices.search([("key", "in", keys), ("state", "in", GONE)])
        return {"removed": bool(found), "tills": found.config_id.ids}

    def _wipe(self, key):
        """A removed device has deleted what it kept; a second time changes nothing.

        :return: whether it is one that is removed
        """
        # sudo: who sells has no right to devices
        devices = self.env["md.till.device"].sudo()
        devices = devices.search([("key", "=", key), ("state", "in", GONE)])
        fresh = devices.filtered(lambda one: one.state == "removed")
        now = self.env["md.clock"]._now()
        fresh.write(
            {"state": "wiped", "wiped_at": now, "unsent": 0, "oldest_at": False}
        )
        fresh._wiped()
        if fresh:
            self._show()
        for device in fresh:
            self.env["md.audit.trail"]._record(
                "settings",
                "till.device.wiped",
                model=device._name,
                res_id=device.id,
                before={"state": "removed"},
                after={"state": "wiped"},
                company_id=device.company_id.id,
            )
        return bool(devices)


def _moment(milliseconds):
    """UTC of milliseconds since 1970; False for nonsense."""
    try:
        moment = datetime.fromtimestamp(milliseconds / 1000, UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return False
    return moment.replace(tzinfo=None, microsecond=0)


def _time(text):
    """UTC of an order's time; None for nonsense."""
    try:
        return datetime.fromisoformat(text).replace(tzinfo=None)
    except (TypeError, ValueError):
        return text.replace(tzinfo=None) if isinstance(text, datetime) else None
