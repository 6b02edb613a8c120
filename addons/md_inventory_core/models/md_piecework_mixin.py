from contextlib import contextmanager

from odoo import models
from odoo.tools import SQL


class MdPieceworkMixin(models.AbstractModel):
    """Work in pieces, each committed with the progress it made, by one at a time."""

    _name = "md.piecework.mixin"
    _description = "Work in Pieces"

    _lock_space = None  # of PostgreSQL's advisory locks, beside the record's id

    @contextmanager
    def _sole_driver(self):
        """Yield whether this process may drive the work; nobody else does then.

        The lock belongs to the database session: it outlives the commits between two
        pieces and ends by itself when the process dies.
        """
        self.ensure_one()
        key = SQL("%s, %s", self._lock_space, self.id)
        [(alone,)] = self.env.execute_query(SQL("SELECT pg_try_advisory_lock(%s)", key))
        try:
            yield alone
        except Exception:
            self.env.cr.rollback()  # else the lock could not be given back
            raise
        finally:
            if alone:
                self.env.execute_query(SQL("SELECT pg_advisory_unlock(%s)", key))
