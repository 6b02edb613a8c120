from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError

from odoo.addons.md_inventory_core.lib.refusals import refused

from ..lib.hs_codes import Rate, digits, dotted, overlap

# What an admin confirmed; a change of it is to be confirmed again.
SAID = {
    *("company_id", "exempt", "hs_code", "sd_rate", "source", "source_date"),
    *("valid_from", "valid_to", "vat_rate"),
}
OURS = {"confirmed", "confirmed_by_id", "confirmed_at"}


class MdLevyRate(models.Model):
    """Supplementary duty and VAT of goods by HS code, as the law says from a day on.

    A row is what somebody read somewhere: nothing happens until an admin has confirmed
    it, and then only to products on which it is applied (`md.levy.wizard`).
    """

    _name = "md.levy.rate"
    _description = "Rate of SD and VAT"
    _order = "hs_code, valid_from desc, id"

    name = fields.Char("Goods", required=True, help="What the tariff calls them.")
    hs_code = fields.Char(
        "HS Code",
        index=True,
        help="Goods whose code begins so: 33 (chapter), 3303, 3303.00.00. The longest "
        "one counts. Empty: all goods.",
    )
    company_id = fields.Many2one(
        "res.company", index=True, help="Empty: all companies. An own one goes first."
    )
    exempt = fields.Boolean(help="Neither supplementary duty nor VAT is charged.")
    sd_rate = fields.Float(
        "Supplementary Duty (%)", digits=(5, 2), help="On the price; 0 for none."
    )
    vat_rate = fields.Float(
        "VAT (%)", digits=(5, 2), help="On the price with the duty; 0 is zero-rated."
    )
    valid_from = fields.Date(required=True, help="First day.")
    valid_to = fields.Date(help="Last day; empty while no end is known.")
    source = fields.Char(
        required=True, help="Where it is written: number of the SRO, act and section."
    )
    source_date = fields.Date(
        "Date of Source",
        required=True,
        help="Day of the source; the first of its month when the day is not known.",
    )
    note = fields.Text(help="Conditions, and what is to be asked of the VAT adviser.")
    confirmed = fields.Boolean(
        readonly=True,
        copy=False,
        help="An admin has compared it with its source. Others are never applied.",
    )
    confirmed_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    confirmed_at = fields.Datetime(readonly=True, copy=False)

    @api.depends("name", "hs_code")
    def _compute_display_name(self):
        for rate in self:
            rate.display_name = " ".join(filter(None, (rate.hs_code, rate.name)))

    # What makes no sense

    @api.constrains("sd_rate", "vat_rate", "exempt", "valid_from", "valid_to")
    def _check_said(self):
        for rate in self:
            words = None
            if not 0 <= rate.sd_rate <= 999 or not 0 <= rate.vat_rate <= 100:
                words = self.env._(
                    "Rate %s: duty is from 0 to 999 %%, VAT from 0 to 100 %%."
                )
            elif rate.exempt and (rate.sd_rate or rate.vat_rate):
                words = self.env._("Rate %s: what is exempt has neither duty nor VAT.")
            elif rate.sd_rate and not rate.vat_rate:
                words = self.env._(
                    "Rate %s: goods with VAT of 0 %% bear no supplementary duty "
                    "(VAT and SD Act 2012, section 55)."
                )
            elif rate.valid_to and rate.valid_to < rate.valid_from:
                words = self.env._("Rate %s: it ends before it begins.")
            if words:
                raise ValidationError(words % rate.display_name)

    def _tidy(self, vals):
        """The code as the tariff prints it.

        :raises ValidationError: naming the text that is no code
        """
        if "hs_code" not in vals:
            return vals
        try:
            return {**vals, "hs_code": dotted(digits(vals["hs_code"])) or False}
        except ValueError as error:
            raise ValidationError(
                self.env._(
                    "HS code %s: it has 2, 4, 6, 8 or 10 digits, with or without dots.",
                    vals["hs_code"],
                )
            ) from error

    def _check_ours(self, vals_list):
        if not self.env.su and any(OURS & vals.keys() for vals in vals_list):
            message = self.env._("A rate is confirmed by its button only.")
            raise refused(AccessError(message), self._name, "write")

    @api.model_create_multi
    def create(self, vals_list):
        self._check_ours(vals_list)
        return super().create([self._tidy(vals) for vals in vals_list])

    def write(self, vals):
        self._check_ours([vals])
        vals = self._tidy(vals)
        before = {rate: rate._said() for rate in self if rate.confirmed}
        result = super().write(vals)
        changed = self.filtered(lambda r: r in before and r._said() != before[r])
        if changed:
            # sudo: who changes it confirms nothing, and so takes it back
            changed.sudo()._confirm(False)
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_confirmed(self):
        for rate in self:
            if rate.confirmed:
                raise ValidationError(
                    self.env._(
                        "Rate %s has been confirmed: give it a last day instead.",
                        rate.display_name,
                    )
                )

    def _said(self):
        return [self[name] for name in sorted(SAID)]

    # Buttons

    def action_confirm(self):
        """It is as its source says. Its maker's word is not enough: an admin's is.

        :raises AccessError: for others
        :raises ValidationError: naming two rates of the same goods and days
        """
        self._only_admin()
        # two admins at once: the second one runs again and sees what the first did
        self.env.cr.execute("UPDATE md_levy_rate SET confirmed = confirmed")
        self.invalidate_model(["confirmed"])
        for rate in self:
            others = self.search(
                [
                    ("confirmed", "=", True),
                    ("id", "!=", rate.id),
                    ("hs_code", "=", rate.hs_code),
                    ("company_id", "=", rate.company_id.id),
                ]
            )
            for other in others:
                if overlap(rate._as_rate(), other._as_rate()):
                    raise ValidationError(
                        self.env._(
                            "Rate %(rate)s is valid at the same time as %(other)s, "
                            "which is confirmed: give one of them a last day.",
                            rate=rate._named(),
                            other=other._named(),
                        )
                    )
            rate.sudo()._confirm(True)  # sudo: nobody writes it by hand
        return True

    def action_unconfirm(self):
        """Do not apply it any more; products keep the taxes that they have.

        :raises AccessError: for who is no admin
        """
        self._only_admin()
        self.sudo()._confirm(False)  # sudo: nobody writes it by hand
        return True

    def _only_admin(self):
        self.check_access("write")
        if not (
            self.env.su or self.env.user.has_group("md_inventory_core.group_admin")
        ):
            message = self.env._("Only an admin confirms rates.")
            raise refused(AccessError(message), self._name, "write", self.ids)

    def _confirm(self, yes):
        self.write(
            {
                "confirmed": yes,
                "confirmed_by_id": yes and self.env.uid,
                "confirmed_at": yes and fields.Datetime.now(),
            }
        )

    def _named(self):
        """With its days, for who has to tell two of them apart."""
        last = self.valid_to or self.env._("further notice")
        return f"{self.display_name} ({self.valid_from} – {last})"

    # What it is to others

    def _as_rate(self):
        return Rate(
            self.id,
            digits(self.hs_code),
            self.valid_from,
            self.valid_to or None,
            bool(self.company_id),
        )

    @api.model
    def _valid(self, company, day):
        """Confirmed rates of a company on a day, as `Rate`."""
        found = self.search(
            [
                ("confirmed", "=", True),
                ("company_id", "in", (False, company.id)),
                ("valid_from", "<=", day),
                "|",
                ("valid_to", "=", False),
                ("valid_to", ">=", day),
            ]
        )
        return [rate._as_rate() for rate in found]
