from odoo import api, fields, models
from odoo.exceptions import UserError

from ..lib.claims import Transfer
from ..lib.claims.pool_rules import RECEIPT

TOLD = 20  # rows that cannot be moved and are named


class MdPoolWhatIf(models.TransientModel):
    """What channels would see if many goods changed their pool: a file's, or a rule's.

    What is done then is exactly what was looked at, or nothing.
    """

    _name = "md.pool.what.if"
    _description = "What if Goods Changed their Pool"

    name = fields.Char(readonly=True)
    rule_id = fields.Many2one("md.pool.rule", readonly=True, ondelete="cascade")
    turn = fields.Integer(readonly=True)
    import_id = fields.Many2one("md.pool.import", readonly=True, ondelete="cascade")
    done = fields.Boolean(readonly=True)
    moves = fields.Integer("Pool Moves", readonly=True)
    units = fields.Float(digits="Product Unit", readonly=True)
    products = fields.Integer(readonly=True)
    channels = fields.Integer(readonly=True)
    refused = fields.Integer("Cannot Be Moved", readonly=True)
    refusals = fields.Text(readonly=True)
    why_not = fields.Char(readonly=True)
    line_ids = fields.One2many("md.pool.what.if.line", "what_if_id", readonly=True)

    @api.model
    def _of_rule(self, rule):
        """The dialog of what a rule would do now."""
        if rule.what == RECEIPT:
            raise UserError(
                self.env._(
                    "Rule %s works by itself on what arrives: there is nothing to look "
                    "at before.",
                    rule.name,
                )
            )
        rules = self.env["md.pool.rules"]
        found = rules._outcomes(rule)
        values = {
            "name": rule.name,
            "rule_id": rule.id,
            "turn": rule.turn,
            "why_not": rules._why_not(rule),
        }
        short = [
            self._named(outcome.wish, rules._short(outcome))
            for outcome in found
            if rules._short(outcome)
        ]
        wishes = [outcome.wish for outcome in found if outcome.given > 0]
        return self._show(values, wishes, short)

    @api.model
    def _of_import(self, job):
        """The dialog of what the rows of a file would do now."""
        lines = job.line_ids.filtered(lambda line: line.state == "ready")
        wishes = [self.env["md.pool.rows"]._wish(line) for line in lines]
        values = {"name": job.name, "import_id": job.id}
        return self._show(values, wishes, [], lines)

    def _show(self, values, wishes, short, lines=()):
        steps, rows = self.env["md.pool.preview"]._effects(wishes)
        mover, refusals = self.env["md.pool.mover"], list(short)
        for line, wish, step in zip(lines, wishes, steps, strict=False):
            if not isinstance(step, Transfer):
                why = mover._refusal(wish, step)
                told = self.env._("Row %(row)s: %(why)s", row=line.number, why=why)
                refusals.append(told)
        moved = [step for step in steps if isinstance(step, Transfer)]
        told = refusals[:TOLD]
        if more := len(refusals) - len(told):
            told.append(self.env._("and %s more", more))
        made = self.create(
            {
                **values,
                "moves": len(moved),
                "units": sum(step.quantity for step in moved),
                "products": len({step.place.product_id for step in moved}),
                "channels": len({row["channel_id"] for row in rows}),
                "refused": len(refusals),
                "refusals": "\n".join(told),
                "line_ids": [fields.Command.create(row) for row in rows],
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("What If"),
            "res_model": self._name,
            "res_id": made.id,
            "view_mode": "form",
            "target": "new",
        }

    def _named(self, wish, why):
        product, warehouse = self.env["md.pool.mover"]._names(wish)
        return f"{product.display_name}, {warehouse.name}: {why}"

    def action_by_channel(self):
        """All rows in a list of their own, by channel."""
        self.ensure_one().check_access("read")
        name = "md_inventory_core.md_pool_what_if_line_action"
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(name),
            "domain": [("what_if_id", "=", self.id)],
        }

    def action_do(self):
        """Do it; asked for again it is done."""
        self.ensure_one().check_access("write")
        if not self.done:
            if self.rule_id:
                self.rule_id.check_access("write")
                self.rule_id._check_own_stores()
                self.env["md.pool.rules"]._apply_by_hand(self.rule_id, self.turn)
            else:
                self.import_id.action_move()
            self.sudo().done = True  # sudo: what was done is the system's
        told = self.rule_id.last_result or self.env._(
            "%(good)s rows, %(bad)s refused.",
            good=self.import_id.good,
            bad=self.import_id.bad,
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "title": self.env._("Done"),
                "message": told,
                "type": "success",
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }
