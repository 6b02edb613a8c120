from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..lib.challans import bin_number


class ResPartner(models.Model):
    _inherit = "res.partner"

    md_bin = fields.Char(
        "BIN",
        help="Business Identification Number of 13 digits that the National Board of "
        "Revenue of Bangladesh gave to who is registered for VAT. Not the TIN.",
    )

    @api.constrains("md_bin")
    def _check_md_bin(self):
        for partner in self:
            try:
                bin_number(partner.md_bin)
            except ValueError as error:
                raise ValidationError(
                    self.env._(
                        "%(name)s: BIN %(bin)s has not 13 digits.",
                        name=partner.display_name,
                        bin=partner.md_bin,
                    )
                ) from error

    def _md_tidy_bin(self, vals):
        """The BIN as it is printed; what is none is left for `_check_md_bin`."""
        try:
            return {**vals, "md_bin": bin_number(vals.get("md_bin"))}
        except ValueError:
            return vals

    @api.model_create_multi
    def create(self, vals_list):
        return super().create(
            [self._md_tidy_bin(v) if v.get("md_bin") else v for v in vals_list]
        )

    def write(self, vals):
        return super().write(self._md_tidy_bin(vals) if vals.get("md_bin") else vals)

    @api.model
    def _load_pos_data_read(self, records, config):
        """With customers comes what is free on their account: it is there offline."""
        found = super()._load_pos_data_read(records, config)
        if found and config.company_id.account_use_credit_limit:
            facts = self.env["md.credit.ledger"]._facts(records, config.company_id)
            now = self.env["md.clock"]._now().isoformat()
            for values in found:
                values["_md_credit"] = {**facts[values["id"]], "at": now}
        return found
