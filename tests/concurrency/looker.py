"""Somebody who looks at a database again and again while others work."""

import threading

from claim_shop import PAUSE, connect, rows


class Looker(threading.Thread):
    """Does ``look`` until the end, with a connection of its own."""

    def __init__(self, database):
        super().__init__(daemon=True)
        self.connection = connect(database)
        self.looks, self.over, self.error = 0, threading.Event(), None

    def look(self):
        """One look at what is committed."""
        raise NotImplementedError

    def ask(self, query):
        """Rows of a query."""
        return rows(self.connection, query)

    def run(self):
        """Look, until told that it is over."""
        try:
            while not self.over.wait(PAUSE):
                self.look()
                self.looks += 1
        except Exception as error:  # noqa: BLE001 - raised by who waits for the end
            self.error = error

    def end(self):
        """Look no more; fail when it could not look."""
        self.over.set()
        self.join()
        if self.error:
            raise self.error
        assert self.looks > 3

    def close(self):
        """Give the connection back, however the test went."""
        self.over.set()
        if self.is_alive():
            self.join()
        self.connection.close()
