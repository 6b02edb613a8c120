from odoo.service.model import call_kw

from .approval_common import ApprovalCase


class GovernanceCase(ApprovalCase):
    """A company that governs its products, people of every role, short ways."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.md_products_governed = True
        cls.product.write({"default_code": "BAS-5", "barcode": "4006381333931"})
        cls.product.standard_price = 60
        cls.keeper = cls.person("ap_keeper", "warehouse")
        cls.env.cr.flush()
        cls.start = cls.events.search([], limit=1).id or 0

    def save(self, user, record, vals):
        """As the web client saves a form."""
        return call_kw(record.with_user(user), "write", [record.ids, vals], {})

    def wish(self, record, name, value):
        """A wish as the desk takes it."""
        values = self.env["md.change.values"]
        return (record, name, values._encode(record._fields[name], value))

    def draft(self, *wishes, user=None, reason="new price list", at=None, **more):
        """A draft of the manager."""
        desk = self.env["md.change.desk"].with_user(user or self.manager)
        wishes = [
            self.wish(*wish) for wish in wishes or [(self.product, "list_price", 80)]
        ]
        return desk._draft(wishes, reason, at, **more)

    def asked_change(self, *wishes, user=None, **more):
        """A request that waits for somebody else."""
        request = self.draft(*wishes, user=user, **more)
        request.action_ask()
        return request

    def approve(self, request, user=None):
        """On the deputy's own screen."""
        self.decide(request.sudo().approval_id, user or self.deputy)
        request.invalidate_recordset()

    def run_due(self):
        """What the cron does each minute."""
        self.env.flush_all()
        self.env["md.change.applier"]._cron_apply()
        self.env.invalidate_all()

    def applied(self, *wishes, **more):
        """A request from asking to the end."""
        request = self.asked_change(*wishes, **more)
        self.approve(request)
        self.run_due()
        return request

    def states(self, request):
        """States of its lines, by field."""
        return {line.field: line.state for line in request.line_ids}
