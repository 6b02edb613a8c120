import json

from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestTillNews(TransactionCase):
    """Open tills hear of products that changed, closed ones do not."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["pos.session"].search([("state", "=", "opened")]).state = "closed"
        cls.open, cls.closed = cls.env["pos.config"].create(
            [
                {"name": name, "payment_method_ids": False}
                for name in ("Open Till", "Closed Till")
            ]
        )
        for till in cls.open | cls.closed:
            till._ensure_access_token()
        cls.env["pos.session"].create({"config_id": cls.open.id}).state = "opened"
        cls.products = cls.env["product.template"].create(
            [{"name": f"News {n}", "available_in_pos": True} for n in range(3)]
        )

    def setUp(self):
        super().setUp()
        self.env.cr.precommit.clear()
        self.first = self.env["bus.bus"].search([], order="id desc", limit=1).id or 0

    def told(self):
        """[(till, ids)] that were sent since."""
        self.env.flush_all()
        self.env.cr.precommit.run()
        rows = self.env["bus.bus"].search([("id", ">", self.first)], order="id")
        self.first = max(rows.ids, default=self.first)
        names = {
            f"{t.access_token}-MD_PRODUCTS": t.name for t in self.open | self.closed
        }
        messages = [json.loads(row.message) for row in rows]
        return [
            (names[message["type"]], message["payload"]["ids"])
            for message in messages
            if message["type"] in names
        ]

    def test_one_message_to_each_open_till(self):
        for product in self.products:
            product.list_price = 7
        self.products[0].barcode = "NEWS-0"
        self.assertEqual(self.told(), [("Open Till", self.products.ids)])

    def test_what_tills_do_not_show_is_not_told(self):
        self.products.write({"description_purchase": "x"})
        self.assertEqual(self.told(), [])

    def test_change_request_tells_them(self):
        managers = self.env["res.users"].create(
            [
                {
                    "name": name,
                    "login": name,
                    "group_ids": [self.env.ref("md_inventory_core.group_manager").id],
                }
                for name in ("news one", "news two")
            ]
        )
        desk = self.env["md.change.desk"].with_user(managers[0])
        product = self.products[0]
        request = desk._draft([(product, "list_price", '"1.2"')], "news")
        request.action_ask()
        approval = request.sudo().approval_id.with_user(managers[1])
        self.env["md.approval"].with_user(managers[1])._approve(approval)
        self.told()
        self.env["md.change.applier"]._cron_apply()
        self.assertEqual(self.told(), [("Open Till", product.ids)])
        self.assertEqual(product.list_price, 1.2)

    def test_drafts_are_not_offered(self):
        draft = self.env["product.template"].create(
            {
                "name": "Draft",
                "available_in_pos": True,
                "barcode": "DRAFT-1",
                "md_life": "draft",
            }
        )
        templates = self.env["product.template"]
        domain = templates._load_pos_data_domain({}, self.open)
        self.assertNotIn(draft, templates.search(domain))
        session = self.open.current_session_id
        found = session.find_product_by_barcode("DRAFT-1", self.open.id)
        self.assertEqual(found["product.template"], [])
        draft.md_action_activate()
        self.assertIn(draft, templates.search(domain))
