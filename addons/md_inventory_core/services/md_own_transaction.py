import logging
from contextlib import contextmanager

from psycopg2.extensions import ISOLATION_LEVEL_READ_COMMITTED

from odoo import SUPERUSER_ID, api, models
from odoo.modules import module as odoo_module

_logger = logging.getLogger(__name__)
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
    def _begin(self, sees=None):
        """A cursor that commits at the end of the block and rolls back on an error.

        Rows locked by others are waited for 2 s at most (``LockNotAvailable`` then).
        The caller's uncommitted changes are not visible in it.

        :param sees: for a block of plain SQL: the models it reads. A test, where the
            caller's changes stand for committed ones, computes and writes only those
            before, and keeps its cache as production does. All when None.
        """
        if odoo_module.current_test:
            with self._begin_in_test(sees) as cr:
                yield cr
            return
        with self.env.registry.cursor() as cr:
            cr.connection.set_isolation_level(ISOLATION_LEVEL_READ_COMMITTED)
            cr.execute("SELECT set_config('lock_timeout', %s, true)", [LOCK_TIMEOUT])
            yield cr

    @contextmanager
    def _begin_in_test(self, sees):
        if not self.env.cr.readonly:
            for name in sees or ():
                self.env[name].flush_model()
            with self.env.cr.savepoint(flush=sees is None):
                yield self.env.cr
            return
        # a route that only reads: its transaction must end before another may write
        self.env.cr.rollback()
        with self.env.registry.cursor() as cr:
            yield cr

    @contextmanager
    def _begin_work(self):
        """The superuser's environment on a cursor of its own, for batches of records.

        REPEATABLE READ, as the ORM needs it: who is overtaken by another transaction
        fails and begins anew. Commits at the end of the block, rolls back on an error.
        """
        if odoo_module.current_test:
            with self.env.cr.savepoint():
                yield self.env(user=SUPERUSER_ID)
            return
        with self.env.registry.cursor() as cr:
            yield api.Environment(cr, SUPERUSER_ID, {})

    def _ends(self):
        """Whether there is a commit to wait for; never inside a test."""
        return not odoo_module.current_test

    def _until_commit(self, name, make):
        """Something to be remembered until the transaction ends, made by ``make()``.

        Always a new one inside a test, where what follows a commit is done at once.
        """
        if not self._ends():
            return make()
        kept = self.env.cr.postcommit.data.setdefault("md_own_transaction", {})
        return kept.setdefault(name, make())

    def _after(self, name, function):
        """Call ``function`` after the caller's commit; in a test at once.

        Once for each ``name`` in a transaction, however often it is asked for. What it
        raises is logged: the caller's work is done and must not look undone.
        """
        if not self._ends():
            function()
        elif name not in (names := self._until_commit("after", set)):
            names.add(name)
            self.env.cr.postcommit.add(lambda: self._safely(name, function))

    def _on_failure(self, name, function):
        """Call ``function`` when the caller's transaction is undone; as in `_after`.

        In a test nothing is to be done: what ``_begin`` gave is undone with it.
        """
        if self._ends():
            self.env.cr.postrollback.add(lambda: self._safely(name, function))

    def _safely(self, name, function):
        # what it does may ask for it again
        self._until_commit("after", set).discard(name)
        try:
            function()
        except Exception:
            _logger.exception("not done after the transaction: %s", name)
