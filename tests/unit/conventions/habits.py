"""Words that must not appear: habits of older Odoo, traces of one machine."""

import re
from pathlib import Path

from . import tree

# (files, pattern, what Odoo 19 wants instead)
OLD_HABITS = (
    ("py", r"\b_sql_constraints\b", "models.Constraint"),
    ("py xml csv js", r"\bgroups_id\b", "group_ids"),
    ("xml py js", r"<tree\b", "<list>"),
    ("xml py js", r"\bkanban-box\b", 't-name="card"'),
    ("py", r"""\btype=["']json["']""", 'type="jsonrpc"'),
    ("py", r"\bodoo\.osv\b|from odoo import osv", "odoo.fields.Domain"),
    ("py", r"(?<!_)\bread_group\(", "_read_group or formatted_read_group"),
    ("xml", r"\battrs=", "invisible=, readonly=, required="),
    ("xml js", r"\bt-esc\b", "t-out"),
)

# Written in halves: this file is checked too.
MACHINE_TRACES = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?<![\w.~-])/wo" + r"rk/",
        r"(?<![\w.~-])/ro" + r"ot/",
        r"/tmp/ba" + r"sh_jobs",
        r"\bdeb\.deb" + r"ian\.org\b",
        r"\bpypi\.o" + r"rg\b",
        r"\bregistry\.npm" + r"js\.org\b",
        r"\bfiles\.python" + r"hosted\.org\b",
    )
)


def check_old_habits(root: Path) -> list[str]:
    """No idiom that Odoo 19 removed or deprecated."""
    problems = []
    for endings, pattern, instead in OLD_HABITS:
        expression = re.compile(pattern)
        globs = [f"addons/**/*.{ending}" for ending in endings.split()]
        for path in tree.files(root, *globs):
            problems += [
                f"{tree.place(root, path, line)} {found}: Odoo 19 wants {instead}"
                for line, found in _search(expression, path)
            ]
    return problems


def check_machine_traces(root: Path) -> list[str]:
    """No path of one machine and no host name of a package registry in any file."""
    return [
        f"{tree.place(root, path, line)} {found} belongs to one machine"
        for path in tree.files(root)
        for expression in MACHINE_TRACES
        for line, found in _search(expression, path)
    ]


def _search(expression: re.Pattern, path: Path) -> list[tuple[int, str]]:
    content = tree.text(path)
    return [
        (content.count("\n", 0, match.start()) + 1, match.group())
        for match in expression.finditer(content)
    ]
