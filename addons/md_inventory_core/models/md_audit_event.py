import json

from odoo import api, fields, models
from odoo.fields import Domain

from .fields import LooseMany2one

KINDS = [
    ("login", "Login"),
    ("rights", "Rights"),
    ("price", "Price"),
    ("stock", "Stock Adjustment"),
    ("settings", "Settings"),
    ("export", "Export"),
    ("approval", "Approval"),
    ("refusal", "Refusal"),
    ("trail", "Audit Trail"),
]


class MdAuditEvent(models.Model):
    """One fact of the audit trail: who did what to which record, when and from where.

    Rows come only from `md.audit.trail`. Links to users and companies have no foreign
    key, so that an event outlives what it speaks of. The column ``txid``, unknown to
    the ORM, holds the inserting transaction's number: the chain's order of events.
    """

    _name = "md.audit.event"
    _inherit = ["md.append.only.mixin"]
    _description = "Audit Event"
    _order = "id desc"
    _rec_name = "action_label"
    _log_access = False

    at = fields.Datetime("When", required=True, readonly=True)
    kind = fields.Selection(KINDS, required=True, readonly=True)
    action = fields.Char(required=True, readonly=True)
    user_id = LooseMany2one(
        "res.users", "Who", readonly=True, help="The person who was logged in"
    )
    login = fields.Char(readonly=True, help="Login as it was typed or as it was then")
    acting_user_id = LooseMany2one(
        "res.users",
        "As Whom",
        readonly=True,
        help="The user whose rights were used, when it was somebody else",
    )
    elevated = fields.Boolean(
        "With System Rights",
        readonly=True,
        help="The program did it for the user, beyond the user's own rights",
    )
    company_id = LooseMany2one("res.company", readonly=True)
    origin = fields.Selection(
        [
            ("web", "Browser"),
            ("api", "API"),
            ("cron", "Scheduled Action"),
            ("shell", "Server"),
        ],
        readonly=True,
    )
    ip = fields.Char("IP Address", readonly=True)
    till = fields.Char(readonly=True)
    model = fields.Char(readonly=True)
    res_id = fields.Many2oneReference(
        "Record", model_field="model", readonly=True, aggregator=None
    )
    before = fields.Text(readonly=True, help="Values before, as JSON")
    after = fields.Text(readonly=True, help="Values after, as JSON")
    reason = fields.Char(readonly=True)
    request_id = fields.Char(readonly=True)
    action_label = fields.Char("Deed", compute="_compute_action_label")
    changes = fields.Text(compute="_compute_changes")
    model_label = fields.Char("Document", compute="_compute_record")
    record_label = fields.Char("Record Name", compute="_compute_record")
    link_id = fields.Many2one("md.audit.link", "Chain", compute="_compute_link")

    _record_idx = models.Index("(model, res_id)")
    _at_idx = models.Index("USING brin (at)")

    def init(self):
        """Add the column and the index that the chain worker reads along."""
        result = super().init()
        self.env.cr.execute(
            """
            ALTER TABLE md_audit_event ADD COLUMN IF NOT EXISTS txid bigint
                DEFAULT (pg_current_xact_id()::text::bigint);
            CREATE INDEX IF NOT EXISTS md_audit_event_txid_idx
                ON md_audit_event (txid, id);
            CREATE SEQUENCE IF NOT EXISTS md_audit_floor MINVALUE 0 START 0;
            """
        )
        return result

    @api.depends("action")
    @api.depends_context("lang")
    def _compute_action_label(self):
        labels = self.env["md.audit.registry"]._labels()
        for event in self:
            event.action_label = labels.get(event.action, event.action)

    @api.depends("before", "after", "model")
    def _compute_changes(self):
        for event in self:
            before, after = (
                json.loads(event.before or "{}"),
                json.loads(event.after or "{}"),
            )
            event.changes = "\n".join(
                event._change_line(name, before, after)
                for name in dict.fromkeys([*before, *after])
            )

    @api.depends("model", "res_id")
    def _compute_record(self):
        for event in self:
            known = event.model in self.env and not self.env[event.model]._abstract
            event.model_label = (
                self.env["ir.model"]._get(event.model).name if known else event.model
            )
            event.record_label = event._label_of_record() if known else False

    def _compute_link(self):
        links = self.env["md.audit.link"].search([("event_id", "in", self.ids)])
        by_event = {link.event_id: link for link in links}
        for event in self:
            event.link_id = by_event.get(event.id, False)

    def action_verify(self):
        """Verify archives and chain from the first event on, and tell the outcome."""
        self.env["md.audit.link"].check_access("read")
        found = self.env["md.audit.chain"].verify()
        broken = found["broken"]
        if broken:
            title = self.env._("The audit chain is broken")
            message = self.env._(
                "First broken link: %(seq)s (event %(event_id)s): %(why)s.", **broken
            )
        else:
            title = self.env._("The audit chain is unbroken")
            message = self.env._(
                "%(events)s events verified in %(seconds)s s, %(waiting)s wait to be "
                "chained. Head: %(seq)s %(hash)s",
                events=found["events"],
                seconds=round(found["seconds"], 2),
                waiting=found["unchained"],
                seq=found["head"][0],
                hash=found["head"][1][:16],
            )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "title": title,
                "message": message,
                "type": "danger" if broken else "success",
                "sticky": bool(broken),
            },
        }

    @api.model
    def _action_of(self, records):
        """Window action with the trail of ``records``; of products, variants too."""
        domain = Domain("model", "=", records._name) & Domain(
            "res_id", "in", records.ids
        )
        if records._name == "product.template":
            variants = records.with_context(active_test=False).product_variant_ids
            domain |= Domain("model", "=", variants._name) & Domain(
                "res_id", "in", variants.ids
            )
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "md_inventory_core.md_audit_event_action"
        )
        return {**action, "path": False, "domain": list(domain)}

    def _label_of_record(self):
        """Name of the record now; its number when it is gone or not to be seen."""
        if not self.res_id:
            return False
        record = self.env[self.model].browse(self.res_id).exists()
        if record and record.has_access("read"):
            return record.display_name
        return f"#{self.res_id}"

    def _change_line(self, name, before, after):
        """One change for people: ``Sales Price: 10.0 → 12.0``."""
        field = self.model in self.env and self.env[self.model]._fields.get(name)
        label = field.get_description(self.env, ["string"])["string"] if field else name
        old, new = (_for_people(values.get(name)) for values in (before, after))
        if name not in before:
            return f"{label}: {new}"
        if name not in after:
            return f"{label}: {old} → –"
        return f"{label}: {old} → {new}"


def _for_people(value):
    """A value of an event's JSON as text; relations are [[id, name], ...]."""
    if value is None or value is False or value == []:
        return "–"
    if isinstance(value, list):
        return ", ".join(str(v[1]) if isinstance(v, list) else str(v) for v in value)
    return str(value)
