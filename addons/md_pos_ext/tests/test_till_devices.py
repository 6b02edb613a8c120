from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .test_receipt_leases import NumbersCase

KEY = "device-one"


class DeviceCase(NumbersCase):
    """A till that is open in a browser."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.devices = cls.env["md.till.device"]

    def seen(self, key=KEY, config=None, **told):
        """What the till is told: whether it is removed."""
        told = {"device": key, "browser": "Chrome on Android", "sealed": True} | told
        answer = (config or self.config).md_device_seen(told)
        return answer["removed"]

    def device(self, key=KEY, config=None):
        mine = [("key", "=", key), ("config_id", "=", (config or self.config).id)]
        return self.devices.search(mine)

    def remove(self, device, reason="Replaced", user=None, **values):
        action = device.with_user(user or self.env.user).action_remove()
        wizard = self.env[action["res_model"]].with_user(user or self.env.user)
        wizard = wizard.with_context(**action["context"])
        wizard = wizard.create({"reason": reason, **values})
        wizard.action_remove()
        return wizard

    def wipe(self, key=KEY):
        return self.env["md.till.devices"]._wipe(key)

    def person(self, role, store=None):
        store = store or self.store
        return new_test_user(
            self.env,
            f"devices_{role}_{store.code}",
            groups=f"md_inventory_core.group_{role}",
            company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
            md_store_ids=[Command.set(store.ids)],
        )

    def events(self, device):
        """[(action, reason)] of the audit trail."""
        self.env.cr.precommit.run()
        rows = self.env["md.audit.event"].sudo()
        mine = [("model", "=", "md.till.device"), ("res_id", "=", device.id)]
        found = rows.search([*mine, ("action", "like", "till.device.")], order="id")
        return [(row.action, row.reason or "") for row in found]

    def later(self, minutes):
        at = fields.Datetime.now() + timedelta(minutes=minutes)
        clock = type(self.env["md.clock"])
        return patch.object(clock, "_now", lambda _self: at)


@tagged("post_install", "-at_install")
class TestTillDevices(DeviceCase):
    """Who has a till open is written down, once for each browser and till."""

    def test_a_browser_is_written_down_when_it_is_seen(self):
        self.assertFalse(self.seen(unsent=0))
        device = self.device()
        self.assertEqual(device.name, "Chrome on Android")
        self.assertEqual((device.state, device.unsent), ("active", 0))
        self.assertEqual((device.user_id, device.sealed), (self.env.user, True))
        self.assertEqual(device.warehouse_id, self.store)
        first = device.last_seen
        device.name = "Tablet at the door"
        with self.later(5):
            self.seen(unsent=3, oldest=1_700_000_000_000)
        self.assertEqual(len(self.device()), 1)
        self.assertEqual(device.name, "Tablet at the door")
        self.assertEqual((device.unsent, device.first_seen), (3, first))
        self.assertEqual(str(device.oldest_at), "2023-11-14 22:13:20")
        self.assertGreater(device.last_seen, first)
        with self.later(6):
            self.seen(unsent=0)
        self.assertEqual((device.unsent, device.oldest_at), (0, False))

    def test_what_it_does_not_know_stays_as_it_was(self):
        self.seen(unsent=2, oldest=1_700_000_000_000)
        self.seen()
        self.assertEqual(self.device().unsent, 2)

    def test_nonsense_is_refused_or_left_out(self):
        for told in ({}, {"device": ""}, {"device": "x" * 65}, {"device": 3}, [1]):
            with self.assertRaisesRegex(UserError, "tells its device"):
                self.config.md_device_seen(told)
        self.seen("strange", browser=7, unsent="many", sealed="yes", oldest="then")
        strange = self.device("strange")
        self.assertEqual((strange.unsent, strange.sealed), (0, False))
        self.assertEqual(strange.name, "A browser")
        self.seen("strange", unsent=-5, browser="x" * 500)
        self.assertEqual(strange.unsent, 0)
        self.assertEqual(len(strange.browser), 80)
        self.seen("strange", unsent=1, oldest=10**40)
        self.assertEqual((strange.unsent, strange.oldest_at), (1, False))

    def test_who_may_look_and_who_may_remove(self):
        self.seen()
        device = self.device()
        manager, auditor = self.person("manager"), self.person("auditor")
        cashier, stock = self.person("cashier"), self.person("warehouse")
        vals = {"name": "South", "code": "SO", "company_id": self.company.id}
        south = self.env["stock.warehouse"].create(vals)
        elsewhere = self.person("manager", south)
        self.assertFalse(self.seen(config=self.config.with_user(cashier)))
        self.assertEqual(device.user_id, cashier)
        with self.assertRaises(AccessError):
            self.seen(config=self.config.with_user(stock))
        for somebody in (cashier, stock, elsewhere):
            with self.assertRaises(AccessError):
                device.with_user(somebody).read(["name"])
        self.assertEqual(device.with_user(auditor).unsent, 0)
        for somebody in (auditor, cashier, elsewhere):
            with self.assertRaises(AccessError):
                device.with_user(somebody).action_remove()
            with self.assertRaises(AccessError):
                device.with_user(somebody).name = "Mine"
        mine = device.with_user(manager)
        mine.name = "Counter 1"
        for wrong in ({"state": "removed"}, {"unsent": 0}, {"key": "k"}):
            with self.assertRaisesRegex(AccessError, "stays as it is"):
                mine.write(wrong)
        with self.assertRaises(AccessError):
            mine.unlink()
        self.remove(device, user=manager)
        self.assertEqual((device.state, device.removed_by), ("removed", manager))


@tagged("post_install", "-at_install")
class TestRemoval(DeviceCase):
    """A removed device gets nothing, and what it had sold comes in all the same."""

    def setUp(self):
        super().setUp()
        self.open()
        self.seen(unsent=2)
        self.here = self.env(context={**self.env.context, "md_device": KEY})

    def test_it_is_asked_for_with_a_warning_and_a_reason(self):
        other = self.config.copy()
        self.seen(config=other)
        device = self.device()
        wizard = self.env["md.device.removal"].create(
            {"device_id": device.id, "reason": " "}
        )
        self.assertIn("only on Chrome on Android: 2", wizard.warning)
        self.assertIn(other.name, wizard.warning)
        with self.assertRaisesRegex(UserError, "Say why"):
            wizard.action_remove()
        self.remove(device, "Sold")
        self.assertEqual(self.device(config=other).state, "removed")
        self.assertEqual(self.events(device), [("till.device.removed", "Sold")])
        with self.assertRaisesRegex(UserError, "removed already"):
            device.action_remove()
        self.assertTrue(self.seen())
        self.assertTrue(self.seen(config=other))

    def test_it_gets_no_data_and_no_numbers(self):
        session = self.pos_session.with_env(self.here)
        self.assertTrue(session.load_data(["pos.config"]))
        self.lease(KEY)
        self.remove(self.device())
        with self.assertRaisesRegex(UserError, "This device was removed"):
            session.load_data(["pos.config"])
        with self.assertRaisesRegex(UserError, "This device was removed"):
            self.lease(KEY)
        self.assertTrue(self.pos_session.load_data(["pos.config"]), "others do")
        self.assertTrue(self.lease("device-two"))

    def test_what_it_sold_before_is_stored_and_later_is_a_managers(self):
        config = self.config.with_env(self.here)
        block = self.lease(KEY)
        before = self.numbered(block, 1, KEY)
        self.remove(self.device())
        after = self.numbered(block, 2, KEY)
        after["date_order"] = str(fields.Datetime.now() + timedelta(minutes=2))
        with self.assertRaisesRegex(UserError, "may not sell since"):
            self.env(context=self.here.context)["pos.order"].sync_from_ui([after])
        self.config = config
        self.assertEqual(self.take(before, after), ["stored", "refused"])
        self.assertEqual(self.order(before).md_receipt_number, "T2-" + self.year(1))
        finding = self.findings(after)
        self.assertIn("may not sell since", finding.message)
        finding.action_retry()  # a manager says that it counts
        self.assertTrue(self.order(after))

    def year(self, serial):
        block = self.env["md.receipt.block"].search([("device", "=", KEY)])
        return f"{block.year}-{serial:06d}"

    def test_wiped_its_numbers_are_void(self):
        block = self.lease(KEY)
        self.assertFalse(self.wipe(), "nobody has removed it")
        device = self.device()
        self.remove(device)
        self.assertEqual(self.voids(block), [], "its receipts may be on their way")
        self.assertTrue(self.wipe())
        self.assertEqual((device.state, device.unsent), ("wiped", 0))
        self.assertTrue(device.wiped_at)
        self.assertEqual(self.voids(block), [(1, 10, "removed")])
        self.assertTrue(self.wipe(), "told again")
        self.assertEqual(
            [action for action, _why in self.events(device)],
            ["till.device.removed", "till.device.wiped"],
        )
        self.assertFalse(self.wipe("unknown"))
        self.assertTrue(self.seen(), "one that has its key still is told again")

    def test_lost_its_numbers_are_void_at_once(self):
        block = self.lease(KEY)
        self.remove(self.device(), lost=True)
        self.assertEqual(self.voids(block), [(1, 10, "removed")])
        self.wipe()
        self.assertEqual(self.voids(block), [(1, 10, "removed")])

    def test_a_manager_forgets_the_device_before_which_he_stands(self):
        manager, cashier = self.person("manager"), self.person("cashier")
        told = {"device": KEY, "unsent": 4, "reason": "Sold"}
        with self.assertRaisesRegex(AccessError, "Only a manager"):
            self.config.with_user(cashier).md_device_forget(told)
        config = self.config.with_user(manager)
        with self.assertRaisesRegex(UserError, "Say why"):
            config.md_device_forget({**told, "reason": ""})
        config.md_device_forget(told)
        device = self.device()
        self.assertEqual((device.state, device.unsent), ("removed", 4))
        self.assertEqual((device.reason, device.removed_by), ("Sold", manager))
        with self.assertRaisesRegex(UserError, "removed already"):
            config.md_device_forget(told)
        config.md_device_forget({**told, "device": "never seen"})
        self.assertEqual(self.device("never seen").state, "removed")
