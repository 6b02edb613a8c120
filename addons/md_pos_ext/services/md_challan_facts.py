from decimal import Decimal

from odoo import models
from odoo.exceptions import UserError

from ..lib.challans import Row, smallest


class MdChallanFacts(models.AbstractModel):
    """What a tax challan says of a receipt or an invoice, as `lib/challans` has it.

    Values and taxes are Odoo's own, line by line as they were posted.
    """

    _name = "md.challan.facts"
    _description = "Facts of Tax Challans"

    def _of(self, source):
        """Return (head values, rows) of a receipt or an invoice.

        :raises UserError: naming a tax that is neither duty nor VAT, or a document
            whose lines are not its total
        """
        till = source._name == "pos.order"
        head = self._till(source) if till else self._invoice(source)
        lines = self._till_lines(source) if till else self._invoice_lines(source)
        rows = {id(line): self._row(line, source) for line in lines}
        self._refuse_other_total(source, lines)
        sold = [line for line in lines if not self._is_back(line["record"])]
        kept = [rows[id(line)] for line in sold if not self._is_frame(line)]
        if not kept:
            raise UserError(self.env._("%s: nothing was sold.", source.name))
        # what goods that came back are worth is no rounding
        whole = len(sold) == len(lines)
        head["rounding"] = self._rounding(source) if whole else 0.0
        return head, kept

    # What cash was rounded by

    def _rounding(self, source):
        """What is paid beyond the total, in the company's currency."""
        if source._name == "account.move":
            rows = source.line_ids.filtered(
                lambda line: line.display_type == "rounding" and not line.tax_line_id
            )
            return -sum(rows.mapped("balance"))
        if not source.config_id.cash_rounding:
            return 0.0
        company = source.company_id
        paid = sum(source.payment_ids.mapped("amount")) - source.amount_total
        return source.currency_id._convert(
            paid, company.currency_id, company, source.date_order
        )

    # Who and where

    def _till(self, order):
        store = order.config_id.picking_type_id.warehouse_id
        return {
            **self._both(order.company_id, store, order.partner_id),
            "destination": self._address(order.partner_id)
            if order.shipping_date
            else "",
            "reference": order.pos_reference or order.name,
            "supplied_at": order.date_order,
        }

    def _invoice(self, move):
        orders = move.invoice_line_ids.sale_line_ids.order_id
        store = orders.warehouse_id[:1]
        day = move.invoice_date or move.date
        return {
            **self._both(move.company_id, store, move.partner_id),
            "destination": self._address(move.partner_shipping_id or move.partner_id),
            "reference": move.name,
            "supplied_at": f"{day} 00:00:00",
        }

    def _both(self, company, store, partner):
        """Of who sells and who buys, and which series counts it."""
        buyer = partner.commercial_partner_id
        by_store = company.md_challan_series == "store"
        return {
            "company_id": company.id,
            "warehouse_id": store.id,
            "place": store.code if by_store and store else "",
            "layout": company.md_challan_layout,
            "seller_address": self._address(store.partner_id or company.partner_id),
            "partner_id": buyer.id,
            "buyer_name": partner.name,
            "buyer_bin": buyer.md_bin,
            "buyer_address": self._address(partner),
            "officer": company.md_challan_officer or self.env.user.name,
            "designation": company.md_challan_designation,
        }

    @staticmethod
    def _address(partner):
        """An address on one line, without the name."""
        shown = partner._display_address(without_company=True) if partner else ""
        return ", ".join(part.strip() for part in shown.splitlines() if part.strip())

    # What, for how much

    def _till_lines(self, order):
        lines = order._prepare_tax_base_line_values()
        tax, company = self.env["account.tax"], order.company_id
        tax._add_tax_details_in_base_lines(lines, company)
        tax._round_base_lines_tax_details(lines, company)
        return lines

    def _invoice_lines(self, move):
        lines, _taxes = move._get_rounded_base_and_tax_lines()
        return [line for line in lines if line["special_type"] is False]

    def _row(self, line, source):
        parts, rates, kind = {"sd": 0, "vat": 0}, {"sd": 0, "vat": 0}, "exempt"
        for one in line["tax_details"]["taxes_data"]:
            tax = one["tax"]
            levy = tax.tax_group_id.md_levy
            if not levy:
                raise UserError(
                    self.env._(
                        "%(document)s: tax %(tax)s is neither supplementary duty nor "
                        "VAT. Set Levy on its tax group.",
                        document=source.name,
                        tax=tax.name,
                    )
                )
            parts[levy] += smallest(one["tax_amount"])
            if levy == "vat":
                kind = "rate" if tax.amount_type == "percent" else "specific"
            if tax.amount_type == "percent":
                rates[levy] += Decimal(str(tax.amount))
        return Row(
            self._name_of(line),
            line["record"].product_uom_id.name or "",
            Decimal(str(line["quantity"])),
            self._before_discount(line, source.company_id),
            self._base(line),
            parts["sd"],
            parts["vat"],
            rates["sd"],
            rates["vat"],
            kind,
        )

    @staticmethod
    def _base(line):
        details = line["tax_details"]
        base = details["total_excluded"] + details["delta_total_excluded"]
        return smallest(base)

    def _before_discount(self, line, company):
        """The value without taxes that it would have without its discount."""
        if not line["discount"]:
            return self._base(line)
        tax = self.env["account.tax"]
        full = {key: value for key, value in line.items() if key != "tax_details"}
        full["discount"] = 0.0
        tax._add_tax_details_in_base_lines([full], company)
        tax._round_base_lines_tax_details([full], company)
        return self._base(full)

    @staticmethod
    def _name_of(line):
        """Description with the brand, as the form wants it."""
        record, product = line["record"], line["product_id"]
        till = record._name == "pos.order.line"
        name = (record.full_product_name if till else record.name) or product.name
        name = " ".join((name or "–").split())
        brand = product.md_brand_id.name
        return name if not brand or brand.lower() in name.lower() else f"{brand} {name}"

    @staticmethod
    def _is_back(record):
        """Whether a line of a receipt takes goods back: that is Mushak 6.7."""
        if record._name != "pos.order.line":
            return False
        return bool(record.refunded_orderline_id) or record.qty < 0

    @staticmethod
    def _is_frame(line):
        """Whether it only holds the parts of a combo together."""
        return line["product_id"].type == "combo"

    def _refuse_other_total(self, source, lines):
        """The lines are what was paid, in the currency of the document."""
        found = sum(self._in_currency(line) for line in lines)
        said = source.amount_total
        if source._name == "account.move":
            rounded = source.invoice_cash_rounding_id
        else:
            till = source.config_id
            rounded = till.cash_rounding and till.rounding_method
        slack = rounded.rounding if rounded else 0
        if abs(found - smallest(said)) > smallest(slack):
            raise UserError(
                self.env._(
                    "%(document)s: its lines are %(lines)s and its total is %(total)s. "
                    "No tax challan was issued.",
                    document=source.name,
                    lines=source.currency_id.format(found / 100),
                    total=source.currency_id.format(said),
                )
            )

    @staticmethod
    def _in_currency(line):
        details = line["tax_details"]
        base = details["total_excluded_currency"]
        base += details["delta_total_excluded_currency"]
        taxes = [one["tax_amount_currency"] for one in details["taxes_data"]]
        return sum(map(smallest, [base, *taxes]))
