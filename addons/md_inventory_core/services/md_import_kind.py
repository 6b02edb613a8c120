from odoo import models


class MdImportKind(models.AbstractModel):
    """What a kind of master data brings to `md.import`; each kind inherits it.

    A plan says by ``rows()`` what becomes of each row: [(`Entry`, state)].
    """

    _name = "md.import.kind"
    _description = "Kind of Import"

    _writes = ()  # models in which records are made: who may not is told at once

    def _columns(self, job):
        """[`Column`] that a file may have, in the order of the template."""
        raise NotImplementedError

    def _needed(self, job):
        """Names of columns that a file must have."""
        return ()

    def _also(self, job):
        """{other name of a column: its name}."""
        return {}

    def _help(self, job):
        """{column: what people read about it in the template}."""
        return {}

    def _bundles(self, job, entries):
        """Entries that stand or fall together, as lists; faults of files are noted."""
        return [[entry] for entry in entries]

    def _plan(self, job, bundles):
        """A plan, or a `Fault`, for each bundle; nothing is written."""
        raise NotImplementedError

    def _write(self, job, bundles, plans):
        """Do what the plans of bundles say: {number of the row: id}.

        :raises Fault: what was planned cannot be done any more
        """
        raise NotImplementedError

    def _check_rights(self):
        """:raises AccessError: the user may not make such records"""
        for name in self._writes:
            self.env[name].check_access("create")
