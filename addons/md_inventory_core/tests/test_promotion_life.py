from datetime import date, timedelta
from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .promotion_common import PromotionCase, at


@tagged("post_install", "-at_install")
class TestPromotionLife(PromotionCase):
    """Drafted by one, approved by another, started and ended by the clock."""

    def drafted(self, **vals):
        return self.make(goods=self.drinks, **vals).with_user(self.manager)

    def decide_by(self, promotion, user, state="approved"):
        request = promotion.sudo().approval_id
        verbs = self.verbs(user)
        deed = verbs._approve if state == "approved" else verbs._refuse
        deed(request.with_user(user), "so it is")
        promotion.invalidate_recordset()

    def test_a_second_person_approves(self):
        mine = self.drafted()
        mine.action_ask()
        self.assertEqual(mine.state, "asked")
        with self.refused(AccessError, "Nobody decides the own request"):
            self.decide_by(mine, self.manager)
        self.decide_by(mine, self.deputy)
        self.assertEqual(
            (mine.state, mine.approver_id, mine.rev), ("running", self.deputy, 1)
        )
        self.assertEqual(self.total(mine, [(self.tea, 1)]), "90.00")

    def test_refused_is_a_draft_again(self):
        mine = self.drafted()
        mine.action_ask()
        self.decide_by(mine, self.deputy, "refused")
        self.assertEqual(mine.state, "draft")
        mine.percent = 5
        mine.action_ask()
        self.decide_by(mine, self.deputy)
        self.assertEqual((mine.state, mine.rev), ("running", 2))

    def test_one_person_where_the_company_says_so(self):
        kind = self.env.ref("md_inventory_core.approval_kind_promotion")
        kind.second_person = False
        mine = self.drafted()
        mine.action_ask()
        self.assertEqual((mine.state, mine.approver_id), ("running", self.manager))

    def test_nobody_else_could_approve(self):
        managers = self.env.ref("md_inventory_core.group_manager").all_user_ids
        (managers - self.manager).active = False
        with self.refused(UserError, "needs a second manager"):
            self.drafted().action_ask()

    def test_an_expired_code_is_not_asked_for(self):
        past = self.env["md.clock"]._now() - timedelta(minutes=1)
        with self.refused(UserError, "its code has expired"):
            self.drafted(date_to=past, coupon="LATE").action_ask()

    def test_who_may(self):
        mine = self.drafted()
        for user in (self.cashier, self.auditor):
            with self.subTest(user.login), self.refused(AccessError):
                mine.with_user(user).action_ask()
            with self.subTest(user.login), self.refused(AccessError):
                mine.with_user(user).write({"percent": 99})
            with self.subTest(user.login), self.refused(AccessError):
                mine.goods_ids.with_user(user).write({"all_goods": True})
        with self.refused(AccessError, "done by its buttons"):
            mine.write({"state": "running"})
        with self.refused(AccessError, "begins as a draft"):
            mine.create({"name": "Sly", "state": "running"})

    def test_managers_of_a_store_stay_in_it(self):
        mine = self.drafted()
        with self.refused(AccessError, "is of other stores, too"):
            mine.with_user(self.southern).write({"percent": 99})
        with self.refused(AccessError, "is of other stores, too"):
            mine.goods_ids.with_user(self.southern).write({"all_goods": True})
        with self.refused(AccessError, "is of other stores, too"):
            self.drafted().with_user(self.southern).copy()
        own = mine.copy({"warehouse_ids": [Command.set(self.south.ids)]})
        own.with_user(self.southern).percent = 30
        self.assertEqual(own.percent, 30)
        with self.refused(AccessError):
            own.with_user(self.southern).warehouse_ids = self.north
        north = mine.copy({"warehouse_ids": [Command.set(self.north.ids)]})
        self.assertFalse(north.with_user(self.southern).search([("id", "=", north.id)]))

    def test_what_is_on_sale_is_fixed(self):
        mine = self.on_sale(self.drafted())
        for deed in (
            lambda: mine.write({"percent": 90}),
            lambda: mine.goods_ids.write({"all_goods": True}),
            lambda: mine.goods_ids.unlink(),
            lambda: self.env["md.promotion.tier"].create(
                {"promotion_id": mine.id, "least": 1, "value": 1}
            ),
        ):
            with self.refused(UserError, "is no draft"):
                deed()
        with self.refused(UserError, "orders name it"):
            mine.unlink()
        mine.action_back()
        mine.percent = 20
        self.assertEqual((mine.state, mine.rev), ("draft", 2))
        self.assertFalse(self.catalogue._offered(mine.channel_ids, self.company))
        with self.refused(UserError, "its code stays"):
            mine.code = "OTHER"

    def test_pause_and_end(self):
        mine = self.on_sale(self.drafted())
        mine.action_pause()
        self.assertFalse(self.catalogue._offered(mine.channel_ids, self.company))
        mine.action_go_on()
        self.assertEqual(mine.state, "running")
        mine.action_end()
        self.assertEqual(
            (mine.state, mine.end_reason),
            ("ended", "Ended by ap_manager."[:0] or mine.end_reason),
        )
        self.assertIn(self.manager.name, mine.end_reason)
        with self.refused(UserError, "in state “Ended”"):
            mine.action_go_on()

    def test_the_clock(self):
        now = self.env["md.clock"]._now()
        coming = self.on_sale(self.drafted(date_from=now + timedelta(hours=1)))
        mine = self.on_sale(self.drafted(date_to=now + timedelta(hours=1)))
        self.assertEqual((coming.state, mine.state), ("approved", "running"))
        with self.later(hours=1):
            self.life._cron_follow_clock()
        self.assertEqual((coming.state, mine.state), ("running", "ended"))
        self.assertEqual(mine.ended_at, mine.date_to)

    def later(self, **delta):
        moment = self.env["md.clock"]._now() + timedelta(**delta)
        clock = self.env.registry["md.clock"]
        return patch.object(clock, "_now", lambda service: moment)

    def use(self, promotion, key, uses=1, amount="10.00", **more):
        row = {"promotion": promotion.code, "key": key, "uses": uses, "amount": amount}
        return self.env["md.promotion.usage"]._record([{**row, **more}])

    def test_a_repeat_adds_nothing(self):
        mine = self.on_sale(self.drafted())
        self.assertEqual(self.use(mine, "order-1", 2, "25.50"), 1)
        self.assertEqual(self.use(mine, "order-1", 2, "25.50"), 0)
        self.assertEqual((mine.used_count, mine.used_amount), (2, 25.5))
        self.assertEqual(self.use(mine, "order-1:return", -1, "-12.75"), 1)
        self.assertEqual((mine.used_count, mine.used_amount), (1, 12.75))
        uses = self.env["md.promotion.use"].search([("promotion_id", "=", mine.id)])
        with self.refused(AccessError, "append-only"):
            uses.unlink()

    def test_the_budget_ends_it_and_tells_its_owner_once(self):
        mine = self.on_sale(self.drafted(budget=100, owner_id=self.deputy.id))
        self.use(mine, "order-1", amount="99.99")
        self.life._cron_follow_clock()
        self.assertEqual(mine.state, "running")
        self.use(mine, "order-2", amount="0.01")
        # at once, before the job has run
        self.assertFalse(self.catalogue._offered(mine.channel_ids, self.company))
        for _twice in range(2):
            self.life._cron_follow_clock()
        self.assertEqual(mine.state, "ended")
        self.assertIn("Used 2 times, customers saved 100.00", mine.end_reason)
        [told] = mine.activity_ids
        self.assertEqual(told.user_id, self.deputy)

    def test_a_number_of_uses_ends_it(self):
        mine = self.on_sale(self.drafted(most_uses=3))
        self.use(mine, "order-1", 3)
        self.life._cron_follow_clock()
        self.assertEqual(mine.state, "ended")

    def test_uses_of_a_customer_in_a_period(self):
        partner = self.env["res.partner"].create({"name": "Rahima"})
        mine = self.on_sale(self.drafted(per_customer=2, period="day"))
        # 23 November in Dhaka begins at 18:00 UTC of the 22nd
        for key, when in (
            ("a", at(2026, 11, 22, 17)),
            ("b", at(2026, 11, 22, 19)),
        ):
            self.use(mine, key, partner=partner.id, at=when)
        told = self.facts._customer(partner, at(2026, 11, 23, 6))
        self.assertEqual(told["used"], {mine.code: 1})
        lines = [(self.tea, 3)]
        day = "2026-11-23T06:00:00Z"
        self.assertEqual(self.total(mine, lines, day, partner), "290.00")
        self.assertEqual(
            self.total(mine, lines, "2026-11-24T06:00:00Z", partner), "280.00"
        )

    def test_birthdays(self):
        partner = self.env["res.partner"].create({"name": "Leap", "tz": "Asia/Dhaka"})
        partner.md_birth_date = date(2000, 2, 29)
        for when, has in (
            (at(2027, 2, 27, 17, 59), False),
            (at(2027, 2, 27, 18), True),
            (at(2027, 2, 28, 18), False),
            (at(2028, 2, 28, 18), True),
            (at(2028, 2, 28, 17), False),
        ):
            groups = self.facts._customer(partner, when)["groups"]
            self.assertEqual("birthday" in groups, has, when)
        with self.refused(AccessError):
            partner.with_user(self.cashier).read(["md_birth_date"])

    def test_conflicts(self):
        mine = self.drafted(name="Drinks", tue=True)
        other = self.drafted(name="Tea week").with_env(self.env)
        other.goods_ids.write(
            {
                "category_ids": [Command.clear()],
                "product_ids": [Command.set(self.tea.ids)],
            }
        )
        self.assertIn("Tea week", mine.conflicts)
        self.assertIn("Tea, too. Both are of the same layer", mine.conflicts)
        other.layer = 2
        mine.invalidate_recordset()
        self.assertIn("one on top of the other", mine.conflicts)
        other.wed = True  # not on the same day
        mine.invalidate_recordset()
        self.assertFalse(mine.conflicts)

    def test_every_change_is_in_the_trail(self):
        mine = self.drafted()
        mine.percent = 25
        events = self.recorded(kind="price", model="md.promotion")
        changed = [e for e in events if e["after"].get("percent") == 25]
        self.assertEqual(changed[0]["before"]["percent"], 10)
        self.assertEqual(changed[0]["user_id"], self.manager.id)

    def test_a_trial_basket(self):
        mine = self.drafted(kind="nth", percent=100, window_ids=[Command.create({})])
        trial = self.env["md.promotion.trial"].browse(mine.action_try()["res_id"])
        trial.line_ids.unlink()
        vals = {"product_id": self.tea.id, "qty": 3}
        trial.line_ids = [Command.create(vals)]
        self.assertEqual((trial.gross, trial.discount, trial.net), (300, 100, 200))
        self.assertEqual(trial.line_ids.deals, mine.name)
        trial.line_ids.qty = 2
        self.assertEqual(trial.net, 200)
        saved = f"{mine.currency_id.symbol} 100.00"
        self.assertEqual(trial.hints, f"{mine.name}: 1 more and you save {saved}")
