"""Mount every addons/<addon>/lib as the package `md_pure.<addon>`.

The decisions of the addons are pure Python, but their packages import Odoo. Under this
name a library is imported alone: `from md_pure.md_inventory_core.gtin import validate`
never runs an addon's `__init__.py`, and relative imports inside lib/ work as in Odoo.
"""

import sys
from importlib.machinery import ModuleSpec
from importlib.util import spec_from_file_location
from pathlib import Path

from hypothesis import settings
from hypothesis.configuration import set_hypothesis_home_dir

ROOT = Path(__file__).resolve().parents[2]
MOUNT = "md_pure"

# The same examples in every run; caches stay in the folder that `make clean` removes.
set_hypothesis_home_dir(ROOT / ".stack" / "hypothesis")
settings.register_profile("fixed", derandomize=True, database=None, deadline=None)
settings.load_profile("fixed")


class LibFinder:
    """Find `md_pure` and `md_pure.<addon>`; Python's own finder does all below."""

    def __init__(self, addons: Path):
        self.addons = addons

    def find_spec(self, name, path=None, target=None):
        """Return the import spec of our two upper levels, None for anything else."""
        head, _dot, addon = name.partition(".")
        if head != MOUNT or "." in addon:
            return None
        if not addon:
            return self._package(name, [])
        lib = self.addons / addon / "lib"
        if not lib.is_dir():
            return None
        init = lib / "__init__.py"
        if not init.exists():
            return self._package(name, [str(lib)])
        return spec_from_file_location(
            name, init, submodule_search_locations=[str(lib)]
        )

    @staticmethod
    def _package(name, locations):
        spec = ModuleSpec(name, loader=None, is_package=True)
        spec.submodule_search_locations = locations
        return spec


sys.meta_path.insert(0, LibFinder(ROOT / "addons"))
