"""The test layers: what each runs, on what, and how its result is counted.

Every layer leaves JUnit files in ``test-results``; the counts come from them, so a
layer that ran nothing cannot look green.
"""

import json
import os
import re
import subprocess
import xml.etree.ElementTree as ET
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from tools.stack import odoo, paths, postgres, server
from tools.stack.database import fresh

RESULTS = paths.ROOT / "test-results"
TEST_DB = "md_test"
SECOND_DB = "md_test_two"  # for the half of Odoo's tests that runs beside the other
CONFIG = paths.STATE / "test.conf"
SECONDS = paths.STATE / "test-seconds.json"  # of each file of Odoo's tests
LONG = {"addons.md_inventory_core.tests.test_role_matrix": 125}  # known beforehand
# Odoo's test server and browser tests, split so that each prints a time of its own.
BROWSER_TESTS = ("test_hoot.py", "test_tours.py")


@dataclass
class Result:
    """What a layer did: counts, names of skips and failures, figures, seconds."""

    name: str
    passed: int = 0
    failed: int = 0
    skipped: list = field(default_factory=list)
    failures: list = field(default_factory=list)
    figures: list = field(default_factory=list)
    times: list = field(default_factory=list)  # (seconds, title) of each test
    seconds: float = 0.0

    def add(self, other):
        """Count what ``other`` did, too."""
        self.passed += other.passed
        self.failed += other.failed
        for name in ("skipped", "failures", "figures", "times"):
            getattr(self, name).extend(getattr(other, name))


