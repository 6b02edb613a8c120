import json

from odoo.tests import TransactionCase
from odoo.tools import SQL


class AuditCase(TransactionCase):
    """Reads what the trail recorded within a test's one transaction."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.events = cls.env["md.audit.event"]
        cls.trail = cls.env["md.audit.trail"]
        cls.chain = cls.env["md.audit.chain"]
        cls.env.cr.flush()  # what the set-up of the class itself did
        cls.start = cls.events.search([], limit=1).id or 0

    def recorded(self, **only):
        """New events in the order they were made, as dicts; filtered by fields."""
        self.env.cr.flush()
        domain = [("id", ">", self.start)]
        domain += [(name, "=", value) for name, value in only.items()]
        return [
            {
                **event,
                "before": json.loads(event["before"] or "{}"),
                "after": json.loads(event["after"] or "{}"),
            }
            for event in self.events.search_read(domain, order="id", load=None)
        ]

    def forget(self):
        """Look only at what comes from now on."""
        self.env.cr.flush()
        self.start = self.events.search([], limit=1).id or 0

    def force(self, query, *args):
        """Change the trail as its owner in PostgreSQL could, triggers switched off."""
        self.env.cr.flush()
        self._switch("DISABLE")
        self.env.cr.execute(query, args)
        self._switch("ENABLE ALWAYS")
        self.env.invalidate_all()

    def _switch(self, how):
        for table in ("md_audit_event", "md_audit_link", "md_audit_archive"):
            for trigger in (f"{table}_append_only", f"{table}_append_only_all"):
                self.env.cr.execute(
                    SQL(
                        "ALTER TABLE %s %s TRIGGER %s",
                        SQL.identifier(table),
                        SQL(how),
                        SQL.identifier(trigger),
                    )
                )
