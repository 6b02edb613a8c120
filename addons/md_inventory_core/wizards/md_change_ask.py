from odoo import Command, api, fields, models
from odoo.exceptions import AccessError

from ..lib.refusals import refused

# {field of the dialog: {model: its field}}
ASKED = {
    "new_name": {"product.template": "name"},
    "list_price": {"product.template": "list_price"},
    "default_code": {"product.product": "default_code"},
    "barcode": {"product.product": "barcode"},
    "standard_price": {"product.product": "standard_price"},
    "taxes_id": {"product.template": "taxes_id"},
    "supplier_taxes_id": {"product.template": "supplier_taxes_id"},
    "uom_id": {"product.template": "uom_id"},
    "categ_id": {"product.template": "categ_id"},
    "price": {"product.supplierinfo": "price"},
    "fixed_price": {"product.pricelist.item": "fixed_price"},
    "price_extra": {"product.template.attribute.value": "price_extra"},
    "payment_term_id": {"res.partner": "property_supplier_payment_term_id"},
    "acc_number": {"res.partner.bank": "acc_number"},
    "allow_out_payment": {"res.partner.bank": "allow_out_payment"},
}


class MdChangeAsk(models.TransientModel):
    """Ask for a Change: the record's fields as they are, to be edited and asked for."""

    _name = "md.change.ask"
    _description = "Ask for a Change"

    model = fields.Char(required=True, readonly=True)
    res_id = fields.Integer(required=True, readonly=True)
    record_name = fields.Char(readonly=True)
    shown = fields.Char(readonly=True)  # fields of the dialog that may be asked for
    reason = fields.Char()
    effective_at = fields.Datetime(
        "Valid from", help="Empty: as soon as it is approved"
    )
    new_name = fields.Char("Name")
    list_price = fields.Float("Sales Price", digits="Product Price")
    default_code = fields.Char("SKU")
    barcode = fields.Char()
    standard_price = fields.Float("Cost", digits="Product Price")
    taxes_id = fields.Many2many(
        "account.tax", "md_change_ask_tax_rel", string="Sales Taxes"
    )
    supplier_taxes_id = fields.Many2many(
        "account.tax", "md_change_ask_supplier_tax_rel", string="Purchase Taxes"
    )
    uom_id = fields.Many2one("uom.uom", "Unit")
    categ_id = fields.Many2one("product.category", "Category")
    price = fields.Float("Vendor Price", digits="Product Price")
    fixed_price = fields.Float(digits="Product Price")
    price_extra = fields.Float("Extra Price", digits="Product Price")
    payment_term_id = fields.Many2one("account.payment.term", "Payment Terms")
    acc_number = fields.Char("Account Number")
    allow_out_payment = fields.Boolean("Send Money")

    @api.model
    def _open(self, record):
        """The dialog about a record, with its present values."""
        values, shown = self._values(record)
        if not shown:
            message = self.env._("Your role does not ask for changes of this record.")
            raise refused(AccessError(message), record._name, "write", record.ids)
        wizard = self.create(
            {
                "model": record._name,
                "res_id": record.id,
                "record_name": record.display_name,
                "shown": f" {' '.join(shown)} ",
                **values,
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Ask for a Change"),
            "res_model": self._name,
            "res_id": wizard.id,
            "views": [(False, "form")],
            "target": "new",
        }

    def action_ask(self):
        """Ask for what was edited, and show the request."""
        self.ensure_one().check_access("write")
        record = self.env[self.model].browse(self.res_id)
        record.check_access("read")
        values, wishes = self.env["md.change.values"], []
        for name in (self.shown or "").split():
            owner, field = self._owner(record, name)
            new = values._encode(owner._fields[field], self[name])
            wishes.append((owner, field, new))
        desk = self.env["md.change.desk"]
        request = desk._draft(wishes, self.reason, self.effective_at)
        desk._ask(request)
        return request._show()

    def _values(self, record):
        """({field of the dialog: present value}, names of those that may be asked)."""
        values, shown = {}, []
        locks = self.env["md.field.locks"]
        for name in ASKED:
            owner, field = self._owner(record, name)
            if not owner or not locks._may_ask(owner._name, field):
                continue
            # sudo: who may ask for another value sees the present one
            now = owner.sudo()[field]
            if owner._fields[field].type == "many2many":
                now = [Command.set(now.ids)]
            elif owner._fields[field].relational:
                now = now.id
            values[name] = now
            shown.append(name)
        return values, shown

    def _owner(self, record, name):
        """(record that has the field, name of the field); (None, None) if none has."""
        for model, field in ASKED[name].items():
            if record._name == model:
                return record, field
            if (record._name, model) == ("product.product", "product.template"):
                return record.product_tmpl_id, field
            variants = (record._name, model) == ("product.template", "product.product")
            if variants and len(record.product_variant_ids) == 1:
                return record.product_variant_ids, field
        return None, None
