"""Browsers of different people, and the rule that no page may complain."""

import re

from tools.stack import paths
from tools.testing import layers

DESKTOP = {"width": 1280, "height": 800}
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # The same with and without the Internet: only this machine is found.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
)
FAILED = layers.RESULTS / "screens"


class People:
    """Opens a browser context per person and listens to every page in it."""

    def __init__(self, browser, url):
        self.browser = browser
        self.url = url
        self.pages = []
        self.complaints = []

    def visitor(self, **options):
        """A page of somebody who is not logged in."""
        context = self.browser.new_context(
            viewport=DESKTOP, locale="en-GB", timezone_id="Asia/Dhaka", **options
        )
        context.set_default_timeout(30_000)
        context.on("console", self._on_console)
        context.on("weberror", lambda e: self._complain("exception", str(e.error)))
        context.on("response", self._on_response)
        page = context.new_page()
        self.pages.append(page)
        return page

    def login(self, name):
        """A page of one of the demo logins, on the first screen after logging in."""
        page = self.visitor()
        page.goto(f"{self.url}/web/login")
        form = page.locator(".oe_login_form")
        form.locator("[name=login]").fill(name)
        form.locator("[name=password]").fill(name)
        form.get_by_role("button", name="Log in").click()
        page.locator(".o_main_navbar").wait_for()
        return page

    def _on_console(self, message):
        # What other hosts serve (the web shop's Google fonts) is not there in a test.
        elsewhere = not message.location.get("url", self.url).startswith(self.url)
        if message.type == "error" and not elsewhere:
            self._complain("console", f"{message.text} ({message.location['url']})")

    def _on_response(self, response):
        if response.status >= 500:
            self._complain(f"status {response.status}", response.url)

    def _complain(self, kind, text):
        self.complaints.append(f"{kind}: {text}")

    def picture_all(self, name):
        """Keep what everybody saw when a journey failed."""
        FAILED.mkdir(parents=True, exist_ok=True)
        safe = re.sub(r"\W+", "-", name)
        for number, page in enumerate(self.pages):
            if not page.is_closed():
                page.screenshot(path=FAILED / f"failed-{safe}-{number}.png")

    def leave(self):
        """Close everybody's browser."""
        for page in self.pages:
            page.context.close()


def launch(playwright, *more):
    """Our headless Chromium."""
    return playwright.chromium.launch(
        executable_path=str(paths.BIN / "chromium"), args=[*FLAGS, *more]
    )
