"""`python -m tools.testing all|fast|deep|core|bench|lint`: what the Makefile calls."""

import argparse
import io
import os
import shlex
import shutil
import sys
import time
import traceback
from concurrent.futures import ThreadPoolExecutor
from contextlib import redirect_stdout

from tools.stack import __main__ as stack
from tools.stack import paths, postgres, programs, python_env
from tools.stack.ui import Fail, say

from . import core, layers

REQUIREMENTS = (python_env.RUNTIME, python_env.TESTS, python_env.LINT)


def prepare():
    """Everything that any layer needs, databases excepted."""
    stack.environment(*REQUIREMENTS, tests=True)
    stack.node_packages()


# They compute on one core while the database is made, which computes on one core too.
BESIDE_DATABASE = ("lint", "unit", "js")
SLOWEST = 10  # tests of each layer that are named with their times
SHORTEST = 1.0  # seconds; what takes less is not named


def layers_of(kind):
    """[(name, function)] in order: cheap and telling ones first."""
    deep = kind == "deep"
    found = [
        ("lint", layers.lint),
        ("unit", lambda: layers.unit(deep)),
        ("js", layers.js),
        ("database", layers.prepare_database),
        ("odoo", layers.odoo_layer),
        ("hoot-and-tours", layers.browser_layer),
        ("cards", layers.cards),
        ("e2e", lambda: layers.e2e(deep)),
        ("stack", lambda: layers.stack_layer(deep)),
        ("concurrency", lambda: layers.concurrency(deep)),
        *([("bench", layers.bench)] if deep else []),
    ]
    return [
        (name, function)
        for name, function in found
        if name not in ("e2e", "stack", "concurrency") or layers.has_tests(name)
    ]


def run_layer(name, function):
    """Run a layer; return its result with its seconds."""
    say(f"Layer {name} ...")
    began = time.monotonic()
    try:
        result = function() or layers.Result(name)
    except Exception as error:  # noqa: BLE001 - the other layers still count
        traceback.print_exc()
        result = layers.Result(name, failed=1, failures=[str(error)])
    result.seconds = time.monotonic() - began
    say(f"Layer {name}: {result.passed} passed, {result.failed} failed")
    return result


def run_layers(chosen):
    """Run layers one after another; return their results in that order.

    Where a database is made, those that need none run beside it.
    """
    names = [name for name, _function in chosen]
    results = []
    if "database" in names:
        first = [layer for layer in chosen if layer[0] in BESIDE_DATABASE]
        with ThreadPoolExecutor(1) as pool:
            beside = pool.submit(lambda: [run_layer(*layer) for layer in first])
            database = run_layer(*chosen[names.index("database")])
            results += [*beside.result(), database]
    done = [result.name for result in results]
    results += [run_layer(*layer) for layer in chosen if layer[0] not in done]
    name_slowest(results)
    return results


def name_slowest(results):
    """Print the tests of each layer that took longest."""
    for r in results:
        slow = [time for time in sorted(r.times, reverse=True) if time[0] >= SHORTEST]
        for seconds, title in slow[:SLOWEST]:
            print(f"SLOW {r.name}: {seconds:6.1f} s  {short(title)}")


def short(title):
    """The last three words of a test's title: module, class and name."""
    path, bracket, parameters = title.partition("[")
    return ".".join(path.split(".")[-3:]) + bracket + parameters


def report(results):
    """Print times, skips and failures, and the closing line; return the exit status."""
    print("\nlayer              seconds  passed  failed  skipped")
    for r in results:
        print(
            f"{r.name:<18} {r.seconds:7.1f} {r.passed:7d} {r.failed:7d} "
            f"{len(r.skipped):8d}"
        )
    for r in results:
        for name in r.skipped:
            print(f"SKIPPED {r.name}: {name}")
    for r in results:
        for name in r.failures:
            print(f"FAILED {r.name}: {name}")
    passed, failed = sum(r.passed for r in results), sum(r.failed for r in results)
    skipped = sum(len(r.skipped) for r in results)
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 1 if failed or not passed else 0


def cmd_all(_kind):
    """All layers; a database left running by `make run` is not touched."""
    prepare()
    postgres.settings()
    began = time.monotonic()
    results = run_layers(layers_of("all"))
    status = report(results)
    print(f"{time.monotonic() - began:.0f} seconds in all")
    return status


def cmd_deep(_kind):
    """The full sizes; the report stays in docs/.

    With ARGS="-k thousand" only those of the full sizes, added to the report: all of
    them take hours.
    """
    prepare()
    postgres.settings()
    some = shlex.split(os.environ.get("ARGS", ""))
    chosen = [("deep", lambda: layers.deep_tests(*some))] if some else None
    results = run_layers(chosen or layers_of("deep"))
    text = io.StringIO()
    with redirect_stdout(text):
        status = report(results)
    print(text.getvalue(), end="")
    head = (
        f"`make test-deep`, {time.strftime('%Y-%m-%d')}, {layers.cpu_count()} cores\n"
    )
    figures = "".join(f"{line}\n" for r in results for line in r.figures)
    log = paths.ROOT / "docs" / "test-deep.log"
    with log.open("a" if some else "w", encoding="utf-8") as stream:
        words = f"{' '.join(some)}\n" if some else ""
        stream.write(head + words + text.getvalue() + figures + "\n")
    return status


def cmd_fast(_kind):
    """What needs neither Odoo nor a database."""
    prepare_fast()
    return report(run_layers([("unit", layers.unit_fast), ("js", layers.js)]))


def prepare_fast():
    """Python packages only; node comes from the system or its wheel."""
    python_env.check_version()
    paths.STATE.mkdir(exist_ok=True)
    python_env.ensure(*REQUIREMENTS)
    programs.ensure_node()


def cmd_lint(_kind):
    """All linters."""
    prepare_fast()
    stack.node_packages()
    return report(run_layers([("lint", layers.lint)]))


def cmd_bench(_kind):
    """Ratios against plain Odoo, measured in the same run."""
    prepare()
    words = [str(paths.PYTHON), "-m", "tests.bench"]
    words += shlex.split(os.environ.get("ARGS", ""))
    os.chdir(paths.ROOT)
    # The bench takes our place, so that an interrupt reaches it and nobody else.
    os.execve(words[0], words, paths.environment(PYTHONPATH=paths.ROOT))


def cmd_core(_kind):
    """Odoo's own suites, on plain Odoo and on ours."""
    prepare()
    return core.main(shlex.split(os.environ.get("ARGS", "")))


COMMANDS = {
    "all": cmd_all,
    "deep": cmd_deep,
    "fast": cmd_fast,
    "lint": cmd_lint,
    "bench": cmd_bench,
    "core": cmd_core,
}


def main(argv=None):
    """Run one kind of tests and answer with an exit status."""
    parser = argparse.ArgumentParser(prog="make test", description=__doc__)
    parser.add_argument("kind", choices=sorted(COMMANDS))
    kind = parser.parse_args(argv).kind
    shutil.rmtree(layers.RESULTS, ignore_errors=True)
    layers.RESULTS.mkdir()
    try:
        return COMMANDS[kind](kind)
    except Fail as failure:
        sys.stderr.write(f"make test: {failure}\n")
    except KeyboardInterrupt:
        sys.stderr.write("make test: interrupted\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
