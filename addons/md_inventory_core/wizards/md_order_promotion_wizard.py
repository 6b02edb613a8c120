from collections import Counter

from odoo import api, fields, models
from odoo.exceptions import UserError


class MdOrderPromotionWizard(models.TransientModel):
    """Codes that a customer told by phone, and promotions that he does not want."""

    _name = "md.order.promotion.wizard"
    _description = "Promotions of an Order"

    order_id = fields.Many2one("sale.order", required=True, readonly=True)
    currency_id = fields.Many2one(related="order_id.currency_id")
    codes = fields.Char(
        help="As the customer says them, with commas between. One that is left out is "
        "taken back."
    )
    line_ids = fields.One2many("md.order.promotion.wizard.line", "wizard_id")

    @api.model
    def default_get(self, fields_list):
        """Begin with what the order has."""
        values = super().default_get(fields_list)
        order = self.env["sale.order"].browse(values.get("order_id"))
        values["codes"] = ", ".join(order.md_coupons or ())
        values["line_ids"] = [(0, 0, row) for row in self._rows(order)]
        return values

    def _rows(self, order):
        """What is given, then what was taken out."""
        saved, names = Counter(), {}
        for line in order.order_line:
            for share in line.md_promo_shares or ():
                saved[share["promotion"]] += float(share["amount"])
                names[share["promotion"]] = share["name"]
        rows = [
            {"code": code, "name": names[code], "amount": amount}
            for code, amount in saved.items()
        ]
        gone = order.md_promo_removed or ()
        # sudo: who sells need not read promotions
        known = self.env["md.promotion"].sudo()
        known = known.search([("code", "in", [row["promotion"] for row in gone])])
        known = dict(known.mapped(lambda one: (one.code, one.name)))
        return rows + [
            {
                "code": row["promotion"],
                "name": known.get(row["promotion"], row["promotion"]),
                "out": True,
                "reason": row.get("reason"),
            }
            for row in gone
        ]

    def action_apply(self):
        """Price the order with these codes and without what was taken out.

        :raises UserError: naming the code that opens nothing, the promotion that was
            taken out without a reason, or an order that is confirmed already
        """
        self.ensure_one().check_access("write")
        order = self.order_id
        order.check_access("write")
        if order.state not in ("draft", "sent"):
            raise UserError(
                self.env._("Order %s is confirmed: its price stays.", order.name)
            )
        codes = self._codes()
        before = order.md_coupons or []
        for code in codes:
            why = code not in before and self.env["md.promotion.order"]._why_not(
                order, code
            )
            if why:
                raise UserError(why)
        order.write({"md_coupons": codes or False, "md_promo_removed": self._gone()})
        return {"type": "ir.actions.act_window_close"}

    def _codes(self):
        """Codes as they were typed, each once."""
        words = [word.strip() for word in (self.codes or "").split(",")]
        return list(dict.fromkeys(word for word in words if word))

    def _gone(self):
        """What is taken out, each with its reason and who did it."""
        known = {row["promotion"]: row for row in self.order_id.md_promo_removed or ()}
        rows = []
        for line in self.line_ids.filtered("out"):
            if not (line.reason or "").strip():
                raise UserError(
                    self.env._("Promotion %s: say why it is taken out.", line.name)
                )
            row = {"promotion": line.code, "reason": line.reason.strip()}
            before = known.get(line.code, {})
            same = before.get("reason") == row["reason"]
            row["user"] = before.get("user") if same else self.env.user.name
            rows.append(row)
        return rows or False
