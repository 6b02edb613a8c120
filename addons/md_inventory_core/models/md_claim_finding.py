from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import float_repr

from ..lib.refusals import refused
from .fields import LooseMany2one

KINDS = [
    ("journal", "Claim and Journal"),
    ("counter", "Counter"),
    ("pool", "Pool"),
    ("unneeded", "Claim nobody needs"),
    ("unclaimed", "Reserved beyond the Claim"),
    ("over_reserved", "Reserved beyond the Stock"),
    ("shortage", "Shortage"),
    ("hold", "Expired Hold"),
    ("fact", "Not settled"),
]
ADMIN = "md_inventory_core.group_admin"


class MdClaimFinding(models.Model):
    """Something that the reconciler found: one row for the same trouble, seen again.

    Written by `md.claim.findings` only, in SQL; nobody deletes one or changes more
    than who answers for it. What is not seen any more is resolved. ``entry_id`` is the
    number of the first entry of the journal that is wrong; ``expected`` and ``found``
    are what ``why`` speaks of.
    """

    _name = "md.claim.finding"
    _description = "Reconciliation Finding"
    _order = "resolved_at desc nulls first, severity, last_seen_at desc, id desc"
    _log_access = False
    _rec_name = "kind"

    identity = fields.Char(required=True, readonly=True)
    kind = fields.Selection(KINDS, "What", required=True, readonly=True)
    severity = fields.Selection(
        [("error", "Drift"), ("warning", "Warning")], required=True, readonly=True
    )
    why = fields.Char(required=True, readonly=True)
    # no foreign keys: what is wrong may point at what does not exist
    product_id = LooseMany2one("product.product", readonly=True)
    warehouse_id = LooseMany2one("stock.warehouse", readonly=True)
    owner_id = fields.Integer(required=True, readonly=True, default=0, aggregator=None)
    pool_id = fields.Integer(required=True, readonly=True, default=0, aggregator=None)
    key = fields.Char("Claim Key", readonly=True)
    claim_id = LooseMany2one("md.stock.claim", readonly=True)
    entry_id = fields.Integer("First wrong Entry", readonly=True, aggregator=None)
    expected = fields.Float(
        "Should be", digits="Product Unit", readonly=True, aggregator=None
    )
    found = fields.Float("Is", digits="Product Unit", readonly=True, aggregator=None)
    model = fields.Char(readonly=True)
    res_id = fields.Many2oneReference(
        "Document", model_field="model", readonly=True, aggregator=None
    )
    subject = fields.Char("Name", readonly=True)
    first_seen_at = fields.Datetime("First Seen", required=True, readonly=True)
    last_seen_at = fields.Datetime("Last Seen", required=True, readonly=True)
    resolved_at = fields.Datetime("Resolved", readonly=True)
    times = fields.Integer(
        required=True,
        readonly=True,
        default=1,
        aggregator=None,
        help="How often it appeared: 1, and one more each time it came back.",
    )
    user_id = fields.Many2one(
        "res.users",
        "Responsible",
        index=True,
        ondelete="set null",
        help="Who answers for it: named in the settings, a manager to begin with.",
    )
    # tells that person of it, together with others
    activity_id = LooseMany2one("mail.activity", readonly=True, index=True)
    text = fields.Text("In Words", compute="_compute_text")
    repairable = fields.Boolean(compute="_compute_repairable")

    _identity_uniq = models.UniqueIndex("(identity)", "A finding is kept once.")
    _open_idx = models.Index("(kind) WHERE resolved_at IS NULL")

    @api.depends("why", "expected", "found", "key", "claim_id", "entry_id", "subject")
    @api.depends_context("lang")
    def _compute_text(self):
        sentences = self.env["md.claim.words"]._sentences()
        for finding in self:
            sentence = sentences.get(finding.why, finding.why or "")
            finding.text = sentence % finding._words() if finding.why else ""

    @api.depends("kind", "product_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for finding in self:
            what = kinds.get(finding.kind, finding.kind)
            finding.display_name = f"{what}: {self._name_of(finding.product_id)}"

    @api.depends("kind", "resolved_at")
    def _compute_repairable(self):
        repairs = self.env["md.claim.repair"]._repairs()
        for finding in self:
            finding.repairable = finding.kind in repairs and not finding.resolved_at

    def _words(self):
        return {
            "expected": self._quantity(self.expected),
            "found": self._quantity(self.found),
            "short": self._quantity(self.found - self.expected),
            "key": self.key or "?",
            "claim": self.claim_id.id,
            "entry": self.entry_id,
            "subject": self.subject or "?",
        }

    def _quantity(self, value):
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        text = float_repr(value, digits)
        return text.rstrip("0").rstrip(".") if "." in text else text

    def _facts(self):
        """What an event of the audit trail says of a finding."""
        product, warehouse = self.product_id, self.warehouse_id
        facts = {
            "what": self.kind,
            "product": [[product.id, self._name_of(product)]],
            "warehouse": [[warehouse.id, self._name_of(warehouse)]],
            "key": self.key,
            "claim": self.claim_id.id,
            "entry": self.entry_id,
            "text": self.text,
        }
        return {name: value for name, value in facts.items() if value}

    def _line(self):
        """All of it in one line, for the log."""
        place = map(self._name_of, (self.product_id, self.warehouse_id))
        return f"{' in '.join(place)}: {self.text}"

    def _name_of(self, record):
        return record.exists().display_name or (f"#{record.id}" if record else "?")

    def write(self, vals):
        if not self.env.su and vals.keys() - {"user_id"}:
            message = self.env._("Only who answers for a finding can be changed.")
            raise refused(AccessError(message), self._name, "write")
        result = super().write(vals)
        if "user_id" in vals:
            self._check_owners()
            self.env["md.claim.alert"]._follow(self)
        return result

    def _check_owners(self):
        """Whoever answers for a finding may see and mend it."""
        alert = self.env["md.claim.alert"]
        # sudo: of people whom the user may not read
        for finding in self.sudo().filtered("user_id"):
            user, warehouse = finding.user_id, finding.warehouse_id.exists()
            if not alert._may_answer(user, warehouse.company_id, warehouse):
                raise UserError(
                    self.env._(
                        "%(user)s cannot answer for %(finding)s: not a person of "
                        "this store who may see it.",
                        user=user.name,
                        finding=finding.display_name,
                    )
                )

    def action_check_now(self):
        """A whole pass begins now; open the list of passes to see how far it is."""
        self.env["md.claim.steps"]._check_now()
        return self.env["ir.actions.act_window"]._for_xml_id(
            "md_inventory_core.md_claim_pass_action"
        )

    def action_repair(self):
        """Ask for the reason first; for administrators."""
        self.ensure_one().check_access("read")
        if not self.env.user.has_group(ADMIN):
            raise AccessError(self.env._("Only administrators repair findings."))
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "md_inventory_core.md_claim_repair_wizard_action"
        )
        return {**action, "context": {"default_finding_id": self.id}}
