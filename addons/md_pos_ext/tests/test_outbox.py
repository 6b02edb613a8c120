import json
from copy import deepcopy
from hashlib import sha256
from uuid import uuid4

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .till_common import TillCase


def entry(order):
    """What a till's outbox sends of a receipt."""
    body = json.dumps(order)
    checksum = sha256(body.encode()).hexdigest()
    return {"uuid": order["uuid"], "body": body, "checksum": checksum}


class OutboxCase(TillCase):
    """A till that has kept receipts."""

    def sync(self, *lines, date_order=None, **rest):
        """As a browser sends it: text, and complete."""
        data = super().sync(*lines, **rest)
        data["date_order"] = date_order or fields.Datetime.now()
        data |= {"access_token": str(uuid4()), "state": "paid"}
        for row in (*data["lines"], *data["payment_ids"]):
            row[2].setdefault("uuid", str(uuid4()))
        return json.loads(json.dumps(data, default=fields.Datetime.to_string))

    def send(self, *data):
        """By core's own way, which empties what it is given."""
        uuids = [one["uuid"] for one in data]
        self.env["pos.order"].sync_from_ui(list(data))
        return self.env["pos.order"].search([("uuid", "in", uuids)])

    def take(self, *orders):
        """[state] that a till is told of its receipts."""
        answers = self.config.md_outbox_take([entry(order) for order in orders])
        self.assertEqual([a["uuid"] for a in answers], [o["uuid"] for o in orders])
        self.last = answers[-1]["message"]
        return [answer["state"] for answer in answers]

    def order(self, sent):
        return self.env["pos.order"].search([("uuid", "=", sent["uuid"])])

    def findings(self, *sent):
        uuids = [one["uuid"] for one in sent]
        return self.env["md.till.finding"].search([("uuid", "in", uuids)])


@tagged("post_install", "-at_install")
class TestOutbox(OutboxCase):
    """Each receipt that a till has kept is stored once, or a manager knows why not."""

    def test_a_receipt_is_stored_once_however_often_it_is_sent(self):
        self.open()
        sent = self.sync((self.thing, 2))
        again = deepcopy(sent)
        self.assertEqual(self.take(sent, again, deepcopy(sent)), ["stored"] * 3)
        self.assertEqual(self.take(deepcopy(sent)), ["stored"])
        order = self.order(sent)
        self.assertEqual((len(order), order.state), (1, "paid"))
        self.assertEqual((order.lines.qty, order.amount_paid), (2, 20))
        self.send(deepcopy(sent))  # core sends it, too
        self.assertEqual(len(order.lines), 1)
        self.assertEqual(self.on_hand(), 8)
        self.assertFalse(self.findings(sent))

    def test_a_late_receipt_goes_into_a_session_of_its_own(self):
        self.open()
        closed = self.pos_session
        sent, other = (
            self.sync((self.thing, 1), date_order="2026-01-01 10:00:00")
            for _each in range(2)
        )
        self.close()
        self.open()
        cash = self.pos_session.cash_register_balance_end
        self.assertEqual(self.take(sent, other), ["stored", "stored"])
        rescue = self.order(sent).session_id
        self.assertTrue(rescue.rescue)
        self.assertEqual(rescue.state, "opened")
        self.assertEqual(closed.md_rescue_id, rescue)
        self.assertEqual(self.order(other).session_id, rescue, "one for both")
        self.assertEqual(self.pos_session.cash_register_balance_end, cash)
        self.assertEqual(self.config.current_session_id, self.pos_session)
        found = self.findings(sent)
        self.assertEqual((found.reason, found.state), ("late", "open"))
        self.assertEqual((found.session_id, found.landed_id), (closed, rescue))
        self.assertEqual((found.order_id, found.amount), (self.order(sent), 10))
        self.assertIn(closed.name, found.explanation)
        self.assertEqual(found.action_open_session()["res_id"], rescue.id)
        self.assertEqual(found.action_open_order()["res_id"], self.order(sent).id)

    def test_a_receipt_without_any_open_session_is_not_refused(self):
        """Plain Odoo raises: No open session available."""
        self.open()
        sent, core = self.sync((self.thing, 1)), self.sync((self.thing, 1))
        self.close()
        self.assertEqual(self.take(sent), ["stored"])
        self.send(core)
        self.assertTrue(self.order(core).session_id.rescue)
        self.assertEqual(self.order(core).session_id, self.order(sent).session_id)
        rescue = self.order(sent).session_id
        rescue.action_pos_session_closing_control()
        self.assertEqual(rescue.state, "closed")
        third = self.sync((self.thing, 1))
        self.assertEqual(self.take(third), ["stored"])
        self.assertNotEqual(self.order(third).session_id, rescue, "it is closed")

    def test_what_is_damaged_is_told_and_never_stored(self):
        self.open()
        sent = self.sync((self.thing, 1))
        broken = entry(sent)
        broken["body"] = broken["body"].replace("10.0", "1.0")
        [answer] = self.config.md_outbox_take([broken])
        self.assertEqual(answer["state"], "damaged")
        self.assertIn("check sum", answer["message"])
        self.assertFalse(self.order(sent))
        found = self.findings(sent)
        self.assertEqual((found.reason, found.body), ("damaged", broken["body"]))
        self.config.md_outbox_take([broken])
        self.assertEqual(self.findings(sent), found, "told once")
        self.assertEqual(self.take(sent), ["stored"])  # from the file, say
        self.assertEqual(found.state, "resolved")

    def test_what_is_refused_waits_until_it_is_mended(self):
        self.open()
        sent = self.sync((self.thing, 1))
        sent["payment_ids"][0][2]["payment_method_id"] = 987654
        good = self.sync((self.thing, 1))
        self.assertEqual(self.take(sent, good), ["refused", "stored"])
        found = self.findings(sent)
        self.assertEqual((found.reason, found.state), ("refused", "open"))
        with self.assertRaises(UserError):
            found.action_retry()
        with self.assertRaisesRegex(UserError, "note"):
            found.action_resolve()
        found.note = "Sold again by hand"
        found.action_resolve()
        self.assertEqual(self.take(sent), ["settled"], "the till lets go of it")
        self.assertFalse(self.order(sent))

    def test_a_manager_stores_what_was_refused(self):
        self.open()
        sent = self.sync((self.thing, 1))
        self.thing.active = True
        method = self.config.payment_method_ids - self.cash_pm1
        sent["payment_ids"][0][2]["payment_method_id"] = method[:1].id
        wrong = {**sent, "lines": [[0, 0, {**sent["lines"][0][2], "product_id": 0}]]}
        self.assertEqual(self.take(wrong), ["refused"])
        found = self.findings(sent)
        # the way is free: what was in it is gone
        found.sudo().write(
            {"body": entry(sent)["body"], "checksum": entry(sent)["checksum"]}
        )
        found.action_retry()
        self.assertEqual(self.order(sent).state, "paid")
        self.assertEqual(found.state, "resolved")

    def test_only_who_sells_there_sends_receipts(self):
        self.open()
        sent = entry(self.sync((self.thing, 1)))
        for role, allowed in (("warehouse", False), ("cashier", True)):
            user = new_test_user(
                self.env,
                f"outbox_{role}",
                groups=f"md_inventory_core.group_{role}",
                company_id=self.company.id,
                company_ids=[Command.set(self.company.ids)],
                md_store_ids=[Command.set(self.store.ids)],
            )
            till = self.config.with_user(user)
            if not allowed:
                with self.assertRaises(AccessError):
                    till.md_outbox_take([sent])
                continue
            self.assertEqual(till.md_outbox_take([sent])[0]["state"], "stored")
            with self.assertRaises(AccessError):
                self.env["md.till.finding"].with_user(user).search([]).read(["body"])
        with self.assertRaises(UserError):
            self.config.md_outbox_take([sent] * 51)
        strange = self.config.md_outbox_take([None, {"uuid": 3}, {"uuid": "x"}])
        self.assertEqual({one["state"] for one in strange}, {"damaged"})


