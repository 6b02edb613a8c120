"""Shops made before roles existed: their demo logins get the role they are named after.

Real people are left alone, for only their administrator knows who they are; without a
role they keep what Odoo's own groups give them.
"""

from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Run by Odoo when the addon is updated from before 19.0.1.1.0."""
    if version:
        api.Environment(cr, SUPERUSER_ID, {})["md.demo.setup"].give_roles()
