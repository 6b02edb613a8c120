from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal
from unittest.mock import patch

from odoo.service.model import call_kw
from odoo.tests import new_test_user

from .audit_common import AuditCase

ROLE = "md_inventory_core.group_"
KIND = "price_change"
PIN, OTHER_PIN, WRONG = "7391", "5820", "9999"


class ApprovalCase(AuditCase):
    """Two stores, people of every role, a product, and short ways to the verbs."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        cls.north, cls.south = cls.env["stock.warehouse"].create(
            [{"name": "North", "code": "MDN"}, {"name": "South", "code": "MDS"}]
        )
        cls.cashier = cls.person("ap_cashier", "cashier")
        cls.colleague = cls.person("ap_colleague", "cashier")
        cls.manager = cls.person("ap_manager", "manager")
        cls.deputy = cls.person("ap_deputy", "manager")
        cls.southern = cls.person("ap_southern", "manager", md_store_ids=cls.south.ids)
        cls.auditor = cls.person("ap_auditor", "auditor")
        cls.admin = cls.person("ap_admin", "admin")
        cls.product = cls.env["product.template"].create(
            {"name": "Basmati 5 kg", "list_price": 100}
        )
        cls.kind = cls.env.ref("md_inventory_core.approval_kind_price_change")
        cls.env.cr.flush()
        cls.start = cls.events.search([], limit=1).id or 0

    @classmethod
    def person(cls, login, role, **vals):
        """User with one role."""
        return new_test_user(cls.env, login, groups=ROLE + role, **vals)

    def verbs(self, user):
        """The service as this user."""
        return self.env["md.approval"].with_user(user)

    def ask(self, user=None, amount="20", what="100 -> 80", **more):
        """A request of the cashier for a price change."""
        user = user or self.cashier
        request = self.verbs(user)._ask(
            more.pop("kind", KIND),
            Decimal(amount),
            more.pop("record", self.product).with_user(user),
            what,
            more.pop("reason", "damaged box"),
            store=more.pop("store", self.north),
            **more,
        )
        return request.sudo()

    def require(self, user=None, amount="20", what="100 -> 80", **more):
        """What business code does before it acts."""
        user = user or self.cashier
        return self.verbs(user)._require(
            more.pop("kind", KIND),
            Decimal(amount),
            more.pop("record", self.product).with_user(user),
            what,
            store=more.pop("store", self.north),
            **more,
        )

    def decide(self, request, user=None, verb="_approve", reason="fine"):
        """A decision on the manager's own screen."""
        user = user or self.manager
        getattr(self.verbs(user), verb)(request.with_user(user), reason)

    def approved(self, **more):
        """A request that the manager approved."""
        request = self.ask(**more)
        self.decide(request)
        return request

    @contextmanager
    def refused(self, error, text=""):
        """The block raises ``error``, with ``text`` in one line if it is ours.

        Unlike assertRaises it undoes nothing: what was recorded apart stays.
        """
        try:
            yield
        except error as caught:
            self.assertIn(text, str(caught))
            if text:  # core says it in more lines
                self.assertNotIn("\n", str(caught).strip())
        else:
            self.fail(f"{error.__name__} was not raised")

    @contextmanager
    def later(self, **delta):
        """The block runs so much later (or earlier) by the clock of approvals."""
        clock = self.env.registry["md.clock"]
        moved = clock._now(self.env["md.clock"]) + timedelta(**delta)
        with patch.object(clock, "_now", lambda this: moved):
            self.env.invalidate_all()
            yield
        self.env.invalidate_all()

    def rpc(self, user, model, method, *args, **kwargs):
        """Call as the web client does, with only the user's own rights."""
        return call_kw(self.env[model].with_user(user), method, list(args), kwargs)

    def actions(self, *actions):
        """Recorded actions about approvals, oldest first; only these when given."""
        found = [event["action"] for event in self.recorded()]
        return [name for name in found if name in actions or not actions]


class PinCase(ApprovalCase):
    """Two managers with PINs, one of them with a badge; no lock from before."""

    other = "deputy"  # the second manager

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["md.auth.lock"].search([]).unlink()
        cls.badge = cls.env["md.pin"].with_user(cls.manager)._new_badge()
        cls.env["md.pin"].with_user(cls.manager)._set_pin(PIN)
        cls.env["md.pin"].with_user(getattr(cls, cls.other))._set_pin(OTHER_PIN)
        cls.env.cr.flush()
        cls.start = cls.events.search([], limit=1).id
