from odoo.exceptions import UserError, ValidationError
from odoo.tests import new_test_user, tagged

from .audit_common import AuditCase


@tagged("post_install", "-at_install")
class TestAuditDeeds(AuditCase):
    """Deeds that are more than a changed field: counts, scraps, exports, settings."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.location = cls.env["stock.warehouse"].search([], limit=1).lot_stock_id
        cls.product = cls.env["product.product"].create(
            {"name": "Tea", "is_storable": True}
        )
        cls.worker = new_test_user(
            cls.env, "md_worker", groups="md_inventory_core.group_warehouse"
        )
        cls.env.cr.flush()
        cls.start = cls.events.search([], limit=1).id

    def count(self, quantity):
        quants = self.env["stock.quant"].with_user(self.worker)
        quant = quants.with_context(inventory_mode=True).create(
            {
                "product_id": self.product.id,
                "location_id": self.location.id,
                "inventory_quantity": quantity,
            }
        )
        quant.action_apply_inventory()
        return quant

    def test_count_tells_before_and_after(self):
        self.count(10)
        quant = self.count(7)
        first, second = self.recorded(kind="stock")
        self.assertEqual(
            [
                (e["before"]["quantity"], e["after"]["quantity"])
                for e in (first, second)
            ],
            [(0, 10), (10, 7)],
        )
        self.assertEqual(
            (second["action"], second["login"], second["res_id"], second["company_id"]),
            ("stock.adjusted", "md_worker", quant.id, self.env.company.id),
        )
        self.assertEqual(second["after"]["product"], self.product.display_name)
        self.assertEqual(second["after"]["location"], self.location.display_name)

    def test_count_that_confirms_is_no_adjustment(self):
        self.count(10)
        self.forget()
        self.count(10)
        self.assertEqual(self.recorded(kind="stock"), [])

    def test_scrap_tells_why(self):
        self.count(10)
        self.forget()
        reason = self.env["stock.scrap.reason.tag"].create({"name": "Broken jar"})
        scrap = self.env["stock.scrap"].create(
            {
                "product_id": self.product.id,
                "scrap_qty": 2,
                "location_id": self.location.id,
                "scrap_reason_tag_ids": reason.ids,
            }
        )
        scrap.action_validate()
        [event] = self.recorded(kind="stock")
        self.assertEqual(
            (event["action"], event["after"]["quantity"], event["reason"]),
            ("stock.scrapped", 2, "Broken jar"),
        )

    def test_export_tells_who_took_how_much(self):
        manager = new_test_user(
            self.env, "md_boss", groups="md_inventory_core.group_manager"
        )
        self.forget()
        self.product.with_user(manager).export_data(["name", "list_price"])
        [event] = self.recorded()
        self.assertEqual(
            (event["kind"], event["login"], event["model"], event["after"]),
            (
                *("export", "md_boss", "product.product"),
                {"records": 1, "fields": ["name", "list_price"]},
            ),
        )

    def test_export_of_the_trail_is_itself_an_event(self):
        auditor = new_test_user(
            self.env, "md_auditor", groups="md_inventory_core.group_auditor"
        )
        self.forget()
        self.events.with_user(auditor).search([], limit=3).export_data(["action"])
        [event] = self.recorded()
        self.assertEqual(event["model"], "md.audit.event")

    def test_refused_export_leaves_no_export_behind(self):
        self.forget()
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self.product.with_user(self.worker).export_data(["name"])
        self.assertEqual(self.recorded(kind="export"), [])

    def test_settings_screen(self):
        settings = self.env["res.config.settings"]
        settings.create({"md_audit_retention_months": 36}).execute()
        key = self.env.ref("md_inventory_core.audit_retention_months").id
        [event] = self.recorded(model="ir.config_parameter", res_id=key)
        self.assertEqual(
            (event["before"]["value"], event["after"]["value"]), ("0", "36")
        )
        for months in (-1, 5, 600):
            with self.assertRaises(ValidationError) as caught, self.env.cr.savepoint():
                settings.create({"md_audit_retention_months": months})
            self.assertIn(f"not {months}", str(caught.exception))

    def test_group_switched_on_for_everybody_is_a_right(self):
        routes = self.env.ref("stock.group_adv_location")
        self.env.ref("base.group_user").implied_ids -= routes
        self.forget()
        settings = self.env["res.config.settings"]
        settings.create({"group_stock_adv_location": True}).execute()
        changed = [
            event
            for event in self.recorded(model="res.groups")
            if [routes.id, routes.display_name] in event["after"].get("implied_ids", [])
        ]
        self.assertEqual([event["kind"] for event in changed], ["rights"])
