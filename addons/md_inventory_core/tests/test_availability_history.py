from datetime import timedelta

from psycopg2.errors import InsufficientPrivilege

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .forensic_common import ForensicCase


@tagged("post_install", "-at_install")
class TestAvailabilityHistory(ForensicCase):
    """What channels were told is kept, and shortened without losing what was so."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.history = cls.env["md.availability.history"]
        cls.past = cls.env["md.availability.past"]

    def told(self):
        """[quantity] that the shop was told of the product, the oldest first."""
        mine = [("channel_id", "=", self.shop.id), ("product_id", "=", self.product.id)]
        self.past.invalidate_model()
        return self.past.search(mine, order="version").mapped("available")

    def test_each_publication_is_kept_with_its_buffer(self):
        self.shop.write({"buffer_units": 2, "buffer_percent": 10})
        self.publish()
        self.confirmed(3)
        self.assertEqual(self.told(), [10, 8, 5])
        last = self.past.search([("channel_id", "=", self.shop.id)], limit=1)
        self.assertEqual((last.buffer_units, last.buffer_percent), (2, 10))
        change = self.env["md.availability.change"].search(
            [("channel_id", "=", self.shop.id), ("product_id", "=", self.product.id)]
        )
        self.assertEqual((last.version, last.at), (change.version, change.at))

    def test_nobody_changes_it(self):
        row = self.past.search([], limit=1)
        with self.assertRaises(AccessError):
            row.unlink()
        for statement in ("DELETE FROM", "UPDATE"):
            change = " SET available = 1" if statement == "UPDATE" else ""
            with (
                mute_logger("odoo.sql_db"),
                self.assertRaises(InsufficientPrivilege),
                self.env.cr.savepoint(),
            ):
                self.sql(
                    f"{statement} md_availability_past{change} WHERE id = {row.id}"
                )

    def test_the_newest_from_before_the_limit_stays(self):
        self.later(days=150)
        self.confirmed(1)
        self.later(days=40)
        self.confirmed(1)
        self.later(days=60)
        self.confirmed(1)
        self.assertEqual(self.told(), [10, 9, 8, 7])
        limit = fields.Datetime.now() - timedelta(days=80)
        self.assertEqual(self.gone(limit), 1)
        self.assertEqual(self.told(), [9, 8, 7])
        self.assertEqual(self.gone(limit), 0)
        # a quiet product keeps what it was last told, however old
        self.later(days=1000)
        self.assertEqual(self.gone(limit), 2)
        self.assertEqual(self.told(), [7])
        order = self.confirmed(1)
        self.assertEqual(self.figures(order)[0], 7)

    def gone(self, limit):
        """How many rows of the shop and product went."""
        before = len(self.told())
        self.history._purge(limit)
        return before - len(self.told())

    def test_the_retention_is_a_setting(self):
        self.later(days=400)
        self.confirmed(1)
        self.later(days=200)
        self.confirmed(1)
        settings = self.env["res.config.settings"]
        settings.create({"md_availability_history_days": 0}).execute()
        self.history._cron_purge()
        self.assertEqual(self.told(), [10, 9, 8])
        settings.create({"md_availability_history_days": 180}).execute()
        self.history._cron_purge()
        self.assertEqual(self.told(), [9, 8])
        for days in (29, -1, 4000):
            with self.assertRaisesRegex(ValidationError, f"not {days}"):
                settings.create({"md_availability_history_days": days})

    def test_the_history_begins_with_what_is_published(self):
        self.confirmed(4)
        self.sql("ALTER TABLE md_availability_past DISABLE TRIGGER USER")
        self.sql("DELETE FROM md_availability_past")
        self.sql("ALTER TABLE md_availability_past ENABLE TRIGGER USER")
        for _again in range(2):
            self.history._start()
            self.assertEqual(self.told(), [6])
        self.assertLessEqual(self.history._since(), fields.Datetime.now())
