from unittest.mock import patch

from psycopg2.errors import SerializationFailure

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.md_pos_ext.services import md_promotion_check
from odoo.addons.md_pos_ext.services.md_promotion_receipts import MdPromotionReceipts

from .check_common import CheckCase

CHECK = "odoo.addons.md_pos_ext.services.md_promotion_check"


@tagged("post_install", "-at_install")
class TestTillCheckJob(CheckCase):
    """Each receipt is looked at once, whatever happens to it or to the job."""

    def setUp(self):
        super().setUp()
        self.open()

    def tampered(self):
        data = self.payload((self.thing, 3))
        line = data["lines"][0][2]
        line |= {"discount": 50, "price_subtotal": 15, "price_subtotal_incl": 15}
        data |= {"amount_total": 15, "amount_paid": 15}
        data["payment_ids"][0][2]["amount"] = 15
        return data

    def broken(self, uuid):
        """Receipts as facts, but one cannot be read."""
        read = MdPromotionReceipts._receipt

        def fail(service, order, facts):
            if order.uuid == uuid:
                # the database, too: what it aborts must not reach the others
                service.env.cr.execute("SELECT 1 / 0")
            return read(service, order, facts)

        return patch.object(MdPromotionReceipts, "_receipt", fail)

    def test_waits_for_the_job_which_is_called(self):
        job = self.env.ref("md_pos_ext.ir_cron_check_till_sales")
        before = self.env["ir.cron.trigger"].search_count([("cron_id", "=", job.id)])
        order = self.send(self.tampered())
        self.assertTrue(order.md_to_check)
        self.assertFalse(self.differences(order))
        after = self.env["ir.cron.trigger"].search_count([("cron_id", "=", job.id)])
        self.assertEqual(after, before + 1)

    def test_till_cannot_say_that_it_was_checked(self):
        order = self.send({**self.tampered(), "md_to_check": False})
        self.assertTrue(order.md_to_check)

    def test_draft_waits_until_it_is_paid(self):
        data = self.tampered()
        payments = data.pop("payment_ids")
        draft = {**data, "state": "draft", "payment_ids": [], "amount_paid": 0}
        order = self.send(draft)
        self.assertFalse(order.md_to_check)
        token = {"access_token": order.access_token, "payment_ids": payments}
        paid = {**data, **token, "id": order.id, "lines": [], "state": "paid"}
        self.env["pos.order"].sync_from_ui([paid])
        self.assertTrue(order.md_to_check)
        self.check()
        self.assertEqual(self.differences(order).reason, "discount")

    def test_same_receipt_twice_is_one_difference(self):
        data = self.tampered()
        found = self.take(data)
        self.send(data)
        self.check()
        self.assertEqual(self.differences(found.order_id.exists()), found)
        # also when the mark comes back
        order = self.env["pos.order"].browse(found.order_id.id)
        order.md_to_check = True
        self.check()
        self.assertEqual(self.differences(order), found)

    def test_one_that_fails_is_written_down_and_stops_no_other(self):
        first, broken, last = (self.tampered() for _each in range(3))
        # the mistake is logged with its stack
        with mute_logger(CHECK, "odoo.sql_db"), self.broken(broken["uuid"]):
            found = self.take(first, broken, last)
        told = {one.order_id.uuid: one for one in found}
        self.assertEqual(told[first["uuid"]].reason, "discount")
        self.assertEqual(told[last["uuid"]].reason, "discount")
        failed = told[broken["uuid"]]
        self.assertEqual((failed.reason, failed.amount), ("failed", 0))
        self.assertIn("DivisionByZero", failed.explanation)
        self.assertFalse(failed.comparison)
        with self.assertRaisesRegex(UserError, "could not be checked"):
            told[first["uuid"]].with_user(self.manager).action_check_again()
        failed.with_user(self.manager).action_check_again()
        self.assertEqual(failed.state, "resolved")
        self.check()
        again = self.differences(failed.order_id.exists()) - failed
        self.assertEqual((again.reason, again.state), ("discount", "open"))

    def test_killed_between_it_is_looked_at_again(self):
        order = self.send(self.tampered())

        class Killed(BaseException):
            pass

        check = type(self.env["md.promotion.check"])
        killed = patch.object(check, "_keep", side_effect=Killed)
        with killed, self.assertRaises(Killed):
            self.check()
        self.env.invalidate_all()
        self.assertTrue(order.md_to_check)
        self.assertFalse(self.differences(order))
        self.check()
        self.assertEqual(len(self.differences(order)), 1)
        self.assertFalse(order.md_to_check)

    def test_overtaken_by_another_it_begins_anew(self):
        orders = self.send(*(self.tampered() for _each in range(3)))
        check, tries = type(self.env["md.promotion.check"]), []
        keep = check._keep

        def overtaken(service, order, *rest):
            tries.append(order)
            if len(tries) == 2:
                raise SerializationFailure()
            return keep(service, order, *rest)

        with patch.object(check, "_keep", overtaken):
            self.check()
        self.assertEqual(len(tries), 5)
        self.assertEqual(len(self.differences(orders)), 3)

    def test_more_than_a_batch(self):
        data = [self.payload((self.other, 1)) for _each in range(3)]
        with patch.object(md_promotion_check, "BATCH", 2):
            self.assertFalse(self.take(*data))

    def test_two_tills(self):
        own = self.take(self.tampered())
        self.config = self.other_currency_config
        self.assertEqual(own.currency_id, self.company.currency_id)
        self.config = self.basic_config
        honest, other = self.payload((self.thing, 3)), self.tampered()
        [found] = self.take(honest, other)
        self.assertEqual(found.order_id.uuid, other["uuid"])
