import json

from odoo import api, fields, models
from odoo.tools import SQL

from .fields import LooseMany2one
from .md_audit_event import _for_people

# The trail's events, a row for each field: nothing is copied. A branch for each way
# from a record to its product, so that the product's own index is used.
VIEW_SQL = """
SELECT e.id::bigint * 64 + k.place AS id, e.id AS event_id, e.at, e.user_id, e.login,
       e.elevated, e.company_id, e.action, e.model, e.res_id, t.product_tmpl_id,
       t.product_id, k.field, (e.before::jsonb -> k.field)::text AS old_value,
       (e.after::jsonb -> k.field)::text AS new_value, e.reason,
       substring(e.reason from '^\\[CR0*(\\d+)\\]')::int AS request_id
  FROM md_audit_event e
  {join}
 CROSS JOIN LATERAL jsonb_object_keys(
       COALESCE(e.after, e.before, '{{}}')::jsonb
       ) WITH ORDINALITY AS k (field, place)
 WHERE e.kind = 'price' AND {where}
"""
OF_TEMPLATE = (
    "CROSS JOIN LATERAL "
    "(SELECT e.res_id AS product_tmpl_id, NULL::int AS product_id) t",
    "e.model = 'product.template'",
)
OF_VARIANT = (
    "JOIN (SELECT id AS product_id, product_tmpl_id FROM product_product) t "
    "ON t.product_id = e.res_id",
    "e.model = 'product.product'",
)
# What belongs to a product by a column of its own.
OF_PARTS = tuple(
    (
        # names of our own
        f"LEFT JOIN (SELECT id, product_tmpl_id, {variant} AS product_id "  # noqa: S608
        f"FROM {table}) t ON t.id = e.res_id",
        f"e.model = '{model}'",
    )
    for model, table, variant in (
        ("product.supplierinfo", "product_supplierinfo", "product_id"),
        ("product.pricelist.item", "product_pricelist_item", "product_id"),
        (
            "product.template.attribute.value",
            "product_template_attribute_value",
            "NULL::int",
        ),
    )
)
OF_OTHERS = (
    "CROSS JOIN LATERAL "
    "(SELECT NULL::int AS product_tmpl_id, NULL::int AS product_id) t",
    "e.model IN ('res.partner', 'res.partner.bank', 'product.uom')",
)


class MdChangeHistory(models.Model):
    """Who changed which field of a product or supplier, when, from what, and why.

    A view of the audit trail: it says what the trail says, and cannot be edited.
    """

    _name = "md.change.history"
    _description = "Change History"
    _order = "event_id desc, id"
    _rec_name = "record_label"
    _auto = False

    event_id = LooseMany2one("md.audit.event", "Audit Event", readonly=True)
    at = fields.Datetime("When", readonly=True)
    user_id = LooseMany2one("res.users", "Who", readonly=True)
    login = fields.Char(readonly=True)
    elevated = fields.Boolean("By the Program", readonly=True)
    company_id = LooseMany2one("res.company", readonly=True)
    action = fields.Char("Deed", readonly=True)
    model = fields.Char(readonly=True)
    res_id = fields.Many2oneReference(
        "Record", model_field="model", readonly=True, aggregator=None
    )
    product_tmpl_id = LooseMany2one("product.template", "Product", readonly=True)
    product_id = LooseMany2one("product.product", "Variant", readonly=True)
    field = fields.Char("Field Name", readonly=True)
    field_label = fields.Char("Field", compute="_compute_words")
    record_label = fields.Char("Of", compute="_compute_words")
    old_value = fields.Text(readonly=True)
    new_value = fields.Text(readonly=True)
    old_text = fields.Char("Before", compute="_compute_words")
    new_text = fields.Char("After", compute="_compute_words")
    reason = fields.Char("Why", readonly=True)
    request_id = LooseMany2one("md.change.request", "Change Request", readonly=True)

    def init(self):
        """Make the view."""
        result = super().init()
        branches = (OF_TEMPLATE, OF_VARIANT, *OF_PARTS, OF_OTHERS)
        body = " UNION ALL ".join(
            VIEW_SQL.format(join=join, where=where) for join, where in branches
        )
        self.env.cr.execute("DROP VIEW IF EXISTS md_change_history")
        self.env.cr.execute(SQL(f"CREATE VIEW md_change_history AS {body}"))
        return result

    @api.depends("model", "field", "res_id", "old_value", "new_value")
    @api.depends_context("lang")
    def _compute_words(self):
        for row in self:
            model = self.env.get(row.model)
            field = model is not None and model._fields.get(row.field)
            row.field_label = (
                field._description_string(self.env) if field else row.field
            )
            row.old_text = _for_people(json.loads(row.old_value or "null"))
            row.new_text = _for_people(json.loads(row.new_value or "null"))
            row.record_label = row._record_label(model)

    def _record_label(self, model):
        """Name of the record now; its number when it is gone or not to be seen."""
        if model is None:
            return False
        record = model.browse(self.res_id).exists()
        if record and record.has_access("read"):
            return record.display_name
        return f"#{self.res_id}"

    @api.model
    def _action_of(self, templates):
        """The screen with the history of some products."""
        self.check_access("read")
        name = "md_inventory_core.md_change_history_action"
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(name),
            "domain": [("product_tmpl_id", "in", templates.ids)],
            "context": {},
            "path": False,
        }
