"""Layers of an addon: lib/ is pure, a model has its own file, sudo() has a reason;
data files call what can be called without records."""

import ast
import io
import re
import sys
import tokenize
from pathlib import Path

from . import tree

# Distribution names whose package is called otherwise.
IMPORT_NAMES = {
    "pillow": "PIL",
    "python-barcode": "barcode",
    "python-dateutil": "dateutil",
    "python-stdnum": "stdnum",
    "pyserial": "serial",
    "pyusb": "usb",
    "pyyaml": "yaml",
}
NOT_A_REASON = re.compile(r"#\s*(noqa|pylint|type|pragma|fmt)\b")
FUNCTION = re.compile(r'<function [^>]*name="(\w+)" ?/>')


def check_lib_imports(root: Path) -> list[str]:
    """lib/ imports itself, the standard library and what its manifest declares."""
    problems = []
    for path in tree.files(root, "addons/*/lib/**/*.py"):
        addon = root / "addons" / path.relative_to(root).parts[1]
        allowed = sys.stdlib_module_names | _declared(addon)
        depth = len(path.relative_to(addon / "lib").parts)
        for node in ast.walk(tree.syntax(path)):
            problems += [
                f"{tree.place(root, path, node.lineno)} lib/ imports {name}, which is"
                " neither its own, nor standard, nor declared in the manifest"
                for name in _foreign_imports(node, allowed, depth)
            ]
    return problems


def check_model_files(root: Path) -> list[str]:
    """Each file in models/ holds one model and carries its name."""
    problems = []
    for path in tree.files(root, "addons/*/models/**/*.py"):
        models = [
            (node, name)
            for node in ast.walk(tree.syntax(path))
            if isinstance(node, ast.ClassDef) and (name := _model_name(node))
        ]
        problems += [
            f"{tree.place(root, path, node.lineno)} second model {name} in one file"
            for node, name in models[1:]
        ]
        problems += [
            f"{tree.place(root, path, node.lineno)} model {name} belongs in {wanted}"
            for node, name in models[:1]
            if (wanted := name.replace(".", "_") + ".py") != path.name
        ]
    return problems


def check_sudo_reasons(root: Path) -> list[str]:
    """Every sudo() outside tests says why, in a comment beside or above it."""
    return [
        f"{tree.place(root, path, line)} sudo() without a reason"
        for path in tree.python_files(root, "addons")
        if not tree.is_test(path) and ".sudo" in tree.text(path)
        for line in _sudo_lines_without_reason(tree.text(path))
    ]


def check_data_functions(root: Path) -> list[str]:
    """A <function> without records in a data file calls an @api.model method.

    Odoo takes the first argument of any other method for its records, and fails only in
    a database where the addon is new: updates pass over `noupdate` data.
    """
    ours = {
        node.name: any(_name(mark) == "model" for mark in node.decorator_list)
        for path in tree.python_files(root, "addons")
        if not tree.is_test(path)
        for node in ast.walk(tree.syntax(path))
        if isinstance(node, ast.FunctionDef)
    }
    return [
        f"{tree.place(root, path, number)} {name}() is not @api.model"
        for path in tree.files(root, "addons/*/data/**/*.xml")
        for number, line in enumerate(tree.text(path).splitlines(), 1)
        for name in FUNCTION.findall(line)
        if not ours.get(name, True)
    ]


def _name(decorator: ast.AST) -> str:
    return getattr(decorator, "attr", getattr(decorator, "id", ""))


def _declared(addon: Path) -> set[str]:
    """Import names of the Python packages in the manifest's external_dependencies."""
    requirements = tree.manifest(addon).get("external_dependencies", {}).get("python")
    names = [re.split(r"[\s<>=!~;\[]", item)[0].lower() for item in requirements or ()]
    return {IMPORT_NAMES.get(name, re.sub("[-.]", "_", name)) for name in names}


def _foreign_imports(node: ast.AST, allowed: set[str], depth: int) -> list[str]:
    """Return the imported names that are not allowed; `depth` levels lead to lib/."""
    if isinstance(node, ast.Import):
        names = [alias.name for alias in node.names]
    elif isinstance(node, ast.ImportFrom) and not node.level:
        names = [node.module]
    elif isinstance(node, ast.ImportFrom) and node.level > depth:
        return ["." * node.level + (node.module or "")]
    else:
        return []
    return [name for name in names if name.partition(".")[0] not in allowed]


def _model_name(node: ast.ClassDef) -> str:
    """Return the `_name` of a model class, else what it inherits, else ''."""
    values = {
        target.id: statement.value
        for statement in node.body
        if isinstance(statement, ast.Assign)
        for target in statement.targets
        if isinstance(target, ast.Name) and target.id in ("_name", "_inherit")
    }
    if not values:
        return ""
    value = ast.literal_eval(values.get("_name") or values["_inherit"])
    return value if isinstance(value, str) else value[0]


def _sudo_lines_without_reason(source: str) -> list[int]:
    tokens = list(tokenize.generate_tokens(io.StringIO(source).readline))
    reasons = {
        token.start[0]
        for token in tokens
        if token.type == tokenize.COMMENT
        and len(token.string) > 10
        and not NOT_A_REASON.match(token.string)
    }
    windows = zip(tokens, tokens[1:], tokens[2:], tokens[3:], strict=False)
    return [
        name.start[0]
        for dot, name, bracket, argument in windows
        if (dot.string, name.string, bracket.string) == (".", "sudo", "(")
        and argument.string != "False"  # gives rights up
        and not reasons & {name.start[0], name.start[0] - 1}
    ]
