"""No god files: hard maxima for files, functions and routes."""

import ast
from pathlib import Path

from . import tree

FILE_LINES = 400
TEST_FILE_LINES = 300
FUNCTION_LINES = 60
ROUTE_LINES = 25
SCRIPT_LINES = 300
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def check_python_files(root: Path) -> list[str]:
    """Python files stay below 400 lines, test files below 300."""
    return _too_long_files(
        root,
        tree.python_files(root, "addons", "tools", "tests"),
        lambda path: TEST_FILE_LINES if tree.is_test(path) else FILE_LINES,
    )


def check_script_files(root: Path) -> list[str]:
    """JavaScript files stay below 300 lines; third-party code is not ours to cut."""
    scripts = tree.files(root, "addons/*/static/**/*.js", "tests/js/**/*.mjs")
    ours = [path for path in scripts if "lib" not in path.relative_to(root).parts]
    return _too_long_files(root, ours, lambda _path: SCRIPT_LINES)


def check_functions(root: Path) -> list[str]:
    """No function is longer than 60 lines."""
    return [
        f"{tree.place(root, path, node.lineno)} {node.name} has {lines} lines,"
        f" at most {FUNCTION_LINES}"
        for path in tree.python_files(root, "addons", "tools", "tests")
        for node in ast.walk(tree.syntax(path))
        if isinstance(node, FUNCTIONS)
        and (lines := node.end_lineno - node.lineno + 1) > FUNCTION_LINES
    ]


def check_routes(root: Path) -> list[str]:
    """A route parses, authorises and answers in 25 lines, its docstring not counted."""
    return [
        f"{tree.place(root, path, node.lineno)} route {node.name} has {lines} lines,"
        f" at most {ROUTE_LINES}"
        for path in tree.files(root, "addons/*/controllers/**/*.py")
        for node in ast.walk(tree.syntax(path))
        if isinstance(node, FUNCTIONS)
        and _is_route(node)
        and (lines := _lines_without_docstring(node)) > ROUTE_LINES
    ]


def _too_long_files(root, paths, limit) -> list[str]:
    return [
        f"{tree.place(root, path)} {lines} lines, at most {limit(path)}"
        for path in paths
        if (lines := len(tree.text(path).splitlines())) > limit(path)
    ]


def _is_route(node) -> bool:
    called = (d.func if isinstance(d, ast.Call) else d for d in node.decorator_list)
    return any(
        getattr(name, "attr", getattr(name, "id", "")) == "route" for name in called
    )


def _lines_without_docstring(node) -> int:
    lines = node.end_lineno - node.lineno + 1
    if ast.get_docstring(node, clean=False) is not None:
        docstring = node.body[0]
        lines -= docstring.end_lineno - docstring.lineno + 1
    return lines
