"""A shop of the journeys' own, browsers for its people, and one rule for all pages."""

import figures
import pytest
import screens
import served
from people import People, launch
from playwright.sync_api import sync_playwright
from tools.stack import postgres
from tools.testing import card_scan

SHOP_DB = "md_e2e"


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    """Let fixtures see whether the test itself failed."""
    outcome = yield
    setattr(item, f"report_{call.when}", outcome.get_result())


def pytest_terminal_summary(terminalreporter):
    """Print the measured times, also when all went well."""
    for line in figures.MEASURED:
        terminalreporter.write_line(line)


@pytest.fixture(scope="session")
def warm():
    """The database that all others are cloned from."""
    served.make_warm()
    yield served.WARM
    postgres.drop(served.WARM)


@pytest.fixture(scope="session")
def site(warm):
    """A shop with one store, 60 real products and one day of receipts."""
    served.make_database(SHOP_DB)
    served.load_slice(SHOP_DB)
    with served.plain(SHOP_DB) as site:
        yield site
    cards = card_scan.scan(SHOP_DB)  # customers have paid with them
    postgres.drop(SHOP_DB)
    assert cards == []


@pytest.fixture(scope="session")
def playwright():
    """Playwright, once."""
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright):
    """One Chromium for all journeys over http."""
    chromium = launch(playwright)
    yield chromium
    chromium.close()


@pytest.fixture
def people_of(request, browser):
    """Opens browsers on an address; fails the test when a page complained."""
    groups = []

    def gather(url, chromium=browser):
        groups.append(People(chromium, url))
        return groups[-1]

    yield gather
    report = getattr(request.node, "report_call", None)
    for people in groups:
        if report and report.failed:
            people.picture_all(request.node.name)
        people.leave()
    complaints = [text for people in groups for text in people.complaints]
    assert not complaints, complaints


@pytest.fixture
def people(people_of, site):
    """People on the main shop."""
    return people_of(site.url)


@pytest.fixture(scope="session")
def picture():
    """Take a picture of a page: ``picture(page, name)``."""
    return screens.take
