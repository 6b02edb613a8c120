"""`make bench`: our addons against plain Odoo, on the same data, in the same run."""

import argparse
import json
import os
import platform
import re
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path

from tools.stack import paths, postgres
from tools.stack.ui import STREAM, Fail

from . import cases, databases, harness, report, stats
from .process import CaseError
from .sweep import Sweeper

RESULT = paths.ROOT / "test-results" / "bench.json"
PAGE = paths.ROOT / "docs" / "bench.md"


def parse(words, known):
    """Options of the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    add = parser.add_argument
    add("--case", action="append", choices=sorted(known), help="only this; repeatable")
    add("--rounds", type=int, help="pairs for each case")
    add("--quick", action="store_true", help="tiny sizes: shows only that it works")
    add("--strict", action="store_true", help="a missed target is a failure")
    add("--save", action="store_true", help="write the table into docs/bench.md")
    add("--profile", action="store_true", help="say where time and queries go instead")
    add("--output", type=Path, default=RESULT, help="file for the result as JSON")
    options = parser.parse_args(words)
    if options.rounds is not None and options.rounds < 1:
        parser.error("--rounds must be 1 or more")
    return options


def machine():
    """What the figures were measured on."""
    return {
        "cpus": len(os.sched_getaffinity(0)),
        "python": platform.python_version(),
        "postgresql": postgres.execute("SHOW server_version").split()[0],
        "load": os.getloadavg()[0],
    }


def odoo_version():
    """Series of the Odoo at hand, as its release file says."""
    text = (paths.odoo_source() / "odoo" / "release.py").read_text(encoding="utf-8")
    return ".".join(re.search(r"version_info = \((\d+), (\d+)", text).groups())


def bench(options, chosen):
    """Measure, print, write; return the exit status."""
    if options.profile:
        databases.prepare()
        found = harness.profile_all(chosen, quick=options.quick)
        sys.stdout.write(report.profiles(found))
        return 0
    result = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "odoo": odoo_version(),
        "quick": options.quick,
        "machine": machine(),
        "modules": databases.prepare(),
    }
    result["cases"] = harness.run_all(
        chosen, rounds=options.rounds, quick=options.quick
    )
    options.output.parent.mkdir(parents=True, exist_ok=True)
    options.output.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    sys.stdout.write(json.dumps(result) + "\n\n" + report.text(result["cases"]))
    if options.save:
        page = PAGE.read_text(encoding="utf-8")
        PAGE.write_text(report.insert(page, report.markdown(result)), encoding="utf-8")
    return status(result["cases"], options.strict)


def status(results, strict):
    """1 when a case failed or, if strict, missed its target."""
    failed = any("error" in result for result in results)
    missed = any(result.get("verdict") == stats.MISSED for result in results)
    return 1 if failed or (strict and missed) else 0


def interrupt(*_signal):
    """Turn a polite request to end into the same as Ctrl-C."""
    raise KeyboardInterrupt


def main(words=None):
    """Read options, run, answer with an exit status."""
    known = cases.load()
    options = parse(words, known)
    wanted = options.case or [name for name in known if not known[name].apart]
    chosen = [case for name, case in known.items() if name in wanted]
    STREAM["progress"] = sys.stderr
    signal.signal(signal.SIGTERM, interrupt)
    try:
        with Sweeper():
            return bench(options, chosen)
    except (Fail, CaseError) as failure:
        sys.stderr.write(f"make bench: {failure}\n")
    except KeyboardInterrupt:
        sys.stderr.write("make bench: interrupted; its databases are dropped\n")
        return 130
    return 1


if __name__ == "__main__":
    sys.exit(main())
