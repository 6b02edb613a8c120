"""Files, syntax trees and addons of the project (or of a sample) below a root."""

import ast
import os
import subprocess
from functools import lru_cache
from pathlib import Path

SKIPPED = {".git", ".stack", ".venv", "node_modules", "__pycache__", ".hypothesis"}


def files(root: Path, *patterns: str) -> list[Path]:
    """Return the project's files matching any glob (seen from `root`), sorted.

    In a git work tree: what is tracked or could be added; elsewhere: all files.
    """
    found = _git_files(root) if (root / ".git").exists() else _walk(root)
    return [path for path in found if _matches(path.relative_to(root), patterns)]


def python_files(root: Path, *folders: str) -> list[Path]:
    """Return the Python files below these top-level folders."""
    return files(root, *(f"{folder}/**/*.py" for folder in folders))


def addons(root: Path) -> list[Path]:
    """Return the folders of our addons."""
    names = {path.relative_to(root).parts[1] for path in files(root, "addons/*/**/*")}
    return [root / "addons" / name for name in sorted(names)]


def manifest(addon: Path) -> dict:
    """Return the manifest of an addon, empty if it has none yet."""
    path = addon / "__manifest__.py"
    return ast.literal_eval(path.read_text("utf-8")) if path.exists() else {}


def is_test(path: Path) -> bool:
    """Whether the file lives in a folder of tests."""
    return "tests" in path.parts


def place(root: Path, path: Path, line: int = 0) -> str:
    """Return the start of a problem line."""
    name = path.relative_to(root).as_posix()
    return f"{name}:{line}:" if line else f"{name}:"


@lru_cache(maxsize=2048)
def text(path: Path) -> str:
    """Return the content of a text file, empty for a binary one."""
    data = path.read_bytes()
    return "" if b"\0" in data else data.decode("utf-8", errors="replace")


@lru_cache(maxsize=2048)
def syntax(path: Path) -> ast.Module:
    """Return the syntax tree of a Python file."""
    return ast.parse(text(path), filename=str(path))


@lru_cache(maxsize=4)
def _git_files(root: Path) -> tuple[Path, ...]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=root,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split("\0")
    paths = (root / name for name in sorted(set(listed)) if name)
    return tuple(
        path
        for path in paths
        if not SKIPPED.intersection(path.parts[len(root.parts) :]) and path.is_file()
    )


def _walk(root: Path) -> list[Path]:
    found = []
    for folder, names, leaves in os.walk(root):
        names[:] = [name for name in names if name not in SKIPPED]
        found += [Path(folder, leaf) for leaf in leaves]
    return sorted(found)


def _matches(relative: Path, patterns: tuple[str, ...]) -> bool:
    return not patterns or any(_match(relative.parts, p.split("/")) for p in patterns)


def _match(parts: tuple[str, ...], pattern: list[str]) -> bool:
    """Glob with `**` for any number of folders (Path.match has it from 3.13 on)."""
    if not pattern:
        return not parts
    if pattern[0] == "**":
        return any(_match(parts[skip:], pattern[1:]) for skip in range(len(parts)))
    return bool(parts) and (
        Path(parts[0]).match(pattern[0]) and _match(parts[1:], pattern[1:])
    )
