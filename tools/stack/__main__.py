"""`python -m tools.stack COMMAND`: what the Makefile calls."""

import argparse
import fcntl
import json
import os
import shutil
import sys

from . import (
    database,
    doctor,
    odoo,
    odoo_source,
    paths,
    postgres,
    programs,
    python_env,
    server,
)
from .shop import announce, fill
from .ui import STREAM, Fail, at_once, run, say, step

VERIFY = """
import json
env["md.audit.chain"]._chain_all(give_way=True)
outcome = env["md.audit.chain"].verify()
env.cr.commit()
print(json.dumps(outcome))
"""
NEEDED_GB = 6  # measured: 4.4 GB after a cold start with data


def check_place():
    """Fail on a folder whose name PostgreSQL's and Python's launchers cannot take."""
    if any(letter.isspace() for letter in str(paths.ROOT)):
        raise Fail(
            f"The project lies in a folder with a space in its name ({paths.ROOT})",
            "Move it to a path without spaces",
        )


def environment(*requirements, tests=False):
    """Fetch whatever is missing: Odoo, Python packages, programs, fonts."""
    python_env.check_version()
    check_place()
    cold = not (paths.PYTHON.exists() and paths.odoo_source().exists())
    free = shutil.disk_usage(paths.ROOT).free / 2**30
    needed = NEEDED_GB if cold else 1
    if free < needed:
        raise Fail(
            f"Only {free:.1f} GB of disk are free, {needed} are needed",
            "Free some space, or clone the project onto a larger disk",
        )
    paths.STATE.mkdir(exist_ok=True)
    with (paths.STATE / "environment.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # `make run` beside `make test`: one fetches
        fetch(requirements, tests)


def fetch(requirements, tests):
    """Fetch Python packages and Debian packages side by side."""
    names = ["wkhtmltopdf", *(["chromium"] if tests else [])]

    def debian_packages():
        odoo_source.ensure()
        programs.ensure_fonts()
        programs.ensure(*names)

    at_once(lambda: python_env.ensure(*requirements), debian_packages)


def node_packages():
    """Install the pinned JavaScript tools when their lock file changed."""
    lock = (paths.ROOT / "package-lock.json").read_bytes()
    stamp = paths.ROOT / "node_modules" / ".installed"
    programs.ensure_node()
    if stamp.exists() and stamp.read_bytes() == lock:
        return
    with step("JavaScript tools"):
        run(
            ["npm", "ci", "--no-audit", "--no-fund"],
            what="The pinned JavaScript tools cannot be installed",
            todo="Check the network and `npm config get registry`, then try again",
            cwd=paths.ROOT,
            env=paths.environment(),
        )
        stamp.write_bytes(lock)


def cmd_env(_args):
    """Fetch what is needed to run, without making a database."""
    environment(python_env.RUNTIME)


def cmd_run(_args):
    """From nothing to a served shop with data."""
    postgres.check_name(paths.database())
    server.check_port()
    if postgres.is_given() and paths.PYTHON.exists():
        postgres.settings()
    environment(python_env.RUNTIME)
    postgres.settings()
    name = paths.database()
    if server.running() and database.needs_update(name):
        server.stop()  # a database is not updated under a running server
    database.ensure(name)
    server.start(name)
    announce()
    fill(name)


def cmd_stop(_args):
    """Stop server, proxy and embedded PostgreSQL; data stays."""
    stopped = server.stop()
    if not postgres.is_given():
        stopped = postgres.stop_embedded() or stopped
    say("Stopped." if stopped else "Nothing was running.")


def cmd_clean(_args):
    """Stop, and remove databases and everything fetched."""
    server.stop()
    if postgres.is_given() and paths.PYTHON.exists():
        database.drop_all()
    postgres.stop_embedded()  # also beside a given server: its folder goes now
    server.forget()
    say("Clean: databases, downloads and environments are gone.")


def ready():
    """Fail when there is no database to work on."""
    if not paths.PYTHON.exists() or not postgres.exists(paths.database()):
        raise Fail(
            f"There is no database {paths.database()} yet", "Run `make run` first"
        )


def cmd_shell(_args):
    """An Odoo shell on the shop's database; reads a script from standard input."""
    ready()
    return database.shell(paths.database())


def cmd_sql(_args):
    """psql on the shop's database; reads a script from standard input."""
    ready()
    env = {**os.environ, **postgres.settings()}
    words = [postgres.psql(), "-X", "-v", "ON_ERROR_STOP=1", paths.database()]
    os.execve(words[0], words, env)  # psql takes over the terminal


def cmd_data(args):
    """Load the real retail data: the slice, or the whole history."""
    ready()
    fill(paths.database(), args.kind)


def cmd_status(_args):
    """Say what runs."""
    if not server.running():
        raise Fail("The shop is not running", "Start it with `make run`")
    announce()


def cmd_doctor(_args):
    """Look at everything and say what to do; status 1 only for a problem."""
    return doctor.main()


def cmd_audit_verify(_args):
    """Verify the audit trail's hash chain; fail naming the first broken link."""
    ready()
    outcome = json.loads(database.script(paths.database(), VERIFY))
    seq, head = outcome["head"]
    if broken := outcome["broken"]:
        raise Fail(
            f"The audit chain is broken at link {broken['seq']} "
            f"(event {broken['event_id']}): {broken['why']}",
            f"{seq} links before it are good; compare a backup from before",
        )
    rate = outcome["events"] / max(outcome["seconds"], 1e-6)
    say(
        f"Audit chain unbroken: {outcome['events']} events "
        f"({outcome['archived']} of them in archives, {outcome['unchained']} not yet "
        f"chained), {rate:,.0f} a second"
    )
    say(f"Head: {seq} {head}")


def cmd_i18n(_args):
    """Write each addon's translation template, i18n/<addon>.pot."""
    environment(python_env.RUNTIME)
    database.ensure_template()
    config = paths.STATE / "i18n.conf"
    odoo.write_config(config, database.TEMPLATE)
    words = ["i18n", "export", "-c", str(config), "-d", database.TEMPLATE]
    run(
        [str(paths.PYTHON), "-m", "odoo", *words, *paths.ADDONS],
        what="Terms cannot be exported",
        todo="See the message",
        env=odoo.environment(),
    )
    for empty in (paths.ROOT / "addons").glob("*/i18n/*.pot"):
        if not empty.stat().st_size:
            empty.unlink()


COMMANDS = {
    name[4:]: function for name, function in globals().items() if name[:4] == "cmd_"
}
ALONE = {"run", "clean", "env", "data"}  # never two of these at once


def main(argv=None):
    """Parse the command line, run one command, answer with an exit status."""
    parser = argparse.ArgumentParser(prog="make", description=__doc__)
    parser.add_argument("command", choices=sorted(COMMANDS))
    parser.add_argument(
        "kind", nargs="?", default="slice", choices=("slice", "history")
    )
    args = parser.parse_args(argv)
    if args.command in ("shell", "sql"):
        STREAM["progress"] = sys.stderr
    shown = args.command.replace("_", "-")  # as it is typed after `make`
    lock = None
    try:
        if args.command in ALONE:
            lock = open(paths.ROOT / ".stack.lock", "w")  # noqa: SIM115 - held until exit
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise Fail(
                    "Another make command is at work here", "Wait until it has ended"
                ) from None
        return COMMANDS[args.command](args) or 0
    except Fail as failure:
        sys.stderr.write(f"make {shown}: {failure}\n")
    except KeyboardInterrupt:
        sys.stderr.write(f"make {shown}: interrupted; call it again and it goes on\n")
    except OSError as error:
        sys.stderr.write(
            f"make {shown}: {error}. Check disk space (`df -h .`) and rights\n"
        )
    return 1


if __name__ == "__main__":
    sys.exit(main())
