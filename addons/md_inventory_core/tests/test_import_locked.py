import base64

from odoo.tests import tagged

from .governance_common import GovernanceCase

TEXT = "sku,price,weight\nBAS-5,{price},0.75\n"


@tagged("post_install", "-at_install")
class TestImportLocked(GovernanceCase):
    """What is locked for who imports is asked for, or refused; never just written."""

    def load(self, price, **values):
        """A checked import of the manager's."""
        jobs = self.env["md.import"].with_user(self.manager)
        data = base64.b64encode(TEXT.format(price=price).encode())
        job = jobs.create({"name": "prices.csv", "file": data, **values})
        job.action_check()
        return job

    def test_locked_changes_become_one_request(self):
        price = self.product.list_price
        job = self.load(price + 7)
        self.assertEqual(job.line_ids.state, "changed")
        self.assertFalse(job.request_id)
        job.action_import()
        self.product.invalidate_recordset()
        self.assertEqual((self.product.list_price, self.product.weight), (price, 0.75))
        request = job.request_id
        self.assertEqual((request.state, request.requester_id), ("draft", self.manager))
        self.assertEqual(request.line_ids.mapped("field"), ["list_price"])
        request.action_ask()
        self.approve(request)
        self.run_due()
        self.assertEqual(self.product.list_price, price + 7)
        self.assertEqual(self.load(price + 7).line_ids.state, "unchanged")

    def test_a_row_with_nothing_else(self):
        self.product.weight = 0.75
        job = self.load(self.product.list_price + 1)
        self.assertEqual((job.line_ids.state, job.asked_count), ("asked", 1))

    def test_or_are_refused(self):
        job = self.load(self.product.list_price + 7, ask_locked=False)
        self.assertEqual(job.line_ids.state, "refused")
        self.assertIn("Row 2, column price: Sales Price", job.line_ids.message)
        self.assertIn("is locked for you", job.line_ids.message)
