"""A line between tills and a server that can be bad in every way that lines are."""

import contextlib
import socket
import struct
import threading
import time
from collections import Counter

SALES = ("/pos.order/sync_from_ui", "/pos.config/md_outbox_take")
PORTAL = b"<html><body>Welcome. Accept the terms to use this network.</body></html>"
STATUS = {
    "429": (b"429 Too Many Requests", b"text/plain", b"later"),
    "500": (b"500 Internal Server Error", b"text/html", b"<h1>Error</h1>"),
    "502": (b"502 Bad Gateway", b"text/html", b"<h1>Bad Gateway</h1>"),
    "portal": (b"200 OK", b"text/html; charset=utf-8", PORTAL),
}
PACE, DELAY = 6000, 0.8  # bytes a second and seconds before them: a 2G line
LATE = 33  # seconds: more than a till waits for an answer
TICK = 0.05


class Line:
    """Listens on a port of its own; ``mode`` says what becomes of a request.

    good; cut: the connection is reset; silent: nothing is passed on and nothing said;
    answered: passed on, its answer is held back; lost: passed on, its answer is thrown
    away; late: its answer comes after the till has given up; slow: 2G; 429, 500, 502:
    said of sales by a proxy; portal: a page for everything.
    """

    def __init__(self, target):
        self.target = target
        self.mode = "good"
        self.sales = 0  # requests with sales that came
        self.answers = 0  # of them, whose answer the server has given
        self.paths = Counter()  # what was asked for, and how often
        self.live = set()
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self.listener.getsockname()[1]
        self.url = f"http://localhost:{self.port}"
        threading.Thread(target=self._accept, daemon=True).start()

    def become(self, mode):
        """From now on; what is under way on a line that is cut ends."""
        self.mode = mode
        if mode == "cut":
            for end in list(self.live):
                _reset(end)

    def close(self):
        self.become("cut")
        self.listener.close()

    def wait(self, name, count, seconds=20):
        """Until so many ``sales`` or ``answers`` were seen."""
        until = time.monotonic() + seconds
        while getattr(self, name) < count:
            assert time.monotonic() < until, f"no {count} {name} in {seconds} s"
            time.sleep(TICK)

    def _accept(self):
        while True:
            try:
                end, _address = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(end,), daemon=True).start()

    def _serve(self, end):
        self.live.add(end)
        with contextlib.suppress(OSError):
            self._answer(end, *_request(end))
        self.live.discard(end)
        end.close()

    def _answer(self, end, head, body):
        mode, path = self.mode, head.split(b" ", 2)[1].decode()
        sale = path.endswith(SALES)
        self.sales += sale
        self.paths[path] += 1
        if mode == "cut":
            return _reset(end)
        if mode in STATUS and (sale or mode == "portal"):
            return end.sendall(_canned(*STATUS[mode]))
        if mode == "silent":
            return self._hold(end, mode)
        with contextlib.closing(self._upstream(end)) as server:
            if b"\nupgrade:" in head.lower():
                server.sendall(head + body)
                return self._tunnel(end, server)
            server.sendall(_closing(head) + body)
            answer = _all(server)
        self.answers += sale
        return self._give(end, answer, mode, sale)

    def _upstream(self, end):
        try:
            return socket.create_connection(("127.0.0.1", self.target), 5)
        except OSError:
            _reset(end)
            raise

    def _give(self, end, answer, mode, sale):
        if mode in ("answered", "lost") and sale:
            return self._hold(end, mode if mode == "answered" else None)
        if mode == "late" and sale:
            time.sleep(LATE)
        if mode == "slow":
            time.sleep(DELAY)
            for start in range(0, len(answer), PACE // 10):
                end.sendall(answer[start : start + PACE // 10])
                time.sleep(0.1)
            return None
        return end.sendall(answer)

    def _hold(self, end, mode):
        while self.mode == mode:
            time.sleep(TICK)
        _reset(end)

    def _tunnel(self, one, other):
        self.live.add(other)
        back = threading.Thread(target=_pump, args=(other, one), daemon=True)
        back.start()
        _pump(one, other)
        back.join()
        self.live.discard(other)


def _request(end):
    """Head and body of what a browser asks."""
    data = b""
    while b"\r\n\r\n" not in data:
        data += _some(end)
    head, _blank, body = data.partition(b"\r\n\r\n")
    length = 0
    for row in head.split(b"\r\n")[1:]:
        name, _colon, value = row.partition(b":")
        if name.strip().lower() == b"content-length":
            length = int(value)
    while len(body) < length:
        body += _some(end)
    return head + b"\r\n\r\n", body


def _some(end):
    data = end.recv(65536)
    if not data:
        raise ConnectionResetError
    return data


def _all(end):
    end.settimeout(120)
    parts = []
    while data := end.recv(65536):
        parts.append(data)
    if not parts:
        raise ConnectionResetError  # the server ended in the middle of its work
    return b"".join(parts)


def _closing(head):
    """One request for each connection: each meets the line as it is then."""
    rows = head.split(b"\r\n")
    kept = [row for row in rows if not row.lower().startswith(b"connection:")]
    return b"\r\n".join([kept[0], b"Connection: close", *kept[1:]])


def _canned(status, kind, body):
    head = b"HTTP/1.1 %b\r\nContent-Type: %b\r\nContent-Length: %d\r\n" % (
        status,
        kind,
        len(body),
    )
    return head + b"Connection: close\r\n\r\n" + body


def _pump(source, target):
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
    for end in (source, target):
        with contextlib.suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)


def _reset(end):
    with contextlib.suppress(OSError):
        end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        end.shutdown(socket.SHUT_RDWR)
        end.close()
