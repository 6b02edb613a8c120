"""The two databases of a comparison: plain Odoo, and the same with our addons."""

import hashlib
from dataclasses import dataclass

from tools.stack import database as stack
from tools.stack import odoo_source, paths, postgres
from tools.stack.ui import Fail, step

PLAIN = "md_bench_plain"
OURS = "md_bench_ours"
BUILDING = "md_bench_building"
TEMPORARY = (PLAIN, OURS, BUILDING)  # dropped at the end; the plain template stays


@dataclass(frozen=True)
class Side:
    """One of the two that are compared."""

    name: str  # "plain" or "ours"
    database: str

    @property
    def ours(self):
        """Whether our addons are loaded on this side."""
        return self.database == OURS


SIDES = (Side("plain", PLAIN), Side("ours", OURS))


def prepare():
    """Make both databases anew; return the core modules that both have."""
    stack.fresh(OURS, lasting=True)
    modules = core_modules(OURS)
    ensure_plain_template(modules)
    postgres.drop(PLAIN)
    postgres.clone(stack.PLAIN_TEMPLATE, PLAIN)
    if core_modules(PLAIN) != modules:
        different = sorted(set(core_modules(PLAIN)) ^ set(modules))
        raise Fail(
            f"Plain Odoo and ours differ in core modules: {', '.join(different)}",
            f"Drop the database {stack.PLAIN_TEMPLATE} and run `make bench` again",
        )
    return modules


def core_modules(database):
    """Names of the installed modules that are not ours, sorted."""
    found = postgres.execute(
        "SELECT name FROM ir_module_module "
        "WHERE state = 'installed' AND name NOT LIKE 'md\\_%'",
        database=database,
    )
    return tuple(sorted(found.split()))


def ensure_plain_template(modules):
    """Build the plain template unless it has this Odoo and these modules already."""
    wanted = {"plain": fingerprint(modules)}
    if stack.stored(stack.PLAIN_TEMPLATE) == wanted:
        return
    with step("Plain Odoo, built once and kept"):
        stack.build(BUILDING, modules, ours=False)
        stack.remember(BUILDING, wanted)
        postgres.drop(stack.PLAIN_TEMPLATE)
        postgres.rename(BUILDING, stack.PLAIN_TEMPLATE)


def fingerprint(modules):
    """Changes with Odoo's version and with the list of modules, not with our code."""
    digest = hashlib.sha256()
    release = paths.odoo_source() / "odoo" / "release.py"
    digest.update(release.read_bytes())
    if paths.odoo_source() == paths.ODOO_LINK:
        digest.update(odoo_source.LOCK.read_bytes())
    digest.update(" ".join(modules).encode())
    return digest.hexdigest()[:16]