def pytest(name, *words, env=None, needs_tests=True, live=True):
    """Run pytest in a process of its own and count its JUnit report.

    Unless ``live``, its output is shown when it is over: something else runs beside it.
    """
    report = RESULTS / f"{name}.xml"
    call = [
        *(str(paths.PYTHON), "-m", "pytest", "-q", "-rs"),
        *(f"--junitxml={report}", "-o", "junit_family=xunit1"),
        *words,
    ]
    env = env or paths.environment()
    out = {} if live else {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    done = subprocess.run(call, cwd=paths.ROOT, env=env, check=False, text=True, **out)
    print(done.stdout or "", end="", flush=True)
    result = read_junit(name, report)
    if done.returncode not in (0, 1, 5):
        result.failed += 1
        result.failures.append(f"pytest ended with status {done.returncode}")
    if needs_tests and not result.passed and not result.failed:
        result.failed += 1
        result.failures.append("no test was run")
    return result


def read_junit(name, report):
    """Count the test cases of one JUnit file; a missing file is a failure."""
    result = Result(name)
    if not report.exists():
        result.failed = 1
        result.failures.append("no report was written")
        return result
    for case in ET.parse(report).iter("testcase"):
        title = f"{case.get('classname')}.{case.get('name')}"
        result.times.append((float(case.get("time") or 0), title))
        if case.find("failure") is not None or case.find("error") is not None:
            result.failed += 1
            result.failures.append(title)
        elif (skip := case.find("skipped")) is not None:
            result.skipped.append(f"{title}: {skip.get('message')}")
        else:
            result.passed += 1
        # what a test measured and handed over by `record_property`
        for item in case.iter("property"):
            result.figures.append(f"{title}: {item.get('name')} = {item.get('value')}")
    return result


def unit(deep=False):
    """Pure Python: libraries, conventions, the stack's own tools."""
    marks = "not bench" if deep else "not deep and not bench"
    return pytest("unit", "tests/unit", "-m", marks, live=False)


def unit_fast():
    """The same without what takes more than a few seconds."""
    return pytest("unit", "tests/unit", "-m", "not slow and not deep and not bench")


def js():
    """Pure JavaScript on node, with the vectors that Python reads too."""
    report = RESULTS / "js.xml"
    files = sorted(str(p) for p in (paths.ROOT / "tests" / "js").rglob("*.test.mjs"))
    subprocess.run(
        [
            *("node", "--test", "--test-reporter=junit"),
            f"--test-reporter-destination={report}",
            *("--test-reporter=spec", "--test-reporter-destination=stderr"),
            *files,
        ],
        cwd=paths.ROOT,
        env=paths.environment(),
        check=False,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    return read_junit("js", report)


def lint():
    """All linters; each counts as one test."""
    done = subprocess.run(
        [str(paths.PYTHON), "tools/lint.py"],
        cwd=paths.ROOT,
        env=paths.environment(),
        check=False,
        capture_output=True,
        text=True,
    )
    print(done.stdout, done.stderr)
    rows = re.findall(r"^(ok|FAIL) +(\S+) +([\d.]+) s", done.stdout, re.MULTILINE)
    result = Result("lint", passed=sum(state == "ok" for state, *_rest in rows))
    result.failures = [name for state, name, _seconds in rows if state != "ok"]
    result.times = [(float(seconds), name) for _state, name, seconds in rows]
    result.failed = len(result.failures)
    if done.returncode and not result.failed:
        result.failed, result.failures = 1, ["tools/lint.py"]
    return result


def prepare_database():
    """Fresh clones of the template for Odoo's tests, with the test-only asset cure.

    The demo company governs its products; core changes prices of shared ones as
    a manager. Tests of governance govern for themselves.
    """
    for database in (TEST_DB, SECOND_DB):
        fresh(database)
        cure_assets(database)
        postgres.execute(
            "UPDATE res_company SET md_products_governed = FALSE", database=database
        )


def cure_assets(database):
    """Take a file out of the bundle that the Debian package lacks.

    A missing asset fails every backend test. In test databases only, never in an addon:
    production must load whatever its Odoo has.
    """
    path = "mail/static/lib/selfie_segmentation/selfie_segmentation.js"
    postgres.execute(
        "INSERT INTO ir_asset (name, bundle, directive, path, active, sequence) "
        f"VALUES ('Test only', 'web.assets_backend', 'remove', '{path}', true, 16)",
        database=database,
    )


def odoo_files(browser):
    """Test files of the addons: those with a browser, or all others."""
    found = sorted((paths.ROOT / "addons").glob("*/tests/test_*.py"))
    return [str(p) for p in found if (p.name in BROWSER_TESTS) == browser]


def halves(files):
    """Files of tests in two parts that take about as long: the longest file first.

    As long as the last run needed; a file that is new, as long as it is.
    """
    known = json.loads(SECONDS.read_text()) if SECONDS.exists() else LONG
    seconds = {f: known.get(_module(f), Path(f).stat().st_size / 1600) for f in files}
    parts = ([], [])
    for file in sorted(files, key=seconds.get, reverse=True):
        min(parts, key=lambda part: sum(map(seconds.get, part))).append(file)
    return [sorted(part) for part in parts]


def _module(file):
    return ".".join(Path(file).relative_to(paths.ROOT).with_suffix("").parts)


def remember_seconds(result):
    """Keep how long each file took, for the halves of the next run."""
    seconds = defaultdict(float)
    for taken, title in result.times:
        # without the class and the name, which may have dots in its parameters
        seconds[".".join(title.partition("[")[0].split(".")[:-2])] += taken
    SECONDS.write_text(json.dumps(seconds))


def pytest_odoo(name, files, database=None, live=True):
    """Run files of the addons' tests by pytest-odoo, with a server of their own."""
    database = database or TEST_DB
    config = CONFIG.with_stem(f"{CONFIG.stem}-{database}")
    odoo.write_config(config, database)
    with config.open("a", encoding="utf-8") as stream:
        stream.write(f"http_port = {server.free_port()}\n")
    return pytest(
        name,
        *("-o", "addopts=-p no:cacheprovider"),  # the project's switch pytest-odoo off
        *("--odoo-http", f"--odoo-database={database}"),
        f"--odoo-config={config}",
        *files,
        env={**odoo.environment(), "PGDATABASE": database},
        live=live,
    )


def odoo_layer():
    """Models, services, access: Odoo's own test classes, one half beside the other."""
    one, two = halves(odoo_files(browser=False))
    with ThreadPoolExecutor(1) as pool:
        beside = pool.submit(pytest_odoo, "odoo-two", two, SECOND_DB, live=False)
        result = pytest_odoo("odoo", one)
        result.add(beside.result())
    remember_seconds(result)
    return result


def browser_layer():
    """Hoot units and POS tours in headless Chromium."""
    return pytest_odoo("hoot-and-tours", odoo_files(browser=True))


def cards():
    """No card number in the tables that the tests before this one used, nor in logs."""
    return folder("cards")


def folder(name, marks=None):
    """A layer that is a folder below tests/, run with the stack at hand."""
    words = ["-m", marks] if marks else []
    return pytest(name, f"tests/{name}", *words, env=odoo.environment())


def e2e(deep=False):
    """Playwright journeys, one per role, against a served shop; faults of all kinds."""
    return folder("e2e", None if deep else "not deep")


def stack_layer(deep=False):
    """`make` commands on broken ground: taken port, dead database, half-made state."""
    return folder("stack", None if deep else "not deep")


def concurrency(deep=False):
    """Real processes against a real PostgreSQL, with kills."""
    return folder("concurrency", None if deep else "not deep")


def deep_tests(*words):
    """Those of the full sizes that pytest's ``words`` choose."""
    places = [f"tests/{name}" for name in ("unit", "e2e", "stack", "concurrency")]
    return pytest("deep", *places, "-m", "deep", *words, env=odoo.environment())


def bench():
    """That `make bench` works; it is no place for figures."""
    return folder("bench")


def has_tests(name):
    """Whether a folder below tests/ holds tests."""
    return any((paths.ROOT / "tests" / name).glob("test_*.py"))


def cpu_count():
    """Processors this process may use."""
    return len(os.sched_getaffinity(0))
