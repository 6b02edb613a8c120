"""What open sessions sold and is not posted yet counts as sold."""

from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Run by Odoo when the addon is updated from before 19.0.1.1.0."""
    if version:
        api.Environment(cr, SUPERUSER_ID, {})["md.till.stock"]._remember_all()
