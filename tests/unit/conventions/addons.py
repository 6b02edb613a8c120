"""Manifests, the files every addon brings, and the arrows between the addons."""

import ast
import os
import re
from pathlib import Path

from . import tree

AUTHOR = "Micro Datasoft"
LICENSE = "LGPL-3"
VERSION = re.compile(r"19\.0\.\d+\.\d+\.\d+")
FILES = ("README.md", "static/description/icon.png", "static/description/index.html")
# Whom an addon may know: arrows go down only.
ARROWS = {
    "md_hw_proxy": set(),
    "md_inventory_core": {"md_hw_proxy"},
    "md_pos_ext": {"md_hw_proxy", "md_inventory_core"},
    "md_ecommerce_sync": {"md_hw_proxy", "md_inventory_core"},
    "md_reports": {
        "md_hw_proxy",
        "md_inventory_core",
        "md_pos_ext",
        "md_ecommerce_sync",
    },
}
ODOO_FOLDERS = (
    "addons",
    "odoo/addons",
    "usr/lib/python3/dist-packages/odoo/addons",
    "",
)


def check_manifests(root: Path) -> list[str]:
    """Licence, author, version, summary, sorted depends, description files, README."""
    problems = []
    for addon in tree.addons(root):
        values = tree.manifest(addon)
        depends = values.get("depends", [])
        wrong = {
            f"license is not {LICENSE}": values.get("license") != LICENSE,
            f"author is not {AUTHOR}": values.get("author") != AUTHOR,
            "version is not 19.0.x.y.z": not VERSION.fullmatch(
                values.get("version", "")
            ),
            "summary is missing": not values.get("summary"),
            "depends is not sorted": depends != sorted(depends),
            **{f"{name} is missing": not (addon / name).exists() for name in FILES},
        }
        problems += [
            f"{tree.place(root, addon / '__manifest__.py')} {message}"
            for message, is_wrong in wrong.items()
            if is_wrong
        ]
    return problems


def check_depends(root: Path, odoo: Path | None = None) -> list[str]:
    """Dependencies follow the arrows and are ours or LGPL-3 addons of Odoo itself.

    Without an Odoo source only our own names can be checked.
    """
    odoo = odoo or odoo_source(root)
    problems = []
    for addon in tree.addons(root):
        where = tree.place(root, addon / "__manifest__.py")
        if addon.name not in ARROWS:
            problems.append(f"{where} is no addon of the architecture")
        for name in tree.manifest(addon).get("depends", []):
            if name in ARROWS or name.startswith("md_"):
                if name not in ARROWS.get(addon.name, ()):
                    problems.append(f"{where} depends on {name}: against the arrows")
            elif odoo and (licence := _odoo_licence(odoo, name)) != LICENSE:
                problems.append(f"{where} depends on {name}: {licence}")
    return problems


def check_arrows(root: Path) -> list[str]:
    """No import and no external id points at an addon that the arrows do not reach."""
    problems = []
    for path in tree.files(root, "addons/*/**/*"):
        addon = path.relative_to(root).parts[1]
        forbidden = set(ARROWS) - ARROWS.get(addon, set()) - {addon}
        problems += [
            f"{tree.place(root, path)} reaches for {name}: against the arrows"
            for name in sorted(forbidden & _addons_named_in(path))
        ]
    return problems


def odoo_source(root: Path) -> Path | None:
    """Return the folder of an Odoo source if there is one on this machine."""
    places = (os.environ.get("ODOO_SRC"), root / ".stack" / "odoo")
    return next((Path(p) for p in places if p and Path(p).is_dir()), None)


def _odoo_licence(odoo: Path, name: str) -> str:
    for folder in ODOO_FOLDERS:
        path = odoo / folder / name / "__manifest__.py"
        if path.is_file():
            return tree.manifest(path.parent).get("license", LICENSE)
    return "neither ours nor an addon of Odoo"


def _addons_named_in(path: Path) -> set[str]:
    """Return our addons that a file imports (code) or refers to (data)."""
    if path.suffix == ".py":
        nodes = ast.walk(tree.syntax(path))
        return {part for node in nodes for part in _imported(node)} & set(ARROWS)
    if path.suffix == ".js":
        return set(re.findall(r"""["']@(md_\w+)/""", tree.text(path)))
    if path.suffix in (".xml", ".csv"):
        return set(re.findall(r"(?<![\w./])(md_[a-z_]+)\.\w", tree.text(path)))
    return set()


def _imported(node: ast.AST) -> set[str]:
    """Return every dotted part of the names that an import statement mentions."""
    if not isinstance(node, ast.Import | ast.ImportFrom):
        return set()
    names = [alias.name for alias in node.names]
    names.append(getattr(node, "module", None) or "")
    return {part for name in names for part in name.split(".")}
