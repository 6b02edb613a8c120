from odoo import http
from odoo.tests import HttpCase, tagged

from .recommend_common import TODAY, RecommendCase


@tagged("post_install", "-at_install")
class TestSuggestionChoice(RecommendCase):
    """Who wants no personal suggestions has none, at once."""

    def setUp(self):
        super().setUp()
        for age in (30, 20, 10):
            self.sell(self.tea, age=age)
        self.sell(self.salt, customer=self.env["res.partner"].create({"name": "B"}))
        self.compute()

    def usual(self):
        return self.env["md.suggestions"]._for_customer(self.customer, self.company)

    def test_usually_buys(self):
        [tea] = self.usual()
        self.assertEqual(tea["product_id"], self.tea.id)
        self.assertEqual((tea["days"], tea["interval"]), (3, 10))
        self.assertEqual(tea["due"], TODAY)
        self.assertEqual(self.customer.md_habit_count, 1)

    def test_no_deletes_at_once_and_stays(self):
        self.customer.md_no_suggestions = True
        self.assertFalse(self.usual())
        self.assertFalse(self.habits())
        baskets = self.env["md.basket"].search([("company_id", "=", self.company.id)])
        self.assertNotIn(self.customer, baskets.partner_id)
        self.sell(self.tea)
        self.settings.window = 400  # all is read again
        self.compute()
        self.assertFalse(self.habits())
        self.assertNotIn(self.customer, baskets.search([]).partner_id)

    def test_no_of_a_company_is_that_of_its_contacts(self):
        boss = self.env["res.partner"].create({"name": "Firm", "is_company": True})
        self.customer.parent_id = boss
        boss.md_no_suggestions = True
        self.assertFalse(self.usual())
        self.assertFalse(self.habits())
        self.compute()
        self.assertFalse(self.habits())

    def test_yes_again(self):
        self.customer.md_no_suggestions = True
        self.customer.md_no_suggestions = False
        self.assertFalse(self.usual())
        for age in (3, 2, 1):
            self.sell(self.milk, age=age)
        self.compute()
        self.assertIn(("Rahima", "Milk"), self.habits())


@tagged("post_install", "-at_install")
class TestSuggestionPage(HttpCase):
    """The customer's own page."""

    def test_switch_off_and_on(self):
        user = self.env["res.users"].create(
            {
                "name": "Portal Customer",
                "login": "md_portal",
                "password": "md_portal_1",
                "group_ids": [(6, 0, self.env.ref("base.group_portal").ids)],
            }
        )
        self.authenticate("md_portal", "md_portal_1")
        page = self.url_open("/my/account").text
        self.assertIn("Switch off and delete", page)
        form = {"csrf_token": http.Request.csrf_token(self), "wanted": ""}
        page = self.url_open("/my/md/suggestions", data=form).text
        self.assertTrue(user.partner_id.md_no_suggestions)
        self.assertIn("is not remembered", page)
        self.url_open("/my/md/suggestions", data={**form, "wanted": "1"})
        self.assertFalse(user.partner_id.md_no_suggestions)

    def test_not_without_log_in_nor_token(self):
        answer = self.url_open("/my/md/suggestions", data={"wanted": ""})
        self.assertNotEqual(answer.status_code, 500)
        self.assertNotIn("Switch on", answer.text)
