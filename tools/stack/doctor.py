"""`make doctor`: look at everything, change nothing, say what to do.

Works before anything is installed and with everything down. The checks live in
doctor_machine, doctor_database and doctor_shop; each is a generator of findings.
"""

import sys
import threading
import time
from dataclasses import dataclass

from .ui import Fail

OK, ADVICE, PROBLEM = "ok", "advice", "problem"
PATIENCE = 9  # seconds for all checks together


@dataclass(frozen=True)
class Finding:
    """One line: how bad, about what, what was found, what to do (not for `ok`)."""

    level: str
    name: str
    found: str
    todo: str = ""

    def __str__(self):
        line = f"{self.level:<8} {self.name:<14} {self.found}"
        return line if self.level == OK else f"{line}\n         -> {self.todo}"


def ok(name, found):
    """Nothing to do."""
    return Finding(OK, name, found)


def advice(name, found, todo):
    """It works, but could soon not, or not well."""
    return Finding(ADVICE, name, found, todo)


def problem(name, found, todo):
    """It does not work, or is not safe."""
    return Finding(PROBLEM, name, found, todo)


def judge(name, found, *rules):
    """The first rule that applies, worst first, else ok.

    :param rules: (applies, level, todo).
    """
    for applies, level, todo in rules:
        if applies:
            return Finding(level, name, found, todo)
    return ok(name, found)


def examine(checks, patience=PATIENCE):
    """Run all checks side by side; return their findings in the order of the checks.

    A check that cannot look is a finding itself, and so is one that takes too long.
    """
    found = {}

    def look(check):
        try:
            found[check] = list(check())
        except Fail as failure:
            what, _dot, todo = str(failure).partition(". ")
            found[check] = [problem(title(check), what, todo)]
        except Exception as error:  # noqa: BLE001 - the other checks still help
            todo = "Look yourself, or run it as the user who runs the shop"
            found[check] = [advice(title(check), f"not looked at: {error!r}", todo)]

    threads = [threading.Thread(target=look, args=(c,), daemon=True) for c in checks]
    for thread in threads:
        thread.start()
    until = time.monotonic() + patience
    for thread in threads:
        thread.join(max(0, until - time.monotonic()))
    late = "Look whether disk, network or database hang"
    return [
        finding
        for check in checks
        for finding in found.get(
            check, [advice(title(check), "no answer in time", late)]
        )
    ]


def title(check):
    """Name of a check in the report."""
    return check.__name__.replace("_", " ")


def report(findings, stream=sys.stdout):
    """Print the findings and a closing line; return the exit status."""
    for finding in findings:
        stream.write(f"{finding}\n")
    count = {
        level: sum(finding.level == level for finding in findings)
        for level in (OK, ADVICE, PROBLEM)
    }
    stream.write(
        f"{count[OK]} ok, {count[ADVICE]} to consider, {count[PROBLEM]} to repair\n"
    )
    return 1 if count[PROBLEM] else 0


def main():
    """All checks of this project's stack; exit status 1 only for a problem."""
    from . import doctor_database, doctor_machine, doctor_shop

    checks = (*doctor_machine.CHECKS, *doctor_database.CHECKS, *doctor_shop.CHECKS)
    return report(examine(checks))
