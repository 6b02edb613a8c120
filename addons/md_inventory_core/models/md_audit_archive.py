import gzip
from hashlib import sha256

from odoo import api, fields, models

from ..lib.audit import Break, Verifier
from .fields import LooseMany2one
from .md_append_only_mixin import SCHEMA_SQL

# Rows of the trail may leave the database when a sealed archive holds them; what
# channels were told, after a while.
SEALED_SQL = """
CREATE OR REPLACE FUNCTION md_append_only_sealed(tablename name, rowdata jsonb)
RETURNS boolean LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, {schema}, pg_temp AS $body$
BEGIN
    IF tablename = 'md_audit_link' THEN
        RETURN EXISTS (SELECT 1 FROM md_audit_archive a
            WHERE (rowdata->>'id')::int BETWEEN a.first_seq AND a.last_seq);
    ELSIF tablename = 'md_audit_event' THEN
        RETURN EXISTS (SELECT 1 FROM md_audit_link l JOIN md_audit_archive a
                ON l.id BETWEEN a.first_seq AND a.last_seq
            WHERE l.event_id = (rowdata->>'id')::int);
    ELSIF tablename = 'md_availability_past' THEN
        RETURN (rowdata->>'at')::timestamp
            < now() AT TIME ZONE 'UTC' - interval '30 days';
    END IF;
    RETURN false;
END $body$;
"""


class MdAuditArchive(models.Model):
    """A sealed part of the audit trail: its events as a file, and where it joins.

    The file is gzip of one line per link: the link's hash, a space, the event's line.
    Written by `md.audit.archiver`; never changed or deleted.
    """

    _name = "md.audit.archive"
    _description = "Audit Archive"
    _inherit = ["md.append.only.mixin"]
    _order = "id desc"
    _log_access = False

    first_seq = fields.Integer("First Link", required=True, readonly=True)
    last_seq = fields.Integer("Last Link", required=True, readonly=True)
    first_at = fields.Datetime("From", required=True, readonly=True)
    last_at = fields.Datetime("Until", required=True, readonly=True)
    start_hash = fields.Char("Hangs On", required=True, readonly=True)
    last_hash = fields.Char("Ends With", required=True, readonly=True)
    file_hash = fields.Char("SHA-256 of the File", required=True, readonly=True)
    attachment_id = LooseMany2one("ir.attachment", "File", readonly=True)
    sealed_at = fields.Datetime(required=True, readonly=True)
    sealed_by_id = LooseMany2one("res.users", "Sealed By", readonly=True)

    _first_uniq = models.UniqueIndex("(first_seq)", "A link is archived once.")

    def init(self):
        """Let the database's guard know the archives."""
        result = super().init()
        self.env.cr.execute(SCHEMA_SQL)
        schema = self.env.cr.fetchone()[0]
        self.env.cr.execute(SEALED_SQL.replace("{schema}", schema))
        return result

    @api.depends("first_seq", "last_seq")
    def _compute_display_name(self):
        for archive in self:
            archive.display_name = f"{archive.first_seq}–{archive.last_seq}"

    def action_download(self):
        """Open the archive's file for download."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self.attachment_id.id}?download=true",
            "target": "self",
        }

    @api.model
    def _verify_all(self, verifier: Verifier):
        """Feed every archive, oldest first, into ``verifier``; stop at a break."""
        # the whole chain is walked: every archive counts
        for archive in self.search([("id", "!=", False)], order="id"):
            if not verifier.join(archive.first_seq - 1, archive.start_hash):
                return
            content = archive._content()
            if content is None or sha256(content).hexdigest() != archive.file_hash:
                why = "is missing" if content is None else "was changed"
                verifier.broken = Break(archive.first_seq, f"the archive's file {why}")
                return
            lines = gzip.decompress(content).decode().splitlines()
            for seq, line in enumerate(lines, archive.first_seq):
                stored, _space, event = line.partition(" ")
                if not verifier.feed(seq, event, stored):
                    return
            if not verifier.join(archive.last_seq, archive.last_hash):
                return

    def _content(self):
        """The file's bytes, None when it is gone."""
        # a file that lost its rights must still be found and checked
        attachment = self.sudo().attachment_id.exists()
        try:
            return attachment.raw or None
        except OSError:
            return None
