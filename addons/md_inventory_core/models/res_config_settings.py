from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..lib.throttle_policy import PARAMETER, SETTINGS
from ..services.md_audit_archiver import MONTHS, SHORTEST_MONTHS
from ..services.md_availability_history import DAYS, SHORTEST_DAYS

# {field: name in SETTINGS}
NUMBERS = {
    "md_tries_pair": "password_pair",
    "md_tries_ip": "password_ip",
    "md_tries_login": "password_login",
    "md_tries_pin_user": "pin_user",
    "md_tries_pin_asker": "pin_asker",
    "md_tries_totp": "totp_user",
    "md_tries_api_key_ip": "api_key_ip",
    "md_lock_minutes": "lock_minutes",
    "md_longest_minutes": "longest_minutes",
    "md_address_minutes": "address_minutes",
}


def _number(label, field):
    name = NUMBERS[field]
    return fields.Integer(
        label, config_parameter=PARAMETER + name, default=SETTINGS[name][0]
    )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    md_audit_retention_months = fields.Integer(
        "Keep Audit Events For (months)",
        config_parameter=MONTHS,
        help="Older events move from the database into sealed files, once a day. "
        "0 keeps all of them in the database.",
    )
    md_availability_history_days = fields.Integer(
        "Keep What Channels Were Told For (days)",
        config_parameter=DAYS,
        help="So far back it can be said what a channel was told before an order. The "
        "newest of each product from before is kept. 0 keeps all.",
    )
    md_drift_user_id = fields.Many2one(
        related="company_id.md_drift_user_id", readonly=False
    )
    md_strict_barcodes = fields.Boolean(
        related="company_id.md_strict_barcodes", readonly=False
    )
    md_refund_policy = fields.Selection(
        related="company_id.md_refund_policy", readonly=False
    )
    md_products_governed = fields.Boolean(
        related="company_id.md_products_governed", readonly=False
    )
    md_new_products = fields.Selection(
        related="company_id.md_new_products", readonly=False
    )
    md_tries_pair = _number("Per login at one address", "md_tries_pair")
    md_tries_ip = _number("Per address", "md_tries_ip")
    md_tries_login = _number("Per login at all addresses", "md_tries_login")
    md_tries_pin_user = _number("PINs per manager", "md_tries_pin_user")
    md_tries_pin_asker = _number("PINs per user who asks", "md_tries_pin_asker")
    md_tries_totp = _number("Authenticator codes per user", "md_tries_totp")
    md_tries_api_key_ip = _number("API keys per address", "md_tries_api_key_ip")
    md_lock_minutes = _number("First lock", "md_lock_minutes")
    md_longest_minutes = _number("Longest lock", "md_longest_minutes")
    md_address_minutes = _number("Lock of an address", "md_address_minutes")

    @api.constrains("md_audit_retention_months")
    def _check_audit_retention(self):
        for settings in self:
            months = settings.md_audit_retention_months
            if months and not SHORTEST_MONTHS <= months < 600:
                raise ValidationError(
                    self.env._(
                        "Audit events are kept for 0 (always) or %(least)s to 599 "
                        "months, not %(months)s.",
                        least=SHORTEST_MONTHS,
                        months=months,
                    )
                )

    @api.constrains("md_availability_history_days")
    def _check_availability_history(self):
        for settings in self:
            days = settings.md_availability_history_days
            if days and not SHORTEST_DAYS <= days <= 3650:
                raise ValidationError(
                    self.env._(
                        "What channels were told is kept for 0 (always) or %(least)s "
                        "to 3650 days, not %(days)s.",
                        least=SHORTEST_DAYS,
                        days=days,
                    )
                )

    @api.constrains(*NUMBERS)
    def _check_login_numbers(self):
        for settings in self:
            for field, name in NUMBERS.items():
                most = SETTINGS[name][1]
                if not 1 <= settings[field] <= most:
                    raise ValidationError(
                        self.env._(
                            "%(name)s: a number from 1 to %(most)s.",
                            name=self._fields[field].get_description(
                                self.env, ["string"]
                            )["string"],
                            most=most,
                        )
                    )
