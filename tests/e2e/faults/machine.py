"""A till's computer: a Chromium on a profile, which can lose its power."""

import contextlib
import json
import os
import signal
import subprocess
import time
from pathlib import Path

from people import DESKTOP, FLAGS
from tools.stack import paths
from tools.testing import layers

SELLING = (Path(__file__).parent / "selling.js").read_text(encoding="utf-8")
ZONE = "Asia/Dhaka"
READY = """async () => {
    const cache = await caches.open("odoo-pos-cache");
    const kept = (await cache.keys()).map((one) => new URL(one.url).pathname);
    return kept.some((path) => /^\\/pos\\/ui\\/\\d+$/.test(path)) &&
        kept.some((path) => path.includes("/web/assets/") && path.endsWith(".js"));
}"""


class Machine:
    """Its browser is a process group of its own, so that all of it can be killed.

    ``said`` is what its pages have told of their sales: [(page's key, word, facts)].
    """

    def __init__(self, playwright, profile, database):
        self.playwright = playwright
        self.database = database
        self.profile = Path(profile)
        self.process = self.browser = None
        self.said = []

    def start(self):
        """The browser, with one empty context of the profile."""
        self.profile.mkdir(parents=True, exist_ok=True)
        address = self.profile / "DevToolsActivePort"
        for left in (address, *self.profile.glob("Singleton*")):
            left.unlink(missing_ok=True)
        self.process = subprocess.Popen(
            [
                *(str(paths.BIN / "chromium"), "--headless"),
                *(f"--user-data-dir={self.profile}", "--remote-debugging-port=0"),
                *("--lang=en-GB", "--password-store=basic", *FLAGS, "about:blank"),
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            env={**os.environ, "TZ": ZONE},
        )
        until = time.monotonic() + 60
        while not (address.exists() and address.read_text().strip()):
            assert time.monotonic() < until, "no browser"
            time.sleep(0.05)
        port = address.read_text().split()[0]
        chromium = self.playwright.chromium
        self.browser = chromium.connect_over_cdp(f"http://127.0.0.1:{port}")
        self.context = self.browser.contexts[0]
        self.context.set_default_timeout(60_000)
        self.context.add_init_script(SELLING)
        return self

    def page(self, key=""):
        """A window; ``key`` is its name in what it says."""
        page = self.context.new_page()
        page.set_viewport_size(DESKTOP)
        page.on("console", lambda message: self._hear(key, message.text))
        return page

    def _hear(self, key, text):
        if text.startswith("md-fault "):
            word, facts = json.loads(text[9:])
            self.said.append((key, word, facts))

    def login(self, url, name):
        """Cookies may be younger than what is on the disk: it is done at each start."""
        words = {"db": self.database, "login": name, "password": name}
        answer = self.context.request.post(
            f"{url}/web/session/authenticate",
            data={"jsonrpc": "2.0", "method": "call", "params": words},
        )
        assert answer.json()["result"]["uid"], answer.text()

    def kill(self):
        """As by `kill -9`, all at once; the profile stays as it is."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        with contextlib.suppress(Exception):  # what is dead cannot be closed
            self.browser.close()

    def picture(self, name):
        """What its last window shows, for who looks for a failure's cause."""
        with contextlib.suppress(Exception):  # it may be dead, or busy for ever
            path = layers.RESULTS / f"{name}.png"
            self.context.pages[-1].screenshot(path=path, timeout=5_000)

    def pause(self):
        """Nothing of it runs."""
        os.killpg(self.process.pid, signal.SIGSTOP)

    def resume(self):
        os.killpg(self.process.pid, signal.SIGCONT)


def settle(page):
    """Until the worker is in control and keeps the till's page and its scripts."""
    page.wait_for_function("() => navigator.serviceWorker.controller")
    until = time.monotonic() + 60
    while not page.evaluate(READY):
        assert time.monotonic() < until, "the till's page is not kept"
        page.wait_for_timeout(200)


def enter(page, url, config):
    """Open a till whose session is open; past its first screen."""
    page.goto(f"{url}/pos/ui/{config}")
    arrive(page)


def arrive(page):
    """The till has loaded, wherever it stands."""
    page.wait_for_function(
        "() => window.posmodel?.mdOutbox && document.querySelector("
        "'.product-screen, .login-overlay, .receipt-screen, .payment-screen,"
        " .ticket-screen')",
        timeout=30_000,
    )
    page.wait_for_function("() => !document.querySelector('.pos-loader')")
    if page.locator(".login-overlay").is_visible():
        page.get_by_role("button", name="Open Register").click()
    page.wait_for_function("() => !document.querySelector('.login-overlay')")


def kept(page):
    """Keys of receipts on the browser's disk."""
    return page.evaluate(
        "async () => (await posmodel.mdOutbox.store.all()).map((one) => one.uuid)"
    )


def empty(page, seconds=120):
    """Wait until the till has nothing left to send."""
    until = time.monotonic() + seconds
    while left := kept(page):
        assert time.monotonic() < until, f"{len(left)} receipts are still here"
        page.wait_for_timeout(200)
