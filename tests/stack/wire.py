"""A wire between Odoo and PostgreSQL that a test can cut, clog and mend."""

import contextlib
import socket
import threading
from pathlib import Path


class Wire:
    """Forward TCP connections on a port of this machine to a PostgreSQL server.

    :param host: address, or folder of the Unix socket, of the server.
    """

    def __init__(self, host, port):
        self.target = (host, int(port))
        self.open = set()
        self.flowing = threading.Event()
        self.flowing.set()
        self.listener = None
        self.port = 0
        self.mend()

    def mend(self):
        """Accept connections, on the same port as before, and let everything flow."""
        self.flowing.set()
        if self.listener:
            return
        self.listener = socket.create_server(("127.0.0.1", self.port))
        self.port = self.listener.getsockname()[1]
        threading.Thread(
            target=self._accept, args=(self.listener,), daemon=True
        ).start()

    def cut(self):
        """End all connections and refuse new ones: the server is down."""
        listener, self.listener = self.listener, None
        # closing alone would leave the thread that accepts holding the port
        with contextlib.suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        for side in list(self.open):
            self._close(side)

    def clog(self):
        """Keep every connection and pass nothing on: the server hangs."""
        self.flowing.clear()

    def _accept(self, listener):
        with contextlib.suppress(OSError):
            while True:
                near, _address = listener.accept()
                far = self._connect()
                self.open |= {near, far}
                for pair in ((near, far), (far, near)):
                    threading.Thread(target=self._pump, args=pair, daemon=True).start()

    def _connect(self):
        host, port = self.target
        if not host.startswith("/"):
            return socket.create_connection(self.target)
        far = socket.socket(socket.AF_UNIX)
        far.connect(str(Path(host) / f".s.PGSQL.{port}"))
        return far

    def _pump(self, source, sink):
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                self.flowing.wait()
                sink.sendall(data)
        self._close(source)
        self._close(sink)

    def _close(self, side):
        self.open.discard(side)
        with contextlib.suppress(OSError):
            side.shutdown(socket.SHUT_RDWR)
        side.close()
