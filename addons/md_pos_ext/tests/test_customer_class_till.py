from odoo.tests import tagged

from .promotion_common import PromotionCase


@tagged("post_install", "-at_install")
class TestCustomerClassTill(PromotionCase):
    """Tills know the class of a customer, and what was spent there counts."""

    def test_a_till_is_told_the_class(self):
        gold = self.env["md.customer.class"].create(
            {"name": "Gold of tills", "company_id": self.company.id}
        )
        news = self.config.md_promotions(customer=self.customer.id)
        self.assertNotIn(f"class:{gold.id}", news["customer"]["groups"])
        self.env["md.customer.membership"].create(
            {"partner_id": self.customer.id, "class_id": gold.id}
        )
        news = self.config.md_promotions(customer=self.customer.id)
        self.assertIn(f"class:{gold.id}", news["customer"]["groups"])

    def test_spent_at_a_till_less_what_came_back(self):
        regular = self.env["md.customer.class"].create(
            {"name": "Regular", "company_id": self.company.id, "least_spend": 30}
        )
        self.open()
        service = self.env["md.customer.classes"]
        self.sell((self.thing, 3), customer=self.customer)
        service._renew(self.company)
        found = service._of(self.customer)[self.customer.id]
        self.assertEqual(found, regular)
        self.sell((self.thing, -1), customer=self.customer)
        service._renew(self.company)
        self.assertFalse(service._of(self.customer)[self.customer.id])
