from odoo import Command, models

from ..lib.imports import Fault, RecordPlan, different


class MdImportRecords(models.AbstractModel):
    """Kinds whose rows are one record each; what is told apart by a code or a name."""

    _name = "md.import.records"
    _inherit = ["md.import.kind"]
    _description = "Import of Records"

    _target = None  # the model
    _fields_of = {}  # {column: field} of what is written as it is read

    def _found(self, job, entries):
        """{number of the row: record; several when nobody can tell which}."""
        raise NotImplementedError

    def _wishes(self, job, entry, record):
        """{field: value} of a row.

        :raises Fault: what the row names is not there
        """
        return {
            name: entry.values[column]
            for column, name in self._fields_of.items()
            if column in entry.values
        }

    def _prepare_new(self, job):
        """Values of new records that rows do not name."""
        return {}

    def _bundles(self, job, entries):
        for entry in entries:
            missing = [name for name in self._needed(job) if not entry.get(name)]
            if missing and not entry.fault:
                entry.fault = Fault(missing[0], "needed", entry.number)
        return super()._bundles(job, entries)

    def _plan(self, job, bundles):
        entries = [entry for bundle in bundles for entry in bundle]
        found = self._found(job, entries)
        return [self._planned(job, bundle, found) for bundle in bundles]

    def _planned(self, job, bundle, found):
        plan = RecordPlan()
        for entry in bundle:
            try:
                if entry.fault:
                    raise entry.fault
                record = found.get(entry.number, self.env[self._target])
                if len(record) > 1:
                    raise Fault(self._key(entry), "several", text=self._text(entry))
                wishes = self._wishes(job, entry, record)
            except Fault as fault:
                fault.row = fault.row or entry.number
                return fault
            if record:
                wishes = different(self._now(record, wishes), wishes)
            plan.parts.append((entry, record.id or None, wishes))
        return plan

    def _key(self, entry):
        return "code" if entry.get("code") else "name"

    def _text(self, entry):
        return entry.get(self._key(entry))

    def _now(self, record, names):
        found = {}
        for name in names:
            value = record[name]
            if isinstance(value, models.BaseModel):
                many = record._fields[name].type == "many2many"
                value = tuple(sorted(value.ids)) if many else value.id
            found[name] = value
        return found

    def _write(self, job, bundles, plans):
        ids = {}
        records = self.env[self._target].with_context(tracking_disable=True)
        for plan in plans:
            for entry, known, wishes in plan.parts:
                vals = {name: self._value(value) for name, value in wishes.items()}
                if known:
                    if vals:
                        records.browse(known).write(vals)
                    ids[entry.number] = known
                else:
                    vals = self._prepare_new(job) | vals
                    ids[entry.number] = self._create(job, entry, vals, records).id
        self.env.flush_all()
        return ids

    def _create(self, job, entry, vals, records):
        return records.create(vals)

    def _value(self, value):
        if isinstance(value, tuple):
            return [Command.set(list(value))]
        return False if value is None else value

    def _choice(self, entry, column, known):
        """A word of ``known``, or None where the cell is empty.

        :raises Fault: "choice"
        """
        word = (entry.get(column) or "").casefold()
        if word and word not in known:
            text = entry.get(column)
            raise Fault(column, "choice", text=text, known=", ".join(known))
        return word or None
