from base64 import b64decode
from binascii import Error as NotBase64

from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.md_inventory_core.lib.refusals import refused

from ..lib import outbox
from .md_outbox_import_line import RESULTS

ACTS = ("md_inventory_core.group_manager", "md_inventory_core.group_admin")
LARGEST = 50 * 1024 * 1024  # bytes of a file
MOST = 5000  # receipts of a file


class MdOutboxImport(models.TransientModel):
    """Stores the receipts of a file that a till has saved, and says of each what came.

    For a till that will not start again. A receipt is stored once, however often its
    file is read in, and also when the till sends it, too.
    """

    _name = "md.outbox.import"
    _description = "Receipts of a Till's File"

    file = fields.Binary(attachment=False)
    file_name = fields.Char()
    line_ids = fields.One2many("md.outbox.import.line", "import_id", "Receipts")
    summary = fields.Text("What came of it", readonly=True)

    def action_import(self):
        """Store what the server does not have; a second time changes nothing.

        :raises AccessError: for who is no manager
        :raises UserError: for what is no such file; then nothing is stored
        """
        self.ensure_one().check_access("write")
        if not any(map(self.env.user.has_group, ACTS)):
            message = self.env._("Only a manager reads in what a till has saved.")
            raise refused(AccessError(message), self._name, "import", self.ids)
        rows = [self._row(entry) for entry in self._entries()]
        self.line_ids = [fields.Command.clear(), *map(fields.Command.create, rows)]
        self.summary = self._sum(rows)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Read a Till's File"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
        }

    def _entries(self):
        if not self.file:
            raise UserError(self.env._("Choose the file that the till has saved."))
        if len(self.file) > LARGEST * 4 // 3 + 4:
            raise UserError(
                self.env._("The file is larger than %s MB.", LARGEST // 2**20)
            )
        try:
            entries = outbox.entries_of(b64decode(self.file).decode())
        except (outbox.DamagedError, NotBase64, UnicodeDecodeError):
            raise UserError(
                self.env._(
                    "%s is no file of receipts that a till has saved: those have a "
                    "name like receipts-Till-2026-01-31.json.",
                    self.file_name or self.env._("This"),
                )
            ) from None
        if len(entries) > MOST:
            raise UserError(self.env._("The file has more than %s receipts.", MOST))
        return entries

    def _row(self, entry):
        """Store one receipt; values of its line."""
        entry = entry if isinstance(entry, dict) else {}
        uuid = entry.get("uuid")
        told = {
            "reference": _text(entry.get("reference")) or _text(uuid)[:8] or "?",
            "till": _text(entry.get("till")),
            "amount": _text(entry.get("amount")),
            "cashier": _text(entry.get("user")),
        }
        if _text(uuid) and self.env["md.outbox"]._is_stored(uuid):
            return {**told, "result": "known"}
        till = self._till(entry.get("config"))
        if not till:
            message = self.env._("Its till is not in this database, or not yours.")
            return {**told, "result": "refused", "message": message}
        [answer] = till.md_outbox_take([entry])
        return {**told, "result": answer["state"], "message": answer["message"]}

    def _till(self, number):
        tills = self.env["pos.config"].with_context(active_test=False)
        return tills.search(
            [("id", "=", number if isinstance(number, int) else 0)], limit=1
        )

    def _sum(self, rows):
        count = {name: 0 for name, _label in RESULTS}
        for row in rows:
            count[row["result"]] += 1
        kept = count["refused"] + count["damaged"]
        words = self.env._(
            "%(stored)s receipts were stored, %(known)s were there already.",
            stored=count["stored"],
            known=count["known"] + count["settled"],
        )
        more = self.env._(
            "%s could not be stored: see Late Receipts, mend the cause and store them "
            "there. Keep the file until then.",
            kept,
        )
        return f"{words}\n{more}" if kept else words


def _text(value):
    return value if isinstance(value, str) else ""
