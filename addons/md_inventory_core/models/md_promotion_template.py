from odoo import fields, models

from ..lib.promotion_templates import VALUES, values
from .md_promotion_selector import ROLES
from .md_promotion_terms_mixin import ROLE_FIELDS

ROWS = ("tier_ids", "window_ids")


class MdPromotionTemplate(models.Model):
    """A card from which a promotion begins; what it fills in is in the program."""

    _name = "md.promotion.template"
    _description = "Template of Promotions"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    key = fields.Selection([(key, key) for key in VALUES], required=True)
    icon = fields.Char(default="fa-tag")
    description = fields.Char(translate=True)
    example = fields.Char(translate=True)
    group = fields.Selection(
        [
            ("goods", "Cheaper Goods"),
            ("together", "Bought Together"),
            ("amount", "The More the Better"),
            ("who", "For Some Customers"),
        ],
        required=True,
        default="goods",
    )

    _key_uniq = models.UniqueIndex("(key)", "There is one card of each kind.")

    def action_use(self):
        """The form of a new promotion, filled in."""
        self.ensure_one().check_access("read")
        context = {f"default_{k}": v for k, v in self._defaults().items()}
        return {
            "type": "ir.actions.act_window",
            "name": self.name,
            "res_model": "md.promotion",
            "view_mode": "form",
            "views": [(False, "form")],
            "context": context,
        }

    def _defaults(self):
        """Values of a new promotion, as a form takes them."""
        found = {**values(self.key), "name": self.name, "template": self.key}
        if code := found.pop("tender_code", None):
            tender = self.env["md.tender"].search([("code", "=", code)], limit=1)
            found["tender_id"] = tender.id
        if self.key == "clearance":
            now = self.env["md.clock"]._now()
            found["date_from"] = fields.Datetime.to_string(now)
            found["date_to"] = fields.Datetime.to_string(fields.Date.add(now, days=7))
        for role, _label in ROLES:
            rows = found.get(ROLE_FIELDS[role])
            if rows:
                found[ROLE_FIELDS[role]] = [
                    (0, 0, {"role": role, **row}) for row in rows
                ]
        for name in ROWS:
            if name in found:
                found[name] = [(0, 0, row) for row in found[name]]
        return found
