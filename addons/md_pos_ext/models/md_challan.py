from odoo import api, fields, models
from odoo.exceptions import AccessError

from odoo.addons.md_inventory_core.lib.refusals import refused
from odoo.addons.md_inventory_core.models.fields import LooseMany2one

PRINTS = ("cashier", "support", "manager", "admin")  # roles
REPORT = "md_pos_ext.md_challan_report"


class MdChallan(models.Model):
    """A tax challan (Mushak 6.3) as it was issued: one for each receipt or invoice.

    Inserted by `md.challans` together with its number and never changed: what was said
    of seller, buyer and goods stays, whatever becomes of them. Amounts are in taka.
    """

    _name = "md.challan"
    _description = "Tax Challan"
    _inherit = ["md.append.only.mixin"]
    _order = "id desc"
    _rec_name = "number"
    _log_access = False

    number = fields.Char(required=True, readonly=True)
    year = fields.Char("Financial Year", required=True, readonly=True)
    place = fields.Char(
        "Series", readonly=True, help="Code of the store that counts by itself."
    )
    serial = fields.Integer(required=True, readonly=True, aggregator=None)
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="restrict"
    )
    seller_id = fields.Many2one(
        "res.company",
        "Registered Company",
        required=True,
        readonly=True,
        ondelete="restrict",
        help="Whose BIN it bears and who counts it: the company, or its head company.",
    )
    warehouse_id = LooseMany2one("stock.warehouse", "Store", readonly=True)
    order_id = fields.Many2one(
        "pos.order", "Receipt", readonly=True, ondelete="restrict"
    )
    move_id = fields.Many2one(
        "account.move", "Invoice", readonly=True, ondelete="restrict"
    )
    reference = fields.Char(
        required=True, readonly=True, help="Number of the receipt or invoice."
    )
    supplied_at = fields.Datetime("Sold", required=True, readonly=True)
    issued_at = fields.Datetime("Issued", required=True, readonly=True)
    user_id = LooseMany2one("res.users", "Issued By", readonly=True)
    layout = fields.Char(required=True, readonly=True, help="Columns of its form.")
    seller_name = fields.Char(required=True, readonly=True)
    seller_bin = fields.Char("BIN of Seller", required=True, readonly=True)
    seller_address = fields.Char("Address of Issue", readonly=True)
    partner_id = LooseMany2one("res.partner", "Buyer", readonly=True)
    buyer_name = fields.Char(readonly=True)
    buyer_bin = fields.Char("BIN of Buyer", readonly=True)
    buyer_address = fields.Char("Address of Buyer", readonly=True)
    destination = fields.Char(readonly=True)
    officer = fields.Char("Officer in Charge", readonly=True)
    designation = fields.Char(readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    gross = fields.Monetary(
        "Value before Discount", required=True, readonly=True, help="Without taxes."
    )
    base = fields.Monetary(
        "Value", required=True, readonly=True, help="After discount, without taxes."
    )
    sd = fields.Monetary("Supplementary Duty", required=True, readonly=True)
    vat = fields.Monetary("VAT", required=True, readonly=True)
    total = fields.Monetary(
        required=True, readonly=True, help="Value, supplementary duty and VAT."
    )
    rounding = fields.Monetary(
        "Rounded for Cash",
        readonly=True,
        help="What is paid beyond the total, below 0 when less.",
    )
    line_ids = fields.One2many("md.challan.line", "challan_id", "Goods", readonly=True)
    print_ids = fields.One2many("md.challan.print", "challan_id", "Printed")
    print_count = fields.Integer("Prints", compute="_compute_print_count")
    payable = fields.Monetary("To Pay", compute="_compute_payable")

    _number_uniq = models.UniqueIndex(
        "(seller_id, number)", "A number is given to one challan only."
    )
    _serial_uniq = models.UniqueIndex(
        "(seller_id, year, place, serial) NULLS NOT DISTINCT",
        "A serial number is given to one challan only.",
    )
    _order_uniq = models.UniqueIndex(
        "(order_id) WHERE order_id IS NOT NULL", "A receipt has one challan."
    )
    _move_uniq = models.UniqueIndex(
        "(move_id) WHERE move_id IS NOT NULL", "An invoice has one challan."
    )
    _adds_up = models.Constraint(
        "CHECK (base + sd + vat = total)", "Value, duty and VAT make the total."
    )
    _of_one = models.Constraint(
        "CHECK (num_nonnulls(order_id, move_id) = 1)",
        "A challan is of a receipt or of an invoice.",
    )

    @api.depends("total", "rounding")
    def _compute_payable(self):
        for challan in self:
            challan.payable = challan.total + challan.rounding

    @api.depends("print_ids")
    def _compute_print_count(self):
        for challan in self:
            challan.print_count = len(challan.print_ids)

    def action_print_en(self):
        """Print it in English; see `_print`."""
        return self._print("en")

    def action_print_bn(self):
        """Print it in Bengali; see `_print`."""
        return self._print("bn")

    def action_source(self):
        """Show the receipt or invoice that it is of."""
        self.ensure_one().check_access("read")
        source = self.order_id or self.move_id
        return source.get_formview_action()

    def _print(self, language):
        """Count one more print and show it; the first one is the original.

        :raises AccessError: for who sells nothing and answers no customers
        """
        self.ensure_one().check_access("read")
        user = self.env.user
        roles = [f"md_inventory_core.group_{role}" for role in PRINTS]
        if not (self.env.su or any(user.has_group(role) for role in roles)):
            message = self.env._("Tax challans are printed by who sells.")
            raise refused(AccessError(message), self._name, "read", self.ids)
        page = self.env["md.challan.print"]._count(self, language)
        return self.env.ref(REPORT).report_action(page)
