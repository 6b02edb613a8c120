"""All cases: every module here is read. Import odoo inside methods only.

The harness reads the cases too, and it runs without Odoo.
"""

from importlib import import_module
from pkgutil import iter_modules

from ..case import Case


def load():
    """{name: class} of all cases, in the order of modules and of lines in them."""
    found = {}
    for module in sorted(info.name for info in iter_modules(__path__)):
        for item in vars(import_module(f"{__name__}.{module}")).values():
            if not (isinstance(item, type) and issubclass(item, Case) and item.name):
                continue
            if found.setdefault(item.name, item) is not item:
                raise ValueError(f"two cases are called {item.name}")
    return found
