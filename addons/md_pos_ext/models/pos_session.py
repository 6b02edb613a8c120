from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.md_inventory_core.lib.refusals import refused

from ..lib.posting import PostingErrors
from ..lib.till_report import TaxSums


class PosSession(models.Model):
    _inherit = "pos.session"

    md_data_import_id = fields.Many2one(
        "md.data.import",
        string="Replayed Import",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="This session holds receipts replayed from the retail data.",
    )

    md_rescue_id = fields.Many2one(
        "pos.session",
        "Late Receipts in",
        readonly=True,
        copy=False,
        help="Where receipts of this session went that came when it was closed.",
    )

    def _md_rescue(self, config, closed):
        """The session that takes what came too late for a closed one, made when needed.

        Two receipts at a time make one: both write on the closed session, and who is
        second begins again.
        """
        # sudo: who sells may open no session for others
        closed, sessions = closed.sudo(), self.sudo()
        known = closed.md_rescue_id
        if known and known.state not in ("closed", "closing_control"):
            return known.with_env(self.env)
        name = closed.name or config.name
        # named as core named them; it is open at once, for nobody opens its drawer
        rescue = sessions.create(
            {
                "config_id": config.id,
                "name": self.env._("(RESCUE FOR %s)", name),
                "rescue": True,
                "user_id": self.env.uid,
            }
        )
        rescue.write({"state": "opened", "start_at": fields.Datetime.now()})
        closed.md_rescue_id = rescue
        return rescue.with_env(self.env)

    @api.model
    def _load_pos_data_models(self, config):
        ours = ("md.product.barcode", "md.dimension", "md.brand")
        return [*super()._load_pos_data_models(config), *ours]

    def load_data(self, models_to_load):
        """Refused to a device that was removed."""
        self.env["md.till.devices"]._check_may_load()
        return super().load_data(models_to_load)

    def _validate_session(self, *args, **kwargs):
        """What is sold is posted before the till's day is closed; then comes its Z."""
        self.env["md.till.stock"]._post_first(self.order_ids)
        self.env["md.cash.control"]._close(self)
        # sudo: cash moves are bank statement lines
        before = self.sudo().statement_line_ids.ids
        closing = {
            "md_tax_sums": TaxSums(),
            "md_sale_lines": [],
            "md_cash_before": before,
        }
        session = self.with_context(**closing)
        result = super(PosSession, session)._validate_session(*args, **kwargs)
        if self.state == "closed":
            # sudo: who closes a till need not read its journal entries
            closed = session.sudo()
            self.env["md.till.report"].with_context(**closing)._make(
                closed, closing["md_tax_sums"], set(closing["md_sale_lines"])
            )
            # sudo: who closes need not see what others are told
            self.env["md.cash.news"].sudo()._closed(closed)
        return result

    def _create_account_move(self, *args, **kwargs):
        """Which journal items are sales is said by who makes them."""
        data = super()._create_account_move(*args, **kwargs)
        lines = self.env.context.get("md_sale_lines")
        if lines is not None:
            lines.extend(row["move_line_id"] for row in data["sales"].values())
        return data

    # The drawer

    def _set_opening_control_data(self, cashbox_value, notes):
        """What was found in the drawer is a count, too."""
        left = self.cash_register_balance_start
        result = super()._set_opening_control_data(cashbox_value, notes)
        if self.cash_control:
            self.env["md.cash.control"]._opened(self, left)
        return result

    def _md_is_blind(self):
        return self.cash_control and self.config_id.md_blind_count and not self.rescue

    def _cannot_close_session(self, bank_payment_method_diffs=None):
        """A till that is counted blind is closed with a count of now."""
        refusal = super()._cannot_close_session(bank_payment_method_diffs)
        if refusal or not self._md_is_blind():
            return refusal
        if self.env["md.cash.control"]._closing(self):
            return refusal
        return {
            "successful": False,
            "title": self.env._("The drawer is not counted"),
            "message": self._md_to_count(),
            "redirect": False,
        }

    def _md_to_count(self):
        return self.env._(
            "%s: count the drawer first. If something was sold or moved since it was "
            "counted, count it again.",
            self.name,
        )

    def action_pos_session_closing_control(self, *args, **kwargs):
        """From the back office, too, only with a count."""
        for session in self:
            blind = session.state != "closed" and session._md_is_blind()
            if blind and not self.env["md.cash.control"]._closing(session):
                raise UserError(session._md_to_count())
        return super().action_pos_session_closing_control(*args, **kwargs)

    def post_closing_cash_details(self, counted_cash):
        """Of a blind till it is what was counted, and nothing else."""
        if self._md_is_blind():
            count = self.env["md.cash.control"]._closing(self)
            if count:
                counted_cash = count.counted
        return super().post_closing_cash_details(counted_cash)

    def _md_at_till(self):
        """Raise AccessError for who does not sell at this till."""
        self.ensure_one().check_access("read")
        self.env["pos.order"].check_access("create")

    def md_count_cash(self, kind="", denominations=(), reason="", key=""):
        """Count the drawer: what the till sends; see `md.cash.control`.

        :param kind: "hand_over", "take_over", "spot" or "closing"
        :param denominations: [[value, pieces]]
        :param key: of the request; the same one twice counts once
        :raises AccessError: for who may not sell at this till
        """
        self._md_at_till()
        if kind not in ("hand_over", "take_over", "spot", "closing"):
            raise UserError(self.env._("The drawer is counted for a purpose."))
        control = self.env["md.cash.control"]
        texts = [str(one or "").strip()[:200] for one in (reason, key)]
        return control._count(self, kind, list(denominations), *texts)

    def md_safe_drop(self, amount=0, bag="", key=""):
        """Put a bag of cash into the safe.

        :return: {bag, amount, at}
        :raises AccessError: for who may not sell at this till
        """
        self._md_at_till()
        bag, key = (str(one or "").strip()[:40] for one in (bag, key))
        if isinstance(amount, bool) or not isinstance(amount, int | float):
            raise UserError(self.env._("Enter how much is in the bag."))
        if not bag or not key:
            raise UserError(self.env._("Enter the number of the bag."))
        drop = self.env["md.cash.control"]._drop(self, amount, bag, key)
        at = fields.Datetime.to_string(drop.dropped_at)
        return {"bag": drop.bag, "amount": drop.amount, "at": at}

    def md_drawer(self):
        """Who has the drawer; see `md.cash.control`.

        :raises AccessError: for who may not sell at this till
        """
        self._md_at_till()
        return self.env["md.cash.control"]._drawer(self)

    def md_x_report(self):
        """What the session has now, as a page; see `md.till.report.words`.

        :raises AccessError: for who may not sell at this till, and for a cashier whose
            drawer is counted blind
        """
        self._md_at_till()
        if self._md_is_blind() and not self.env["md.cash.control"]._is_manager():
            message = self.env._(
                "The drawer of this till is counted blind: a manager sees X reports."
            )
            raise refused(AccessError(message), self._name, "read", self.ids)
        facts = self.env["md.till.report"]._facts(self)
        return self.env["md.till.report.words"]._of_session(self, facts)

    def md_z_report(self):
        """Print the Z report at the till: its page, or False while it is open.

        :raises AccessError: for who may not sell at this till
        """
        self._md_at_till()
        report = self.env["md.z.report"].search([("session_id", "=", self.id)])
        if not report:
            return False
        report._check_may_print()
        number = self.env["md.z.print"]._count(report).number
        return self.env["md.till.report.words"]._of_report(report, number)

    def _create_picking_at_end_of_session(self):
        """Closing a till moves stock; a cashier otherwise does not."""
        # who sells has no right to transfers: core gives every till user all of them
        session, errors = self.sudo(), PostingErrors()
        posting = session.with_context(md_posting_errors=errors)
        result = super(PosSession, posting)._create_picking_at_end_of_session()
        self.env["md.till.stock"]._remember_session(session, errors)
        return result

    def get_closing_control_data(self):
        """A manager closes a till that is short without the right to set tills up."""
        data = super().get_closing_control_data()
        data["is_manager"] |= self.env.user.has_group("md_inventory_core.group_manager")
        if self._md_is_blind():
            # neither what should be there nor what it could be reckoned from
            data["orders_details"]["amount"] = 0
            hidden = {"amount": 0, "opening": 0, "payment_amount": 0, "moves": []}
            data["default_cash_details"].update(hidden)
            data["md_blind"] = True
        return data
