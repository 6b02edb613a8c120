"""Reads `docs/roles.yaml`: what it demands, what it forgets; no Odoo here."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

FILE = Path(__file__).parents[3] / "docs" / "roles.yaml"
OPERATIONS = {"c": "create", "r": "read", "w": "write", "d": "unlink"}
NOTHING = "."
EVERYBODY = "everybody"
WHO = ("public", "token", "user")


class BadMatrix(Exception):
    """The file says something that has no meaning."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One demand: may ``role`` do ``operation`` on a model, of one ``kind`` of records.

    ``kind`` is what follows a slash in the file (``account.move/in_invoice``), or "".
    """

    addon: str
    model: str
    kind: str
    role: str
    operation: str
    allowed: bool

    def __str__(self):
        what = f"{self.model}/{self.kind}" if self.kind else self.model
        may = "may" if self.allowed else "may not"
        return f"{self.role} {may} {self.operation} {what}"


@dataclass(frozen=True, slots=True)
class Action:
    """A method with a name of its own and the roles that may call it."""

    addon: str
    model: str
    kind: str
    method: str
    roles: frozenset[str]


class Matrix:
    """The content of the file, checked for what would make a test pass in vain."""

    def __init__(self, content: dict):
        self.content = content
        self.roles: tuple[str, ...] = tuple(content["roles"])
        self.cells = tuple(self._cells())
        self.actions = tuple(self._actions())
        self.routes: dict[str, str | tuple] = {
            path: tuple(who) if isinstance(who, list) else who
            for paths in (content["routes"] or {}).values()
            for path, who in (paths or {}).items()
        }
        for path, who in self.routes.items():
            if who not in WHO and not set(who) <= set(self.roles):
                raise BadMatrix(f"route {path}: {who}")

    @classmethod
    def load(cls, path: Path = FILE) -> "Matrix":
        """The project's own matrix."""
        return cls(yaml.safe_load(path.read_text(encoding="utf-8")))

    def models(self, addons: Iterable[str]) -> set[str]:
        """Models that the file speaks of, of these addons."""
        wanted = set(addons)
        models = {cell.model for cell in self.cells if cell.addon in wanted}
        return models | {a.model for a in self.actions if a.addon in wanted}

    def menus(self, section: str, role: str, addons: Iterable[str]) -> set[str]:
        """Menus of ``section`` (apps, entries) that a role sees, of these addons."""
        wanted = set(addons)
        return {
            xml_id
            for xml_id, roles in self.content["menus"][section].items()
            if role in self._known(roles, xml_id) and xml_id.split(".")[0] in wanted
        }

    def forgotten(
        self, registered: Iterable[str], methods: Iterable[tuple[str, str]], paths
    ) -> list[str]:
        """What exists without being listed: models, methods, routes of our own."""
        listed = {cell.model for cell in self.cells}
        named = {(action.model, action.method) for action in self.actions}
        return [
            *(
                f"model {name} is not listed"
                for name in sorted(set(registered) - listed)
            ),
            *(
                f"method {'.'.join(m)} is not listed"
                for m in sorted(set(methods) - named)
            ),
            *(
                f"route {p} is not listed"
                for p in sorted(set(paths) - set(self.routes))
            ),
        ]

    def unknown(self, installed: Iterable[str], registered, paths) -> list[str]:
        """What is listed without existing although its addon is installed."""
        installed = set(installed)
        models = self.models(installed) - set(registered)
        routes = self.content["routes"] or {}
        mine = {p for addon in installed for p in routes.get(addon) or ()}
        return [
            *(f"model {name} does not exist" for name in sorted(models)),
            *(f"route {path} does not exist" for path in sorted(mine - set(paths))),
        ]

    def _cells(self) -> Iterator[Cell]:
        for addon, models in self.content["models"].items():
            for name, rights in models.items():
                if len(rights) != len(self.roles):
                    raise BadMatrix(f"{name}: {len(rights)} rights")
                model, _slash, kind = name.partition("/")
                for role, letters in zip(self.roles, rights, strict=True):
                    if letters != NOTHING and not set(letters) <= OPERATIONS.keys():
                        raise BadMatrix(f"{name}: {letters}")
                    for letter, operation in OPERATIONS.items():
                        allowed = letter in letters
                        yield Cell(addon, model, kind, role, operation, allowed)

    def _actions(self) -> Iterator[Action]:
        for addon, actions in self.content["actions"].items():
            for name, roles in actions.items():
                what, _dot, method = name.rpartition(".")
                model, _slash, kind = what.partition("/")
                known = self._known(roles, name)
                yield Action(addon, model, kind, method, frozenset(known))

    def _known(self, roles: list[str] | str, where: str) -> Iterable[str]:
        if roles == EVERYBODY:
            return self.roles
        if unknown := set(roles) - set(self.roles):
            raise BadMatrix(f"{where}: no such role {sorted(unknown)}")
        return roles
