from odoo import fields, models

# Columns that the ORM does not know, so that nothing that reads records can reach them.
COLUMNS_SQL = """
ALTER TABLE md_approval_pin
    ADD COLUMN IF NOT EXISTS pin_hash varchar,
    ADD COLUMN IF NOT EXISTS badge_digest varchar;
CREATE UNIQUE INDEX IF NOT EXISTS md_approval_pin_badge_digest_uniq
    ON md_approval_pin (badge_digest);
"""


class MdApprovalPin(models.Model):
    """That somebody has a PIN or a badge to approve with; the secrets are not readable.

    Hashes are in columns unknown to the ORM; `md.pin` alone writes and compares them.
    """

    _name = "md.approval.pin"
    _description = "Approval PIN"
    _order = "user_id"
    _rec_name = "user_id"

    user_id = fields.Many2one(
        "res.users", required=True, readonly=True, ondelete="cascade"
    )
    pin_set_at = fields.Datetime("PIN Since", readonly=True)
    disabled = fields.Boolean(
        "PIN Disabled",
        compute="_compute_disabled",
        help="It failed too often in a row: its owner sets a new one.",
    )
    badge_set_at = fields.Datetime("Badge Since", readonly=True)
    badge_last4 = fields.Char("Badge Ends with", readonly=True)

    _user_uniq = models.UniqueIndex("(user_id)", "A user has one PIN.")

    def init(self):
        """Add the columns of the secrets."""
        result = super().init()
        self.env.cr.execute(COLUMNS_SQL)
        return result

    def _compute_disabled(self):
        disabled = self.env["md.pin"]._disabled(self.user_id)
        for row in self:
            row.disabled = row.user_id in disabled

    def action_clear(self):
        """Administrator's button: the PIN and the badge no longer count."""
        self.env["md.pin"]._clear(self)
