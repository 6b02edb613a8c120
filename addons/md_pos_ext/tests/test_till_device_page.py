from odoo.tests import HttpCase, new_test_user, tagged


@tagged("post_install", "-at_install")
class TestTillDevicePage(HttpCase):
    """The page that sends and deletes, and whom it answers."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        groups = "md_inventory_core.group_cashier"
        new_test_user(cls.env, "device_page", groups=groups)
        new_test_user(cls.env, "device_portal", groups="base.group_portal")
        till = cls.env["pos.config"].create({"name": "Page Till"})
        devices = cls.env["md.till.devices"]
        for key in ("page-one", "page-two"):
            devices._seen(till, {"device": key, "unsent": 0})
        cls.device = cls.env["md.till.device"].search([("key", "=", "page-one")])
        cls.device._remove(False, "Sold")
        cls.till = till

    def call(self, path, devices):
        answer = self.url_open(
            f"/pos/removed/{path}", json={"params": {"devices": devices}}
        )
        answer.raise_for_status()
        self.headers = answer.headers
        return answer.json().get("result")

    def test_only_who_is_removed_is_told_to_go(self):
        self.authenticate("device_page", "device_page")
        page = self.url_open("/pos/removed")
        self.assertIn("assets_removed", page.text)
        self.assertIn(f'data-database="{self.env.cr.dbname}"', page.text)
        self.assertEqual(
            self.call("ask", ["page-one"]), {"removed": True, "tills": self.till.ids}
        )
        nobody = {"removed": False, "tills": []}
        for keys in (["page-two"], [], "page-one", [3], ["x" * 65]):
            self.assertEqual(self.call("ask", keys), nobody, keys)
        self.assertEqual(self.call("wiped", ["page-two"]), {"done": False})
        self.assertEqual(self.url_open("/pos/removed").status_code, 200)
        self.assertEqual(self.call("wiped", ["page-one"]), {"done": True})
        self.assertEqual(self.headers["Clear-Site-Data"], '"cache"')
        self.assertEqual(self.device.state, "wiped")
        self.assertIn("/web/login", self.url_open("/pos/removed").url, "logged out")

    def test_customers_of_the_shop_are_told_nothing(self):
        self.authenticate("device_portal", "device_portal")
        self.assertEqual(self.url_open("/pos/removed").status_code, 404)
        self.assertEqual(self.call("wiped", ["page-one"]), {"done": False})
        self.assertFalse(self.call("ask", ["page-one"])["removed"])
        self.assertEqual(self.device.state, "removed")
