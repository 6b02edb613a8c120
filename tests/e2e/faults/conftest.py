"""A shop whose server, lines and browsers are really ended."""

import os
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from fault_shop import Shop
from machine import Machine
from tools.stack import postgres

FAULTS_DB = "md_e2e_faults"


@pytest.fixture(scope="session")
def fault_database(request):
    """The database FAULTS_DB names, which stays; else one of the tests' own."""
    given = os.environ.get("FAULTS_DB")
    if given:
        yield given
        return
    import served

    request.getfixturevalue("warm")
    served.make_database(FAULTS_DB)
    yield FAULTS_DB
    postgres.drop(FAULTS_DB)


@pytest.fixture(scope="session")
def fault_site(fault_database):
    """Served, with tills that are open."""
    shop = Shop(fault_database)
    shop.set_up()
    shop.start()
    yield shop
    shop.kill()
    for line in shop.lines:
        line.close()


@pytest.fixture
def shop(fault_site):
    """The shop, its lines good, its books from now on."""
    if not fault_site.process:
        fault_site.start()
    fault_site.begin()
    return fault_site


@pytest.fixture
def machine_of(request, playwright, tmp_path, fault_database):
    """Makes computers of tills; none runs on."""
    made = []

    def make(name="till", profile=None):
        made.append(Machine(playwright, profile or tmp_path / name, fault_database))
        return made[-1]

    yield make
    report = getattr(request.node, "report_call", None)
    for machine in made:
        if report and report.failed:
            machine.picture(f"{request.node.name}-{made.index(machine)}")
        if machine.process:
            machine.kill()
