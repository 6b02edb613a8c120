"""Databases: a template with our addons and the demo company, then clones of it."""

import fcntl
import hashlib
import json
import subprocess
from contextlib import contextmanager

from . import odoo, paths, postgres
from .ui import Fail, run, say, step

TEMPLATE = "md_template"
BUILDING = "md_building"
CLONING = "md_cloning"
PLAIN_TEMPLATE = "md_bench_plain_template"  # Odoo without our addons, for `make bench`
# Beside ours: the first home's chart of accounts, and a payment provider to try with.
MODULES = (*paths.ADDONS, "l10n_bd", "payment_demo")
KEY = "md.stack.fingerprint"
DEMO = "demo company"
ODOO_TODO = "See the log in .stack/log; then try again"


def fingerprints():
    """{addon: hash} over all that a database has to load again when it changes."""
    found = {}
    for addon in paths.ADDONS:
        digest = hashlib.sha256()
        for file in sorted((paths.ROOT / "addons" / addon).rglob("*")):
            inside = file.relative_to(paths.ROOT / "addons" / addon).parts
            if file.suffix in (".py", ".xml", ".csv") and inside[0] not in (
                "static",
                "tests",
                "lib",
            ):
                digest.update("/".join(inside).encode() + file.read_bytes())
        found[addon] = digest.hexdigest()[:16]
    return {**found, DEMO: demo_fingerprint()}


def demo_fingerprint():
    """Hash over what makes the demo company: a template made by other code is stale."""
    digest = hashlib.sha256(repr(MODULES).encode())
    for file in sorted((paths.ROOT / "addons").glob("*/services/md_demo_setup.py")):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def stored(database):
    """{addon: hash} that was loaded into ``database``; {} for a half-made one."""
    try:
        text = postgres.execute(
            f"SELECT value FROM ir_config_parameter WHERE key = '{KEY}'",
            database=database,
        )
    except Fail:
        return {}
    return json.loads(text) if text else {}


def remember(database, known=None):
    """Write down what is now loaded in ``database``: by default, our addons as is."""
    value = postgres.quote(json.dumps(known or fingerprints()))
    postgres.execute(
        f"INSERT INTO ir_config_parameter (key, value) VALUES ('{KEY}', {value}) "
        "ON CONFLICT (key) DO UPDATE SET value = EXCLUDED.value",
        database=database,
    )


@contextmanager
def template():
    """The template, built or brought up to date with the addons' sources.

    A second caller waits until the first has left it: `make test` beside `make run`
    must not build it twice, and who copies it ends the connections of all others.
    """
    with (paths.STATE / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        _ensure_template()
        yield TEMPLATE


def ensure_template():
    """Make sure that the template is there and up to date."""
    with template():
        pass


def _ensure_template():
    if postgres.exists(TEMPLATE):
        fresh_demo = stored(TEMPLATE).get(DEMO) == demo_fingerprint()
        if fresh_demo and update(TEMPLATE):
            return
        postgres.drop(TEMPLATE)
    build(BUILDING)
    postgres.rename(BUILDING, TEMPLATE)


def build(name, modules=MODULES, *, ours=True):
    """Make a database with ``modules``, from nothing.

    With ``ours`` it becomes the demo company; without, it is plain Odoo, which does not
    even see our addons, and the caller has to ``remember`` what is loaded.
    """
    log = paths.LOGS / ("build.log" if ours else "build-plain.log")
    log.parent.mkdir(parents=True, exist_ok=True)
    log.unlink(missing_ok=True)
    postgres.drop(name)
    env = odoo.environment()
    with step("Database: Odoo's base"):
        run(
            [
                *(str(paths.PYTHON), "-m", "odoo", "db"),
                *("-c", str(paths.ROOT / "odoo.conf"), "-D", str(paths.DATA)),
                *odoo.connection(user="-r"),
                *("init", name, "--country", "BD"),
            ],
            what="Odoo cannot make a database",
            todo=ODOO_TODO,
            log=log,
            env={**env, "PGDATABASE": "postgres"},
        )
    words = ["-i", ",".join(modules), "--stop-after-init"]
    with step(f"Database: {len(modules)} addons and what they need"):
        run(
            odoo.command(*words, database=name, ours=ours),
            what="The addons cannot be installed",
            todo=ODOO_TODO,
            log=log,
            env=env,
        )
    if not ours:
        return
    with step("Database: demo company"):
        script(name, "env['md.demo.setup'].setup_company()\nenv.cr.commit()\n")
    remember(name)


def needs_update(name):
    """Whether ``name`` is ours and has an addon loaded that changed since."""
    if not postgres.exists(name):
        return False
    known, now = stored(name), fingerprints()
    return bool(known) and any(known.get(a) != now[a] for a in paths.ADDONS)


def update(database):
    """Load changed addons into ``database``; False when it is unusable."""
    known = stored(database)
    if not known:
        return False
    now = fingerprints()
    changed = [addon for addon in paths.ADDONS if known.get(addon) != now[addon]]
    if not changed:
        return True
    new = [addon for addon in changed if addon not in known]
    with step(f"Update of {database}: {', '.join(changed)}"):
        words = ["-u", ",".join(changed), "--stop-after-init"]
        words += ["-i", ",".join(new)] if new else []
        run(
            odoo.command(*words, database=database),
            what=f"Database {database} cannot be updated",
            todo=ODOO_TODO,
            log=paths.LOGS / "update.log",
            env=odoo.environment(),
        )
        remember(database)
    return True


def ensure(name):
    """Make sure that ``name`` is a usable shop database; True when it was just made."""
    postgres.check_name(name)
    if postgres.exists(name):
        if not update(name):
            raise Fail(
                f"Database {name} exists but is half made or not ours",
                f"Choose another name (make run DB={name}2), or drop it yourself if "
                "nobody needs it",
            )
        return False
    with template() as source, step(f"Database {name} from the template"):
        postgres.drop(CLONING)
        postgres.clone(source, CLONING)
        postgres.execute(
            "UPDATE ir_config_parameter SET value = gen_random_uuid()::text "
            "WHERE key = 'database.uuid'",
            database=CLONING,
        )
        postgres.rename(CLONING, name)
    return True


def script(database, text):
    """Run Python text in an Odoo shell; return what it printed."""
    return run(
        odoo.command(
            "shell",
            "--shell-interface",
            "python",
            "--log-level=error",
            database=database,
        ),
        what="A script failed in Odoo",
        todo=ODOO_TODO,
        env=odoo.environment(),
        input=text,
    )


def drop_all():
    """Drop every database of ours from a server that is not embedded."""
    for name in (TEMPLATE, BUILDING, CLONING, PLAIN_TEMPLATE):
        if postgres.exists(name):
            say(f"Dropping database {name}")
            postgres.drop(name)
    name = paths.database()
    if postgres.exists(name):
        if stored(name):
            say(f"Dropping database {name}")
            postgres.drop(name)
        else:
            say(f"Database {name} was not made by us: it stays")


def shell(database):
    """Hand the terminal (or standard input) to an Odoo shell; return its status."""
    call = odoo.command("shell", "--log-level=warn", database=database)
    return subprocess.run(call, env=odoo.environment(), check=False).returncode


def fresh(name, *, lasting=False):
    """A new clone of the template under ``name``, replacing an older one.

    Unless it is ``lasting`` it is for tests: a crash of PostgreSQL would harm it.
    """
    postgres.check_name(name)
    with template() as source:
        postgres.drop(name)
        postgres.clone(source, name, lasting=lasting)
    return name
