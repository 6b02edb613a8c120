from datetime import datetime
from unittest.mock import patch
from uuid import uuid4

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .test_outbox import OutboxCase


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
            ends = f"{2027 + (not soon)}-06-30 18:00:00"
            self.assertEqual(str(self.block(block).ends), ends)

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
