from odoo import models

from ..lib import imports
from ..lib.imports import Column, Fault, folded, path_of

USAGES = (
    *("internal", "view", "transit", "customer", "supplier", "inventory"),
    "production",
)


class MdImportLocations(models.AbstractModel):
    """Locations, named by their path: WH/Stock/Shelf 1."""

    _name = "md.import.locations"
    _inherit = ["md.import.records"]
    _description = "Import of Locations"

    _writes = ("stock.location",)
    _target = "stock.location"
    _fields_of = {"barcode": "barcode", "active": "active"}

    def _columns(self, job):
        return [
            Column("location"),
            Column("barcode", "code", clears=True),
            Column("type"),
            Column("active", "flag"),
        ]

    def _needed(self, job):
        return ("location",)

    def _help(self, job):
        return {
            "location": self.env._(
                "The whole path: WH/Stock/Shelf 1. New ones are "
                "made below what is there or in the file."
            ),
            "type": self.env._("One of %s; internal when empty.", ", ".join(USAGES)),
        }

    def _bundles(self, job, entries):
        super()._bundles(job, entries)
        imports.mark_doubles(entries, "location", "barcode")
        names = imports.tree_names(entries, "location", self._known(job))
        return imports.bundled(entries, names)

    def _paths(self, job):
        """{path: location} of the company's, archived ones too.

        A path may begin with any view above, a warehouse for example: core's complete
        names do, and so people write it. None where that means several.
        """
        locations = self.env["stock.location"].with_context(active_test=False)
        mine = [("company_id", "in", (False, job.company_id.id))]
        every = locations.search(mine, order="id")
        found = {}
        for one in every:
            path, above = (folded(one.name),), one.location_id
            while above:
                path = (folded(above.name), *path)
                if above.usage == "view":
                    found[path] = None if path in found else one
                above = above.location_id
        return found | {path_of(one.complete_name): one for one in reversed(every)}

    def _known(self, job):
        return [path for path, location in self._paths(job).items() if location]

    def _found(self, job, entries):
        paths = self._paths(job)
        return {
            entry.number: paths[path]
            for entry in entries
            if paths.get(path := path_of(entry.get("location") or ""))
        }

    def _planned(self, job, bundle, found):
        known = self._paths(job)
        # what is above comes first
        bundle = sorted(bundle, key=lambda e: len(path_of(e.get("location") or "")))
        new = {path_of(entry.get("location") or "") for entry in bundle}
        for entry in bundle:
            path = path_of(entry.get("location") or "")
            above = known.get(path[:-1]) or path[:-1] in new
            if not known.get(path) and not above:
                text = entry.get("location").rsplit(imports.PATH, 1)[0]
                return Fault("location", "unknown", entry.number, text=text)
        return super()._planned(job, bundle, found)

    def _key(self, entry):
        return "location"

    def _wishes(self, job, entry, record):
        wishes = super()._wishes(job, entry, record)
        if usage := self._choice(entry, "type", USAGES):
            wishes["usage"] = usage
        return wishes

    def _prepare_new(self, job):
        return {"usage": "internal", "company_id": job.company_id.id}

    def _create(self, job, entry, vals, records):
        parts = [part.strip() for part in entry.get("location").split(imports.PATH)]
        parent = self._paths(job)[path_of(imports.PATH.join(parts[:-1]))]
        return records.create({"name": parts[-1], "location_id": parent.id, **vals})
