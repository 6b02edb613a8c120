from contextlib import contextmanager

from psycopg2.extensions import ISOLATION_LEVEL_READ_COMMITTED

from odoo import models
from odoo.modules import module as odoo_module

LOCK_TIMEOUT = "2s"


class MdOwnTransaction(models.AbstractModel):
    """Short READ COMMITTED transactions beside the caller's own one.

    For what must be kept when the caller's transaction is undone (a refusal, a failed
    login) and for rows that many write at once. The one seam for tests: inside a test,
    where all happens in a single transaction, it is a savepoint of it. Production has
    no ``current_test`` and can never take that way.
    """

    _name = "md.own.transaction"
    _description = "Own Transaction"

    @contextmanager
    def _begin(self):
        """A cursor that commits at the end of the block and rolls back on an error.

        Rows locked by others are waited for 2 s at most (``LockNotAvailable`` then).
        The caller's uncommitted changes are not visible in it.
        """
        if odoo_module.current_test:
            with self._begin_in_test() as cr:
                yield cr
            return
        with self.env.registry.cursor() as cr:
            cr.connection.set_isolation_level(ISOLATION_LEVEL_READ_COMMITTED)
            cr.execute("SELECT set_config('lock_timeout', %s, true)", [LOCK_TIMEOUT])
            yield cr

    @contextmanager
    def _begin_in_test(self):
        if not self.env.cr.readonly:
            with self.env.cr.savepoint():
                yield self.env.cr
            return
        # a route that only reads: its transaction must end before another may write
        self.env.cr.rollback()
        with self.env.registry.cursor() as cr:
            yield cr

    def _is_own(self, flag):
        """Whether the context asks for ``flag`` and there is an after; never in tests."""
        return bool(self.env.context.get(flag)) and not odoo_module.current_test

    def _after(self, name, function):
        """Call ``function`` after the caller's commit; in a test at once.

        Once for each ``name`` in a transaction, however often it is asked for.
        """
        if odoo_module.current_test:
            function()
            return
        names = self.env.cr.postcommit.data.setdefault("md_own_transaction", set())
        if name not in names:
            names.add(name)
            self.env.cr.postcommit.add(function)

    def _on_failure(self, function):
        """Call ``function`` when the caller's transaction is undone.

        In a test nothing is to be done: what ``_begin`` gave is undone with it.
        """
        if not odoo_module.current_test:
            self.env.cr.postrollback.add(function)
