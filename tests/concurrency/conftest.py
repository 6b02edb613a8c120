"""Processes that import the tiny slice into a database of their own."""

import importlib.util
import sys
from importlib import import_module
from pathlib import Path

import pytest
from shells import NAME, Host
from tools.stack import postgres
from tools.stack.database import fresh

SIZES = (1, 25, 1)  # stores, products, days: 12 receipts with 25 lines
LIB = Path(__file__).resolve().parents[2] / "addons" / "md_inventory_core" / "lib"
CREATE = (
    "INSERT INTO md_data_import "  # noqa: S608 - our own numbers
    "(company_id, kind, state, store_count, item_count, day_count) "
    f"SELECT id, 'slice', 'draft', {', '.join(map(str, SIZES))} FROM res_company"
)
# Small pieces: many moments between two commits. Each piece says that it begins; the
# one numbered HOLD waits in the middle of its transaction until a file appears.
IMPORT = """
import os, pickle, time
from odoo.addons.md_inventory_core.services import md_dataset_loader as core
from odoo.addons.md_pos_ext.services import md_dataset_loader as till
core.PRODUCTS_AT_ONCE = core.STOCK_AT_ONCE = 5
till.RECEIPTS_AT_ONCE = 2
if not os.path.exists({world!r}):  # choosing it takes seconds: once is enough
    with open({world!r} + '.new', 'wb') as stream:
        pickle.dump(core.world({sizes}), stream)
    os.rename({world!r} + '.new', {world!r})
with open({world!r}, 'rb') as stream:
    chosen = pickle.load(stream)
core.world = lambda *sizes: chosen
loader = env.registry['md.dataset.loader']
run_piece, pieces = loader.run_piece, []

def spoken(self, job):
    pieces.append(1)
    print('piece', len(pieces), flush=True)
    result = run_piece(self, job)
    while len(pieces) == {hold} and not os.path.exists({go!r}):
        time.sleep(0.02)
    return result

loader.run_piece = spoken
print('ready', flush=True)
env['md.data.import'].run_and_report('slice')
print('finished', flush=True)
"""


@pytest.fixture(scope="session")
def host(tmp_path_factory):
    """Forks shells on the database of the test at hand."""
    found = Host(fresh(NAME), tmp_path_factory.mktemp("shells"))
    yield found
    found.end()
    postgres.drop(NAME)


@pytest.fixture
def database(host):
    """A clone of the template with an import that has not begun."""
    fresh(NAME)
    postgres.execute(CREATE, database=NAME)
    yield NAME
    postgres.drop(NAME)


@pytest.fixture
def shell(host, database):
    """Start processes that run a script in an Odoo shell; the rest is killed."""
    started = []

    def start(script):
        started.append(host.shell(script))
        return started[-1]

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()


@pytest.fixture
def importer(shell, tmp_path_factory):
    """Start importers; those left over are killed."""
    world = str(tmp_path_factory.getbasetemp() / "world.pickle")

    def start(hold=0, go=""):
        sizes = ", ".join(map(str, SIZES))
        return shell(IMPORT.format(sizes=sizes, world=world, hold=hold, go=str(go)))

    return start


@pytest.fixture
def sql(database):
    """Run a query; return its rows as lists of text."""

    def query(text):
        rows = postgres.execute(text, database=database).splitlines()
        return [row.split("|") for row in rows]

    return query


@pytest.fixture(scope="session")
def plan():
    """The slice as the library plans it, read without Odoo."""
    spec = importlib.util.spec_from_file_location(
        "md_lib", LIB / "__init__.py", submodule_search_locations=[str(LIB)]
    )
    sys.modules["md_lib"] = importlib.util.module_from_spec(spec)
    return import_module("md_lib.retail_dataset").open_dataset().slice(*SIZES)


@pytest.fixture(scope="session")
def shop(tmp_path_factory):
    """A database in which claims are raced for, with a process to do it."""
    from claim_shop import Shop

    found = Shop(tmp_path_factory.mktemp("shop"))
    yield found
    found.end()
