from copy import deepcopy
from datetime import datetime, timedelta
from unittest.mock import patch
from uuid import uuid4

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .test_outbox import OutboxCase, entry


class NumbersCase(OutboxCase):
    """A till of a company of Bangladesh whose devices have receipt numbers."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        country = cls.env.ref("base.bd")
        cls.company.write({"country_id": country.id})
        cls.company.account_fiscal_country_id = country
        cls.config.write({"md_receipt_code": "T2", "md_receipt_block_size": 10})
        cls.numbers = cls.env["md.receipt.numbers"]

    def lease(self, device="one", key=None, held=(), next_year=False, **more):
        """The facts of a block."""
        want = {"key": key or str(uuid4()), "next": next_year}
        told = {"device": device, "held": list(held), "want": want, **more}
        return self.config.md_receipt_numbers(told)["block"]

    def block(self, facts):
        return self.env["md.receipt.block"].browse(facts["id"])

    def claim(self, facts, serial, device="one"):
        number = facts["form"].replace("{number}", f"{serial:06d}")
        return {
            "number": number,
            "serial": serial,
            "year": facts["year"],
            "device": device,
        }

    def numbered(self, facts, serial, device="one", **more):
        """What a till sends of a receipt with this number."""
        sent = self.sync((self.thing, 1), **more)
        sent["md_receipt_claim"] = self.claim(facts, serial, device)
        return sent

    def voids(self, facts):
        found = self.block(facts).void_ids
        return sorted((void.first, void.last, void.reason) for void in found)


@tagged("post_install", "-at_install")
class TestLeases(NumbersCase):
    """Each device has numbers of its own; a lost answer costs none."""

    def test_blocks_follow_one_another_and_never_overlap(self):
        one, other = self.lease("one"), self.lease("other")
        self.assertEqual((one["first"], one["last"]), (1, 10))
        self.assertEqual((other["first"], other["last"]), (11, 20))
        self.assertTrue(one["form"].startswith("T2-20"), one["form"])
        self.assertTrue(one["form"].endswith("-{number}"))
        with (
            self.assertRaises(IntegrityError),
            mute_logger("odoo.sql_db"),
            self.env.cr.savepoint(),
        ):
            self.block(one).sudo().copy({"key": "x", "first": 10, "last": 10})

    def test_a_request_that_is_sent_again_gets_the_same_block(self):
        first = self.lease(key="k")
        self.assertEqual(self.lease(key="k"), first)
        self.assertEqual(self.lease(key="l")["first"], 11)
        with self.assertRaisesRegex(UserError, "another device"):
            self.lease("other", key="k")

    def test_a_till_counts_by_itself(self):
        self.lease()
        other = self.config.copy()
        self.assertNotEqual(other.md_receipt_code, "T2")
        self.assertEqual(other.md_receipt_code, f"T{other.id}")
        told = {"device": "one", "held": [], "want": {"key": "k"}}
        self.assertEqual(other.md_receipt_numbers(told)["block"]["first"], 1)

    def test_years_begin_in_july_where_the_shop_is(self):
        for moment, name, soon in (
            ("2027-06-30 17:59:59", "2026-27", True),  # 23:59:59 in Dhaka
            ("2027-06-30 18:00:00", "2027-28", False),
        ):
            at = datetime.fromisoformat(moment)
            clock = type(self.env["md.clock"])
            with patch.object(clock, "_now", lambda _self, at=at: at):
                told = {"device": "one", "held": []}
                answer = self.config.md_receipt_numbers(told)
                block = self.lease()
            this, following = answer["years"]
            self.assertEqual((this["name"], answer["soon"]), (name, soon))
            self.assertEqual(block["year"], name)
            self.assertEqual(block["first"], 1)
            self.assertEqual(this["ends"], following["starts"])
            ends = datetime(2027 + (not soon), 6, 30, 18)
            self.assertEqual(self.block(block).ends, ends)

    def test_elsewhere_years_are_those_of_the_books(self):
        country = self.env.ref("base.be")
        self.company.write({"country_id": country.id, "fiscalyear_last_month": "12"})
        self.company.account_fiscal_country_id = country
        self.assertRegex(self.lease()["year"], r"^\d{4}$")

    def test_next_year_is_leased_ahead(self):
        this, following = self.lease(), self.lease(next_year=True)
        self.assertLess(this["year"], following["year"])
        self.assertEqual(following["first"], 1)

    def test_what_a_device_has_forgotten_is_closed(self):
        first, second = self.lease(), self.lease()
        self.assertEqual(self.block(first).state, "closed")
        third = self.lease(held=[second["id"]])
        self.assertEqual(self.block(second).state, "leased")
        self.assertEqual(self.block(third).state, "leased")
        # its receipts may still come
        self.open()
        sent = self.numbered(first, 3)
        self.assertEqual(self.take(sent), ["stored"])
        self.assertFalse(self.findings(sent))

    def test_settings_are_sane(self):
        for wrong in ("{till}{number}", "", "{year}-{till}-{number}-{x}"):
            with self.assertRaises(ValidationError), self.env.cr.savepoint():
                self.company.md_receipt_format = wrong
        wrong = self.assertRaisesRegex(ValidationError, "letters and digits")
        with wrong, self.env.cr.savepoint():
            self.config.md_receipt_code = "T{2}"
        self.company.md_receipt_format = "{number}/{year}/{till}"
        self.assertRegex(self.lease()["form"], r"^\{number\}/\d{4}-\d\d/T2$")

    def test_nonsense_is_refused(self):
        for told in (
            {},
            {"device": ""},
            {"device": "x" * 65},
            {"device": "one", "want": {"key": 3}, "held": []},
            {"device": "one", "want": {"key": "k"}, "held": "all"},
            {"device": "one", "voids": [{}] * 201},
            {"device": "one", "voids": [3]},
        ):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                self.config.md_receipt_numbers(told)

    def test_only_who_sells_there_has_numbers(self):
        def user(role):
            return new_test_user(
                self.env,
                f"numbers_{role}",
                groups=f"md_inventory_core.group_{role}",
                company_id=self.company.id,
                company_ids=[Command.set(self.company.ids)],
                md_store_ids=[Command.set(self.store.ids)],
            )

        told = {"device": "one", "held": [], "want": {"key": "k"}}
        with self.assertRaises(AccessError):
            self.config.with_user(user("warehouse")).md_receipt_numbers(told)
        cashier = user("cashier")
        answer = self.config.with_user(cashier).md_receipt_numbers(told)
        block = self.block(answer["block"])
        self.assertEqual(block.lessee_id, cashier)
        with self.assertRaises(AccessError):
            block.with_user(cashier).read(["first"])
        with self.assertRaises(AccessError):
            block.with_user(user("auditor")).action_void_rest()
        block.with_user(user("manager")).action_void_rest()
        self.assertEqual(block.state, "voided")


@tagged("post_install", "-at_install")
class TestNumbersOfReceipts(NumbersCase):
    """Each paid receipt has a number of its own, whatever the till says."""

    def setUp(self):
        super().setUp()
        self.open()
        self.leased = self.lease()

    def test_a_receipt_keeps_the_number_that_is_printed(self):
        sent = self.numbered(self.leased, 1)
        self.assertEqual(self.take(sent, deepcopy(sent)), ["stored"] * 2)
        order = self.order(sent)
        number = self.claim(self.leased, 1)["number"]
        self.assertEqual(order.md_receipt_number, number)
        self.assertEqual(order.md_receipt_block_id, self.block(self.leased))
        self.assertFalse(order.md_receipt_printed)
        block = self.block(self.leased)
        self.assertEqual((block.used, block.used_to, block.unused), (1, 1, 9))
        self.send(deepcopy(sent))  # core sends it, too
        self.assertEqual(block.used, 1)
        self.assertFalse(self.findings(sent))
        info = self.env["pos.order"].search_paid_order_ids(
            self.config.id, [("md_receipt_number", "ilike", number[-8:])], 5, 0
        )
        self.assertEqual(info["totalCount"], 1)

    def test_a_block_is_used_up(self):
        for serial in range(1, 11):
            self.take(self.numbered(self.leased, serial))
        block = self.block(self.leased)
        self.assertEqual((block.used, block.unused, block.state), (10, 0, "used"))
        with self.assertRaisesRegex(UserError, "used or voided"):
            block.action_void_rest()
        self.assertEqual(len(block.order_ids), 10)
        domain = block.action_open_receipts()["domain"]
        self.assertEqual(self.env["pos.order"].search(domain), block.order_ids)

    def test_without_a_number_the_server_gives_one(self):
        sent = self.sync((self.thing, 1))
        self.assertEqual(self.take(sent), ["stored"])
        order = self.order(sent)
        self.assertEqual(order.md_receipt_serial, 11, "after the leased ones")
        block = order.md_receipt_block_id
        self.assertEqual((block.device, block.state), (False, "used"))
        self.assertFalse(self.findings(sent), "the cashier knew")

    def test_a_copied_profile_uses_a_number_twice(self):
        first, twice = self.numbered(self.leased, 1), self.numbered(self.leased, 1)
        self.assertEqual(self.take(first, twice), ["stored", "stored"])
        order = self.order(twice)
        number = self.claim(self.leased, 1)["number"]
        self.assertEqual(self.order(first).md_receipt_number, number)
        self.assertEqual(order.md_receipt_serial, 11)
        self.assertEqual(order.md_receipt_printed, number)
        found = self.findings(twice)
        self.assertEqual((found.reason, found.order_id), ("number", order))
        self.assertIn(number, found.explanation)
        self.assertEqual(self.block(self.leased).used, 1)
        found.note = "Two browsers with one profile"
        found.action_resolve()
        self.assertEqual(self.take(deepcopy(twice)), ["stored"])
        self.assertFalse(self.voids(self.leased))

    def test_a_foreign_number_is_stored_with_another(self):
        wrong = [
            self.numbered(self.leased, 1, device="other"),
            self.numbered(self.leased, 99),
            self.numbered({**self.leased, "year": "2001-02"}, 1),
            self.numbered({**self.leased, "form": "T9-{number}"}, 1),
        ]
        self.assertEqual(self.take(*wrong), ["stored"] * 4)
        serials = [self.order(sent).md_receipt_serial for sent in wrong]
        self.assertEqual(serials, [11, 12, 13, 14])
        self.assertEqual(self.findings(*wrong).mapped("reason"), ["number"] * 4)
        self.assertFalse(self.block(self.leased).used)

    def test_a_till_does_not_say_what_the_books_have(self):
        sent = self.sync((self.thing, 1))
        block = self.block(self.leased)
        sent |= {
            "md_receipt_number": "T2-1",
            "md_receipt_serial": 7,
            "md_receipt_block_id": block.id,
            "md_receipt_claim": "nonsense",
        }
        self.assertEqual(self.take(sent), ["stored"])
        self.assertEqual(self.order(sent).md_receipt_serial, 11)

    def test_a_basket_has_no_number(self):
        sent = self.numbered(self.leased, 1)
        draft = {**deepcopy(sent), "state": "draft", "payment_ids": []}
        self.send(draft)
        self.assertFalse(self.order(sent).md_receipt_number)
        self.assertFalse(self.order(sent).md_receipt_claim)
        self.assertEqual(self.take(sent), ["stored"])
        self.assertEqual(self.order(sent).md_receipt_serial, 1)

    def test_last_years_receipt_gets_a_number_of_its_year(self):
        now = self.env["md.clock"]._now()
        day = (now - timedelta(days=365)).strftime("%Y-%m-%d 10:00:00")
        sent = self.sync((self.thing, 1), date_order=day)
        self.take(sent)
        this = self.numbers._year(self.config, now)
        year = self.order(sent).md_receipt_block_id.year
        self.assertLess(year, this.name)
        mad = self.sync((self.thing, 1), date_order="1999-01-01 10:00:00")
        self.take(mad)
        self.assertEqual(self.order(mad).md_receipt_block_id.year, this.name)

    def test_a_refund_of_the_back_office_has_a_number(self):
        sent = self.numbered(self.leased, 1)
        self.take(sent)
        refund = self.order(sent)._refund()
        self.assertFalse(refund.md_receipt_number)
        pay = self.env["pos.make.payment"].with_context(active_id=refund.id)
        pay.create({"payment_method_id": self.bank_pm1.id}).check()
        self.assertEqual(refund.md_receipt_serial, 11)


@tagged("post_install", "-at_install")
class TestVoidedNumbers(NumbersCase):
    """What is not used is voided with a reason, and never used again."""

    def setUp(self):
        super().setUp()
        self.open()
        self.leased = self.lease()

    def give_up(self, uuid, serial, note="26-1"):
        claim = self.claim(self.leased, serial)
        told = {"uuid": uuid, "note": note, **claim}
        answer = self.config.md_receipt_numbers({"device": "one", "voids": [told]})
        self.assertEqual(answer["voided"], [claim["number"]])

    def test_a_sale_that_did_not_take_place(self):
        self.give_up("a", 1)
        self.give_up("a", 1)
        self.assertEqual(self.voids(self.leased), [(1, 1, "cancelled")])
        void = self.block(self.leased).void_ids
        self.assertEqual((void.note, void.user_id), ("26-1", self.env.user))
        self.assertTrue(void.numbers.endswith("-000001"))
        sent = self.numbered(self.leased, 1)
        self.assertEqual(self.take(sent), ["stored"])
        self.assertEqual(self.order(sent).md_receipt_serial, 11, "never reused")
        self.assertEqual(self.findings(sent).reason, "number")
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            void.unlink()

    def test_what_the_books_have_is_not_voided(self):
        sent = self.numbered(self.leased, 1)
        self.take(sent)
        self.give_up(sent["uuid"], 1)
        self.give_up("of another order", 1)
        self.assertEqual(self.voids(self.leased), [])
        other = self.sync((self.thing, 1))
        self.take(other)
        self.give_up(other["uuid"], 2)
        self.assertEqual(self.voids(self.leased), [(2, 2, "elsewhere")])

    def test_a_lost_device(self):
        for serial in (1, 2, 5):
            self.take(self.numbered(self.leased, serial))
        self.give_up("a", 3)
        block = self.block(self.leased)
        self.assertIn("000004", block.explanation)
        block.action_void_rest()
        self.assertEqual(
            self.voids(self.leased),
            [(3, 3, "cancelled"), (4, 4, "lost"), (6, 10, "lost")],
        )
        self.assertEqual((block.used, block.voided, block.unused), (3, 7, 0))
        self.assertEqual(block.state, "voided")
        late = self.numbered(self.leased, 6)
        self.assertEqual(self.take(late), ["stored"])
        self.assertEqual(self.order(late).md_receipt_serial, 11)
        self.assertIn("voided", self.findings(late).message)

    def test_a_removed_device(self):
        other = self.lease("other")
        self.numbers._device_removed(self.config, "one")
        self.assertEqual(self.voids(self.leased), [(1, 10, "removed")])
        self.assertEqual(self.voids(other), [])

    def test_what_is_left_of_a_year(self):
        self.take(self.numbered(self.leased, 1))
        block = self.block(self.leased)
        now = self.env["md.clock"]._now()
        block.sudo().ends = now - timedelta(days=13)
        self.numbers._cron_year_end()
        self.assertEqual(self.voids(self.leased), [], "receipts may be on their way")
        block.sudo().ends = now - timedelta(days=14)
        self.numbers._cron_year_end()
        self.assertEqual(self.voids(self.leased), [(2, 10, "year_end")])
        self.numbers._cron_year_end()
        self.assertEqual(block.voided, 9)

    def test_a_receipt_that_will_not_be_stored(self):
        sent = self.numbered(self.leased, 4)
        sent["payment_ids"][0][2]["payment_method_id"] = 987654
        self.assertEqual(self.take(sent), ["refused"])
        self.assertEqual(self.voids(self.leased), [], "it may still be")
        found = self.findings(sent)
        found.note = "Sold again by hand"
        found.action_resolve()
        self.assertEqual(self.voids(self.leased), [(4, 4, "not_stored")])
        self.assertEqual(self.block(self.leased).void_ids.note, "Sold again by hand")

    def test_a_refused_receipt_keeps_its_number_until_it_is_stored(self):
        sent = self.numbered(self.leased, 4)
        good = deepcopy(sent)
        sent["payment_ids"][0][2]["payment_method_id"] = 987654
        self.take(sent)
        self.assertEqual(self.take(good), ["stored"])
        self.assertEqual(self.findings(sent).state, "resolved")
        self.assertEqual(self.order(good).md_receipt_serial, 4)
        self.assertEqual(self.voids(self.leased), [])

    def test_damaged_ones_void_nothing_that_is_not_theirs(self):
        broken = entry(self.numbered(self.leased, 4))
        broken["body"] += " x"
        self.config.md_outbox_take([broken])
        found = self.env["md.till.finding"].search([("uuid", "=", broken["uuid"])])
        found.note = "?"
        found.action_resolve()
        self.assertEqual(self.voids(self.leased), [])
