"""Secrets come from files or the environment: none is in a field, in data, in code."""

import ast
import re
from pathlib import Path
from xml.etree import ElementTree

from . import tree

WORD = re.compile(
    r"(?:^|[_.])(?:passwords?|passwd|secret|token|api_?key|private_key|pin|badge)s?"
    r"(?:_(?:hash|digest|code|value))?$",
    re.IGNORECASE,
)
HASHED = ("_hash", "_digest")
# A field of these types holds no secret, whatever it is called.
HARMLESS = {
    "Boolean",
    "Date",
    "Datetime",
    "Integer",
    "Many2one",
    "One2many",
    "Many2many",
}
# What may stand where a secret would: a name of a variable, a model, a place.
NAME_OF_SOMETHING = re.compile(
    r"|[A-Z][A-Z0-9_]*|[a-z0-9_]+(?:\.[a-z0-9_]+)+|/\S*|\$\S+|<[^>]*>|\{[^}]*\}|\*+|\[.*"
)
KNOWN_FORMS = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----\s+[A-Za-z0-9+/=]{16}|\bAKIA[0-9A-Z]{16}\b"
    r"|\bsk_live_[0-9A-Za-z]{16,}|\bgh[pousr]_[0-9A-Za-z]{36}\b"
    r"|\$pbkdf2-sha512\$[0-9]{4,}\$[A-Za-z0-9./]{16,}"
)
SETTING = re.compile(
    r"""^[\s-]*["']?(?P<name>\w+)["']?[ \t]*[:=][ \t]*["']?(?P<value>[^\s"'#]*)""",
    re.MULTILINE,
)


def check_secret_fields(root: Path) -> list[str]:
    """A field with a secret's name is not stored readably, nor kept as a parameter."""
    problems = []
    for path in tree.python_files(root, "addons"):
        if tree.is_test(path):
            continue
        for node in ast.walk(tree.syntax(path)):
            if name := _readable_secret(node):
                place = tree.place(root, path, node.lineno)
                problems.append(f"{place} {name} keeps a secret that users can read")
            if key := _secret_parameter(node):
                place = tree.place(root, path, node.lineno)
                problems.append(f"{place} {key}: a parameter keeps no secret")
    return problems


def check_secret_data(root: Path) -> list[str]:
    """No XML record and no file of docker/ brings a secret along."""
    problems = []
    for path in tree.files(root, "addons/**/*.xml"):
        if not tree.is_test(path) and "static" not in path.parts:
            problems += [
                f"{tree.place(root, path)} {name} has a value in a data file"
                for name in _secrets_in_records(path)
            ]
    for path in tree.files(root, "docker/**/*", "*.conf", "*.ini", "*.env"):
        problems += [
            f"{tree.place(root, path, line)} {name} has a value"
            for name, value, line in _settings(path)
            if WORD.search(name) and not NAME_OF_SOMETHING.fullmatch(value)
        ]
    return problems


def check_secret_literals(root: Path) -> list[str]:
    """No program text of ours has a secret in it, and no file a key of a known form."""
    problems = [
        f"{tree.place(root, path, node.lineno)} {name} is a secret in the program"
        for path in tree.python_files(root, "addons", "tools")
        if not tree.is_test(path)
        for node in ast.walk(tree.syntax(path))
        for name, value in _named_texts(node)
        if WORD.search(name) and not NAME_OF_SOMETHING.fullmatch(value)
    ]
    return problems + [
        f"{tree.place(root, path)} has a key in it: {found[0][:12]}..."
        for path in tree.files(root)
        if (found := KNOWN_FORMS.search(tree.text(path)))
    ]


def _readable_secret(node: ast.AST) -> str | None:
    """Name of the field that a statement declares, if it keeps a secret readably."""
    if not (isinstance(node, ast.Assign) and isinstance(node.value, ast.Call)):
        return None
    function, name = node.value.func, node.targets[0]
    if not (isinstance(function, ast.Attribute) and isinstance(name, ast.Name)):
        return None
    if ast.unparse(function.value) != "fields" or function.attr in HARMLESS:
        return None
    if not WORD.search(name.id) or name.id.endswith(HASHED):
        return None
    given = {word.arg: ast.unparse(word.value) for word in node.value.keywords}
    computed = "compute" in given and given.get("store", "False") == "False"
    safe = computed or given.get("store") == "False"
    return None if safe or "NO_ACCESS" in given.get("groups", "") else name.id


def _secret_parameter(node: ast.AST) -> str | None:
    """Key of a system parameter that a call writes or a field is kept under."""
    if not isinstance(node, ast.Call):
        return None
    keys = [word.value for word in node.keywords if word.arg == "config_parameter"]
    if isinstance(node.func, ast.Attribute) and node.func.attr == "set_param":
        keys += node.args[:1]
    texts = [key.value for key in keys if isinstance(key, ast.Constant)]
    return next((text for text in texts if WORD.search(str(text))), None)


def _secrets_in_records(path: Path) -> list[str]:
    """Names of fields, and keys of parameters, that a data file gives a secret."""
    found = []
    for record in ElementTree.parse(path).iter("record"):
        fields = {
            field.get("name"): (field.text or field.get("eval") or "").strip()
            for field in record.iter("field")
        }
        found += [
            name
            for name, value in fields.items()
            if WORD.search(name) and value not in ("", "False", "None")
        ]
        key = fields.get("key", "")
        if record.get("model") == "ir.config_parameter" and WORD.search(key):
            found.append(key)
    return found


def _settings(path: Path) -> list[tuple[str, str, int]]:
    """(name, value, line) of the settings in a file of lines."""
    content = tree.text(path)
    return [
        (match["name"], match["value"], content.count("\n", 0, match.start("name")) + 1)
        for match in SETTING.finditer(content)
    ]


def _named_texts(node: ast.AST) -> list[tuple[str, str]]:
    """(name, text) of what a node gives a name: variables, arguments, keys."""
    pairs = []
    if isinstance(node, ast.Assign):
        pairs = [(ast.unparse(target), node.value) for target in node.targets]
    elif isinstance(node, ast.keyword) and node.arg:
        pairs = [(node.arg, node.value)]
    elif isinstance(node, ast.Dict):
        pairs = [
            (key.value, value)
            for key, value in zip(node.keys, node.values, strict=True)
            if isinstance(key, ast.Constant) and isinstance(key.value, str)
        ]
    return [
        (name, value.value)
        for name, value in pairs
        if isinstance(value, ast.Constant) and isinstance(value.value, str)
    ]
