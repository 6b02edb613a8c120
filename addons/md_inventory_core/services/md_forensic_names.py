from typing import NamedTuple

from odoo import models

KINDS = {
    "make": "mrp.production",
    "move": "stock.move",
    "pick": "stock.picking",
    "so": "sale.order",
}


class Document(NamedTuple):
    """What something is for: its name, and where it is found (nothing when unseen)."""

    words: str
    model: str = ""
    id: int = 0

    @property
    def href(self):
        """Its address; empty when it is nowhere, or out of sight."""
        return f"/odoo/{self.model}/{self.id}" if self.model else ""


class MdForensicNames(models.AbstractModel):
    """Documents behind claim keys, as far as the user may see them."""

    _name = "md.forensic.names"
    _description = "Names for Forensics"

    def _of_keys(self, keys):
        """{key: `Document`}."""
        numbers = {}
        for key in keys:
            kind, number, *_rest = (*(key or "").split(":"), "", "")
            if kind in KINDS and number.isdigit():
                numbers.setdefault(KINDS[kind], {})[key] = int(number)
        found = {}
        for model, wanted in numbers.items():
            seen = self._seen(model, wanted.values())
            unseen = Document(self.env._("an order of another store"))
            for key, number in wanted.items():
                found[key] = seen.get(number, unseen)
        return {key: found.get(key) or Document(key or "?") for key in keys}

    def _seen(self, model, ids):
        """{id: `Document`} of those that the user may see."""
        # sudo: off again, what is named is what the user sees
        records = self.env[model].sudo(False)
        if not records.has_access("read"):
            return {}
        records = records.search([("id", "in", list(ids))])
        if model != "stock.move":
            return {r.id: Document(r.display_name, model, r.id) for r in records}
        return {
            move.id: Document(move.picking_id.name, "stock.picking", move.picking_id.id)
            for move in records
            if move.picking_id
        }

    def _of_users(self, ids):
        """{id: name}."""
        # sudo: names of colleagues are no secret
        users = self.env["res.users"].sudo()
        users = users.browse({number for number in ids if number})
        return {user.id: user.name for user in users.exists()}
