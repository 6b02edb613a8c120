from zoneinfo import ZoneInfo

from odoo import fields, models
from odoo.exceptions import AccessError, ConcurrencyError, UserError
from odoo.tools import SQL

from odoo.addons.md_inventory_core.lib.refusals import refused

from ..lib.challans import financial_year, money, number, sums

PLACE = ZoneInfo("Asia/Dhaka")  # whose calendar the law means
ISSUES = {
    "pos.order": ("cashier", "manager", "admin"),
    "account.move": ("manager", "admin"),
}
LINK = {"pos.order": "order_id", "account.move": "move_id"}


class MdChallans(models.AbstractModel):
    """Issues tax challans: each receipt or invoice has one, whoever asks how often."""

    _name = "md.challans"
    _description = "Issue of Tax Challans"

    def _open(self, source):
        """Window action of the challan of a receipt or invoice; see `_issue`."""
        challan = self._issue(source)
        challan.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": "md.challan",
            "res_id": challan.id,
            "views": [(False, "form")],
        }

    def _known(self, source):
        """The challan of a receipt or invoice, empty when there is none."""
        source = self._supply(source)
        if not source or len(source) > 1:
            return self.env["md.challan"]
        return self.env["md.challan"].search(
            [(LINK[source._name], "=", source._origin.id)], limit=1
        )

    def _issue(self, source):
        """The challan of a receipt or invoice, made with the next number if need be.

        :raises AccessError: for who may not issue one that is not there yet
        :raises UserError: naming what is wrong with receipt, invoice or company
        """
        # sudo: a cashier's challan is of a company whose other records are none of his
        made = self.sudo()
        source = made._supply(source.sudo())  # sudo: as above
        made._refuse_many(source)
        if found := made._known(source):
            return found.with_env(self.env)
        self._only_who_sells(source._name)
        made._refuse(source)
        head, rows = made.env["md.challan.facts"]._of(source)
        challan = made._insert(source, head, rows)
        return challan.with_env(self.env)

    def _supply(self, source):
        """What the challan is of: of an invoiced receipt it is the receipt."""
        if source._name == "account.move":
            # sudo: who sees the invoice need not see the till
            return source.sudo().pos_order_ids or source
        return source

    def _only_who_sells(self, model):
        user = self.env.user
        roles = [f"md_inventory_core.group_{role}" for role in ISSUES[model]]
        if not (self.env.su or any(user.has_group(role) for role in roles)):
            message = self.env._("Tax challans are issued by who sells.")
            raise refused(AccessError(message), "md.challan", "create")

    # What gets none

    def _refuse_many(self, source):
        if len(source) > 1:
            raise UserError(
                self.env._(
                    "The invoice is of several receipts: issue the challan of each, "
                    "%s.",
                    ", ".join(source.mapped("name")),
                )
            )

    def _refuse(self, source):
        till = source._name == "pos.order"
        back = source.move_type == "out_refund" if not till else source.is_refund
        # goods may come back without their receipt
        back = back or till and source.amount_total < 0
        ready = source.state in (("paid", "done") if till else ("posted",))
        name = source.name
        if back:
            raise UserError(
                self.env._(
                    "%s is a refund: it gets no tax challan (Mushak 6.3) but a credit "
                    "note (Mushak 6.7).",
                    name,
                )
            )
        if not till and source.move_type not in ("out_invoice", "out_receipt"):
            raise UserError(self.env._("%s is no invoice to a customer.", name))
        if not ready:
            raise UserError(
                self.env._("%s is not final: pay or confirm it first.", name)
            )
        if source.company_id.currency_id.name != "BDT":
            raise UserError(
                self.env._(
                    "%(company)s keeps its books in %(currency)s: a tax challan is in "
                    "taka (BDT).",
                    company=source.company_id.name,
                    currency=source.company_id.currency_id.name,
                )
            )
        self._seller(source.company_id)

    def _seller(self, company):
        """Who is registered: a company, or the one that it is a branch of.

        :raises UserError: naming the company that has no BIN
        """
        for one in reversed(company.parent_ids):
            if one.partner_id.md_bin:
                return one
        raise UserError(
            self.env._(
                "%s has no BIN: an admin enters it in Settings, Point of Sale, Tax "
                "Challan.",
                company.name,
            )
        )

    # What is made

    def _insert(self, source, head, rows):
        """Insert challan and lines with the next number of its series."""
        self.env.flush_all()
        now = fields.Datetime.now()
        seller = self._seller(source.company_id)
        year = financial_year(
            fields.Datetime.context_timestamp(
                self.with_context(tz=PLACE.key), now
            ).date()
        )
        place = head.pop("place")
        serial = self.env["md.challan.series"]._next(seller, year, place)
        total = sums(rows)
        amounts = {
            name: money(getattr(total, name))
            for name in ("gross", "base", "sd", "vat", "total")
        }
        values = {
            **head,
            **amounts,
            LINK[source._name]: source.id,
            "number": number(year, place, serial),
            "year": year,
            "place": place,
            "serial": serial,
            "seller_id": seller.id,
            "seller_name": seller.name,
            "seller_bin": seller.partner_id.md_bin,
            "issued_at": now,
            "user_id": self.env.uid,
        }
        challan = self._row("md.challan", values)
        if not challan:
            # somebody else has issued it since this transaction began
            raise ConcurrencyError(self.env._("The challan is being issued."))
        for position, row in enumerate(rows, 1):
            self._row("md.challan.line", self._line(challan, position, row))
        source.invalidate_recordset(["md_challan_id"])
        return challan

    @staticmethod
    def _line(challan, position, row):
        return {
            "challan_id": challan.id,
            "position": position,
            "name": row.name,
            "unit": row.unit,
            "quantity": row.quantity,
            "gross": money(row.gross),
            "base": money(row.base),
            "sd_rate": row.sd_rate,
            "sd": money(row.sd),
            "vat_rate": row.vat_rate,
            "vat_kind": row.vat_kind,
            "vat": money(row.vat),
            "total": money(row.total),
        }

    def _row(self, model, values):
        """Insert one append-only row; empty when it is there already."""
        values = {
            name: value or None if value is False else value
            for name, value in values.items()
        }
        found = self.env.execute_query(
            SQL(
                "INSERT INTO %s (%s) VALUES %s ON CONFLICT DO NOTHING RETURNING id",
                SQL.identifier(self.env[model]._table),
                SQL(", ").join(map(SQL.identifier, values)),
                tuple(values.values()),
            )
        )
        return self.env[model].browse(found[0] if found else ())
