from odoo import models

from ..lib import imports
from ..lib.imports import Column, Fault, folded

GOODS = ("own", "consigned")


class MdImportClients(models.AbstractModel):
    """Clients, told apart by their code."""

    _name = "md.import.clients"
    _inherit = ["md.import.records"]
    _description = "Import of Clients"

    _writes = ("md.client",)
    _target = "md.client"
    _fields_of = {"code": "code", "name": "name", "active": "active"}

    def _columns(self, job):
        return [
            Column("code", "code", 64),
            Column("name"),
            Column("goods"),
            Column("owner"),
            Column("warehouses", "names", clears=True),
            Column("active", "flag"),
        ]

    def _needed(self, job):
        return ("code",)

    def _help(self, job):
        return {
            "code": self.env._("Short name of the client: the key."),
            "goods": self.env._("One of %s; own when empty.", ", ".join(GOODS)),
            "owner": self.env._("Name or reference of whose the goods are."),
            "warehouses": self.env._("Short names with ; between them; - for all."),
        }

    def _bundles(self, job, entries):
        imports.mark_doubles(entries, "code")
        return super()._bundles(job, entries)

    def _found(self, job, entries):
        clients = self.env["md.client"].with_context(active_test=False)
        mine = [("company_id", "=", job.company_id.id)]
        codes = [entry.get("code") for entry in entries]
        known = clients.search([*mine, ("code", "in", codes)]).grouped("code")
        return {
            entry.number: known[entry.get("code")]
            for entry in entries
            if entry.get("code") in known
        }

    def _wishes(self, job, entry, record):
        wishes = super()._wishes(job, entry, record)
        if not record and not wishes.get("name"):
            raise Fault("name", "needed", entry.number)
        if goods := self._choice(entry, "goods", GOODS):
            wishes["goods"] = goods
        if text := entry.get("owner"):
            owners = self.env["res.partner"].search(
                ["|", ("name", "=", text), ("ref", "=", text)]
            )
            if len(owners) != 1:
                why = "several" if owners else "unknown"
                raise Fault("owner", why, text=text)
            wishes["partner_id"] = owners.id
        if "warehouses" in entry.values:
            wishes["warehouse_ids"] = self._warehouses(job, entry)
        return wishes

    def _warehouses(self, job, entry):
        every = self.env["stock.warehouse"].search(
            [("company_id", "=", job.company_id.id)]
        )
        known = {folded(one.code): one.id for one in every}
        found = []
        for code in entry.get("warehouses") or ():
            if folded(code) not in known:
                raise Fault("warehouses", "unknown", text=code)
            found.append(known[folded(code)])
        return tuple(sorted(found))

    def _prepare_new(self, job):
        return {"company_id": job.company_id.id}