@tagged("post_install", "-at_install")
class TestDrafts(OutboxCase):
    """Baskets that the server knew as drafts when they were paid without it."""

    def draft(self, *lines):
        """A basket that the server has; the till got no answer."""
        self.open()
        sent = self.sync(*lines)
        self.send({**deepcopy(sent), "state": "draft", "payment_ids": []})
        self.assertEqual(self.order(sent).state, "draft")
        return sent

    def test_a_draft_without_an_answer_is_paid(self):
        """Plain Odoo: An order line with this uuid already exists, for ever."""
        sent = self.draft((self.thing, 2))
        self.send(deepcopy(sent))
        order = self.order(sent)
        self.assertEqual((order.state, order.amount_paid), ("paid", 20))
        self.assertEqual(order.lines.mapped("qty"), [2])

    def test_lines_that_were_taken_out_meanwhile_are_gone(self):
        other = self.make_thing("Other", 10)
        sent = self.draft((self.thing, 2), (other, 1))
        paid = self.sync((self.thing, 2))
        paid.update(uuid=sent["uuid"], access_token=sent["access_token"])
        paid["lines"][0][2]["uuid"] = sent["lines"][0][2]["uuid"]
        self.assertEqual(self.take(paid), ["stored"])
        order = self.order(sent)
        self.assertEqual(order.lines.product_id, self.thing)
        self.assertEqual((order.state, order.amount_total), ("paid", 20))

    def test_a_draft_that_was_given_up_elsewhere_is_sold(self):
        """Plain Odoo: the receipt is ignored, for its draft was cancelled."""
        for way in (self.take, self.send):
            sent = self.draft((self.thing, 1))
            self.order(sent).action_pos_order_cancel()
            way(deepcopy(sent))
            self.assertEqual(self.order(sent).state, "paid", way)
            self.assertEqual(self.order(sent).lines.qty, 1)
            self.close()

    def test_a_draft_that_is_gone_is_made_again(self):
        sent = self.draft((self.thing, 1))
        order = self.order(sent)
        line = sent["lines"][0][2]
        known = {**sent, "id": order.id, "lines": [[1, order.lines.id, line]]}
        order.action_pos_order_cancel()
        order.unlink()
        self.assertEqual(self.take(known), ["stored"])
        self.assertEqual(self.order(sent).lines.qty, 1)
