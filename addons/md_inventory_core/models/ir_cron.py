import secrets

from odoo import models

from ..lib import request_id


class IrCron(models.Model):
    _inherit = "ir.cron"

    @classmethod
    def _process_job(cls, cron_cr, job):
        """Each run of a job has an id of its own in log lines and audit events.

        Here and not in ``_callback``: what Odoo logs about a failed job comes after it.
        """
        with request_id.scope(f"cron-{job['id']}-{secrets.token_hex(8)}"):
            return super()._process_job(cron_cr, job)
