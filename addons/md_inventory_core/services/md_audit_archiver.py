import gzip
import logging
from hashlib import sha256

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..lib.audit import GENESIS, Verifier

_logger = logging.getLogger(__name__)

MONTHS = "md_inventory_core.audit_retention_months"
SHORTEST_MONTHS = 12
LINKS_PER_FILE = 100_000


class MdAuditArchiver(models.AbstractModel):
    """Moves old events out of the database into sealed files that keep verifying."""

    _name = "md.audit.archiver"
    _description = "Audit Archiver"

    @api.model
    def _cron_archive(self):
        """Archive what is older than the retention that is set; 0 months keeps all."""
        # the setting is not for users to read
        text = self.env["ir.config_parameter"].sudo().get_param(MONTHS, "0")
        months = int(text) if text.isdigit() else 0
        if months:
            months = max(months, SHORTEST_MONTHS)
            self._archive_before(fields.Datetime.now() - relativedelta(months=months))

    @api.model
    def _archive_before(self, moment):
        """Seal events older than ``moment`` (UTC) file by file; return how many.

        The newest link always stays: the chain goes on from it. A broken chain is not
        archived (``UserError`` naming the link).
        """
        total = 0
        while part := self._next_part(moment):
            total += self._seal(*part)
        return total

    def _next_part(self, moment):
        """(first, last) link of the next file, None when nothing is old enough."""
        cr = self.env.cr
        cr.execute("SELECT min(id), max(id) FROM md_audit_link")
        first, head = cr.fetchone()
        if first is None:
            return None
        cr.execute(
            "SELECT min(l.id) FROM md_audit_link l "
            "JOIN md_audit_event e ON e.id = l.event_id WHERE e.at >= %s",
            [moment],
        )
        last = min(cr.fetchone()[0] or head, head) - 1
        last = min(last, first + LINKS_PER_FILE - 1)
        return (first, last) if last >= first else None

    def _seal(self, first, last):
        """Write one archive, then delete what it holds, in the caller's transaction."""
        cr = self.env.cr
        start = self._hash_before(first)
        verifier = Verifier(first - 1, start)
        lines = []
        for seq, _event, line, stored in self.env["md.audit.chain"]._lines(first, last):
            if not verifier.feed(seq, line, stored):
                break
            lines.append(f"{stored} {line}\n")
        if verifier.broken or verifier.seq != last:
            raise UserError(
                self.env._(
                    "The audit chain is broken at link %(seq)s: nothing was archived.",
                    seq=verifier.seq + 1,
                )
            )
        content = gzip.compress("".join(lines).encode(), mtime=0)
        name = f"audit-{first:09d}-{last:09d}.txt.gz"
        # nobody may create files for archives by hand
        files = self.env["ir.attachment"].sudo()
        file = files.create({"name": name, "raw": content})
        cr.execute(
            "INSERT INTO md_audit_archive (first_seq, last_seq, first_at, last_at, "
            "  start_hash, last_hash, file_hash, attachment_id, sealed_at, "
            "  sealed_by_id) "
            "SELECT %s, %s, min(e.at), max(e.at), %s, %s, %s, %s, "
            "       now() AT TIME ZONE 'UTC', %s "
            "  FROM md_audit_event e JOIN md_audit_link l ON l.event_id = e.id "
            " WHERE l.id BETWEEN %s AND %s RETURNING id",
            [
                *(first, last, start, verifier.head, sha256(content).hexdigest()),
                *(file.id, self.env.uid, first, last),
            ],
        )
        archive = cr.fetchone()[0]
        file.write({"res_model": "md.audit.archive", "res_id": archive})
        cr.execute(
            "DELETE FROM md_audit_event e USING md_audit_link l "
            "WHERE l.event_id = e.id AND l.id BETWEEN %s AND %s",
            [first, last],
        )
        cr.execute(
            "DELETE FROM md_audit_link WHERE id BETWEEN %s AND %s", [first, last]
        )
        self.env.invalidate_all()
        self.env["md.audit.trail"]._record(
            "trail",
            "trail.sealed",
            model="md.audit.archive",
            res_id=archive,
            after={"first": first, "last": last, "file": name},
        )
        _logger.info("audit events %d to %d sealed in %s", first, last, name)
        return last - first + 1

    def _hash_before(self, first):
        """Hash that link ``first`` hangs on: the end of the newest archive, or none."""
        newest = self.env["md.audit.archive"].search([], order="id desc", limit=1)
        return newest.last_hash if newest else GENESIS
