"""Field types of our own."""

from odoo import fields


class LooseMany2one(fields.Many2one):
    """A Many2one without foreign key, for facts that outlive what they point at.

    Never checked by the database and never changed by it: a deleted target leaves its
    number behind, which the web client shows as empty.
    """

    def update_db_foreign_key(self, model, column):
        """Make no foreign key, and drop none: there has never been one."""
