"""Days of five tills that are mostly without a server, and what goes wrong in them."""

import random
import time
from collections import Counter, deque

from machine import empty, enter, kept, settle
from playwright.sync_api import Error
from tools.testing import layers

HOURS = 72
HOUR = 3600_000
ATTEMPTS = 3  # a cashier reloads a page that does not come
BATCH = 8  # baskets that a till is given at a time
# What a fault is, and how often of a hundred.
KINDS = {"line": 72, "clock": 12, "tab": 11, "server": 3, "browser": 2}
# What becomes of a line; mostly there is none.
MODES = ("cut",) * 6 + ("good", "lost", "429", "500", "502", "portal", "slow")
PAID = """
SELECT uuid FROM pos_order
 WHERE state NOT IN ('draft', 'cancel') AND id > {since}
"""


class Seat:
    """A till: its window, what it has to sell, and what it was given last."""

    def __init__(self, number, line, config, baskets):
        self.number, self.line, self.config = number, line, config
        self.todo = deque(baskets)
        self.given, self.page, self.windows = [], None, 0
        self.shift = 0

    @property
    def key(self):
        """Each window has a name of its own: what the last one said is of the past."""
        return f"{self.number}/{self.windows}"


class ThreeDays:
    """Sells all baskets through all faults; ``sold`` is {uuid: cents} in the end."""

    def __init__(self, shop, machine, tills, faults, seed):
        self.shop, self.machine = shop, machine
        self.random = random.Random(seed)
        pairs = zip(shop.lines, shop.configs, strict=True)
        self.seats = [
            Seat(number, line, config, tills[number])
            for number, (line, config) in enumerate(pairs)
        ]
        self.cents = {b["key"]: b["cents"] for own in tills.values() for b in own}
        self.total, self.faults = len(self.cents), faults
        self.sold, self.done = {}, Counter()
        self.begun = {}  # {(window, basket): uuid}
        self.shown = {}
        self.heard = 0
        self.ended = set()
        self.reloads = Counter()  # by the state of the line
        self.problems = []
        self.began = time.monotonic()

    def run(self):
        self.machine.start()
        self.login()
        for seat in self.seats:
            self.open(seat)
            settle(seat.page)
            seat.line.become("cut")
        self.selling = time.monotonic()
        while any(seat.todo or seat.given for seat in self.seats):
            for seat in self.seats:
                if not seat.given and seat.todo:
                    self.give(seat)
            self.listen(100)
            self.collect()
            while self.done.total() < len(self.sold) / self.total * self.faults:
                self.fault()
        while self.done.total() < self.faults:
            self.fault()
        self.sold_after = time.monotonic() - self.selling
        self.come_back()

    def open(self, seat):
        seat.windows += 1
        seat.page = self.machine.page(seat.key)
        for attempt in range(ATTEMPTS):
            try:
                enter(seat.page, seat.line.url, seat.config)
                return
            except Error as error:
                self.reloads[f"{seat.line.mode}"] += 1
                if attempt + 1 == ATTEMPTS:
                    for more in seat.page.get_by_text("Show details").all():
                        more.click()
                    seat.page.screenshot(path=layers.RESULTS / "three-days.png")
                    where = f"till {seat.key}, line {seat.line.mode}"
                    text = f"{where}: does not open, {self.done}"
                    raise AssertionError(text) from error

    def login(self):
        """At the server itself: cookies know hosts, not ports."""
        self.machine.login(f"http://localhost:{self.shop.port}", "cashier")

    def give(self, seat):
        """Some baskets, at the moment of the three days at which they are sold."""
        past = len(self.sold) / self.total * HOURS * HOUR + seat.shift
        seat.given = [
            seat.todo.popleft() for _each in range(min(BATCH, len(seat.todo)))
        ]
        words = "([past, list]) => { mdFaults.shift(past); mdFaults.work(list) }"
        seat.page.evaluate(words, [past, seat.given])

    def listen(self, wait):
        """Hear what the windows have to say."""
        self.seats[0].page.wait_for_timeout(wait)
        for window, word, facts in self.machine.said[self.heard :]:
            if word == "begun":
                self.begun[window, facts["key"]] = facts["uuid"]
                if facts["total"] != self.cents[facts["key"]]:
                    self.problems.append((window, "another total", facts))
            elif word == "shown":
                self.shown[facts["uuid"]] = facts["key"]
            elif word == "done":
                self.ended.add(window)
            else:
                self.problems.append((window, word, facts))
        self.heard = len(self.machine.said)

    def collect(self):
        """What a till was given and has sold."""
        for seat in self.seats:
            if seat.given and seat.key in self.ended:
                self.ended.discard(seat.key)
                for basket in seat.given:
                    self.book(seat.key, basket)
                seat.given = []

    def book(self, window, basket):
        uuid = self.begun[window, basket["key"]]
        assert uuid in self.shown, (basket["key"], self.problems)
        self.sold[uuid] = basket["cents"]

    def recover(self, window, seat):
        """A window is gone: what it sold is on the disk or in the books, or was not."""
        there = set(kept(seat.page))
        there |= set(self.shop.sql(PAID.format(since=self.shop.since)).split())
        again = []
        for basket in seat.given:
            uuid = self.begun.get((window, basket["key"]))
            if uuid in there:
                self.sold[uuid] = basket["cents"]
            else:
                if uuid in self.shown:
                    self.problems.append((window, "LOST", uuid))
                again.append(basket)
        seat.todo.extendleft(reversed(again))
        seat.given = []

    # Faults

    def fault(self):
        kind = self.random.choices(list(KINDS), KINDS.values())[0]
        getattr(self, kind)(self.random.choice(self.seats))
        self.done[kind] += 1

    def line(self, seat):
        others = [mode for mode in MODES if mode != seat.line.mode]
        seat.line.become(self.random.choice(others))

    def clock(self, seat):
        seat.shift = self.random.choice([-2, 2, -24, 0.5, 0]) * HOUR

    def tab(self, seat):
        window = seat.key
        seat.page.close(run_before_unload=False)
        self.open(seat)
        self.listen(0)
        self.recover(window, seat)

    def server(self, _seat):
        self.shop.kill()
        self.shop.start()

    def browser(self, _seat):
        windows = [seat.key for seat in self.seats]
        self.machine.kill()
        self.machine.start()
        self.login()  # cookies that are young are gone with the browser
        for seat in self.seats:
            self.open(seat)
        self.listen(0)
        for window, seat in zip(windows, self.seats, strict=True):
            self.recover(window, seat)

    # The end

    def come_back(self):
        """Lines are good again: all is sent, and no window is slow meanwhile."""
        self.left = sum(len(kept(seat.page)) for seat in self.seats)
        began = time.monotonic()
        self.login()
        for seat in self.seats:
            seat.line.become("good")
            seat.page.evaluate("() => { posmodel.mdOutbox.wake(0) }")
        for seat in self.seats:
            empty(seat.page, 3600)
        self.sent_after = time.monotonic() - began

    def figures(self):
        """What it took, in words."""
        kinds = ", ".join(f"{n} {kind}" for kind, n in sorted(self.done.items()))
        pace = self.sold_after / self.total
        return (
            f"{self.total} baskets, {self.done.total()} faults ({kinds}): "
            f"{pace:.2f} s a basket with its faults; {self.left} waited at the end "
            f"and were sent in {self.sent_after:.0f} s; a till had to be reloaded "
            f"{self.reloads.total()} times to open"
        )
