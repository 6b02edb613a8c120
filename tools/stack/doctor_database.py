"""What `make doctor` looks at in PostgreSQL. Only reads, starts nothing."""

import json
import os
import subprocess
import time
from functools import lru_cache
from pathlib import Path

from . import paths, postgres
from .doctor import ADVICE, PROBLEM, advice, judge, problem
from .doctor_config import odoo_options, whole_number
from .doctor_machine import CLOCK_SECONDS, memory_bytes
from .ui import Fail, last_words

OLDEST = 130000  # Odoo 19 refuses older ones
MIB = 2**20
SPARE_CONNECTIONS = 10  # backups, psql, the superuser reserve
DEAD_ROWS, DEAD_SHARE = 10_000, 0.2
IDLE_SECONDS = 300
NAMES = (
    "server_version",
    "server_version_num",
    "max_connections",
    "shared_buffers",
    "fsync",
    "full_page_writes",
    "synchronous_commit",
    "TimeZone",
    "default_transaction_isolation",
    "default_transaction_read_only",
    "autovacuum",
    "track_counts",
)
SERVER = """
SELECT json_build_object(
    'settings', (SELECT json_object_agg(name, setting) FROM pg_settings
                  WHERE name = ANY (ARRAY{names})),
    'in_recovery', pg_is_in_recovery(),
    'clock', extract(epoch FROM clock_timestamp()),
    'connections', (SELECT count(*) FROM pg_stat_activity
                     WHERE backend_type = 'client backend'),
    'idle', (SELECT json_agg(json_build_object('pid', pid, 'database', datname,
                     'seconds', extract(epoch FROM now() - state_change)::int))
               FROM pg_stat_activity WHERE state LIKE 'idle in transaction%'
                AND now() - state_change > interval '{idle_seconds} s'),
    'overrides', (SELECT json_agg(DISTINCT setting)
                    FROM pg_db_role_setting, unnest(setconfig) AS setting),
    'databases', (SELECT json_object_agg(datname, json_build_object(
                             'encoding', pg_encoding_to_char(encoding),
                             'collation', datcollate))
                    FROM pg_database WHERE datallowconn)
)"""
SHOP = f"""
SELECT json_build_object(
    'dead', (SELECT json_object_agg(relname, n_dead_tup) FROM pg_stat_user_tables
              WHERE n_dead_tup > {DEAD_ROWS}
                AND n_dead_tup > {DEAD_SHARE} * n_live_tup),
    'hashes', (SELECT json_object_agg(login, password) FROM res_users
                WHERE active AND password IS NOT NULL)
)"""


def server_query(idle_seconds=IDLE_SECONDS):
    """The question to the server; transactions idle for so long are told."""
    return SERVER.format(names=list(NAMES), idle_seconds=int(idle_seconds))


class Unreachable(Exception):
    """Nobody answers where the database server should be."""


def where():
    """Connection settings, starting nothing; None when there is no server yet."""
    if postgres.is_given():
        return postgres.given()
    file = postgres.CLUSTER / "postmaster.pid"
    try:
        pid, _data, _started, port, folder = file.read_text("utf-8").splitlines()[:5]
        words = Path(f"/proc/{pid}/cmdline").read_bytes()
    except (OSError, ValueError):
        return None
    if str(postgres.CLUSTER.resolve()).encode() not in words:
        return None
    embedded = {"PGHOST": folder, "PGPORT": port, "PGUSER": "postgres"}
    return {**postgres.MAINTENANCE, **embedded}


def ask(sql, database=None):
    """What one SELECT of a JSON value gives; Unreachable without an answer in time."""
    values = where()
    env = {**os.environ, **values, "PGCONNECT_TIMEOUT": "3"}
    env["PGOPTIONS"] = "-c statement_timeout=3000"
    call = [postgres.psql(), "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1"]
    try:
        done = subprocess.run(
            [*call, database or values["PGDATABASE"]],
            input=sql,
            env=env,
            capture_output=True,
            text=True,
            timeout=6,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Unreachable("it accepts connections but does not answer") from None
    if done.returncode:
        raise Unreachable(last_words(done.stderr, done.returncode))
    return json.loads(done.stdout)


@lru_cache(maxsize=1)
def server_facts():
    """What the server says about itself, and the seconds before and after it did."""
    before = time.time()
    facts = ask(server_query())
    return facts, before, time.time()


@lru_cache(maxsize=1)
def shop_facts():
    """What the shop's database says; {} when there is none to ask."""
    if not where() or paths.database() not in server_facts()[0]["databases"]:
        return {}
    return ask(SHOP, paths.database())


def database():
    """Everything about the database server and the shop's database on it."""
    values = where()
    if values is None:
        todo = "`make run` makes and starts it, or name yours in DATABASE_URL"
        yield advice("database", "no server runs here", todo)
        return
    shown = f"{values['PGUSER']} at {values['PGHOST']}:{values['PGPORT']}"
    try:
        facts, before, after = server_facts()
    except Unreachable as error:
        yield problem(
            "database",
            f"PostgreSQL does not answer as {shown} ({error})",
            "Start it, correct DATABASE_URL / PG*, or unset them for the embedded one",
        )
        return
    except Fail:
        todo = "Run `make run` once, or apt-get install postgresql-client"
        yield advice("database", "there is no psql to look with yet", todo)
        return
    setting = facts["settings"]
    yield from basics(setting, facts, shown)
    yield clock(facts["clock"], before, after)
    yield connections(setting, facts["connections"])
    yield buffers(setting)
    yield durability(facts)
    yield conventions(setting)
    yield upkeep(setting)
    yield idle(facts["idle"] or [])
    yield from shop(facts["databases"])


def basics(setting, facts, shown):
    """Version, and whether it takes writes."""
    yield judge(
        "database",
        f"PostgreSQL {setting['server_version'].split()[0]}, {shown}",
        (
            int(setting["server_version_num"]) < OLDEST,
            PROBLEM,
            "Odoo 19 needs PostgreSQL 13 or newer",
        ),
    )
    if facts["in_recovery"]:
        todo = "Promote it, wait until it has recovered, or name the primary"
        yield problem("database", "it is a standby or recovering: no writes", todo)
    elif "on" in effective(facts, "default_transaction_read_only"):
        todo = "Find out who set default_transaction_read_only before undoing it"
        yield problem("database", "it refuses writes", todo)


def effective(facts, name):
    """Values of a setting: the server's, and those of single databases or roles."""
    overrides = facts["overrides"] or []
    own = {text.partition("=")[2] for text in overrides if text.startswith(f"{name}=")}
    return own | {facts["settings"][name]}


def clock(theirs, before, after):
    """The database's clock beside ours; a difference within the call is none."""
    difference = max(before - theirs, theirs - after, 0)
    todo = "Set both clocks by NTP: receipts and jobs would be in the wrong order"
    return judge(
        "db clock",
        f"{difference:.1f} s from ours",
        (difference > CLOCK_SECONDS, PROBLEM, todo),
    )


def connections(setting, in_use):
    """What Odoo's processes may open together beside what the server allows."""
    options = odoo_options()
    workers = whole_number(options, "workers", 0)
    crons = whole_number(options, "max_cron_threads", 2)
    pool = whole_number(options, "db_maxconn", 64)
    # with workers: each has a pool, so have cron workers and the websocket process
    wanted = pool * (workers + crons + 1 if workers else 1)
    most = int(setting["max_connections"])
    needed = wanted + SPARE_CONNECTIONS
    todo = f"Raise max_connections to {needed}, or lower db_maxconn or workers"
    return judge(
        "connections",
        f"{in_use} of {most} in use; Odoo may open {wanted}",
        (in_use + SPARE_CONNECTIONS > most, PROBLEM, todo),
        (needed > most, ADVICE, todo),
    )


def buffers(setting):
    """shared_buffers beside the machine's memory, where the server is on it."""
    size = int(setting["shared_buffers"]) * 8192
    total = memory_bytes()[1]
    local = where()["PGHOST"].startswith("/") or where()["PGHOST"] in (
        "localhost",
        "127.0.0.1",
    )
    return judge(
        "shared_buffers",
        f"{size // MIB} MB",
        (
            local and size > 0.5 * total,
            PROBLEM,
            "Lower it to a quarter of the memory, Odoo needs the rest",
        ),
        (size < 128 * MIB, ADVICE, "Set it to about a quarter of the server's memory"),
    )


def durability(facts):
    """A paid order must survive a power cut."""
    names = ("fsync", "full_page_writes", "synchronous_commit")
    off = [name for name in names if "off" in effective(facts, name)]
    return judge(
        "durability",
        f"{', '.join(off)} off" if off else f"{', '.join(names)} on",
        (bool(off), PROBLEM, "Switch on: a crash loses paid orders, or the database"),
    )


def conventions(setting):
    """Time zone and isolation, as Odoo expects them of a server."""
    isolation = setting["default_transaction_isolation"]
    todo = "Set it to 'read committed'; Odoo chooses by itself where it needs more"
    return judge(
        "db defaults",
        f"time zone {setting['TimeZone']} (Odoo keeps UTC), isolation {isolation}",
        (isolation == "serializable", ADVICE, todo),
    )


def upkeep(setting):
    """Whether somebody clears dead rows."""
    off = [name for name in ("autovacuum", "track_counts") if setting[name] == "off"]
    return judge(
        "autovacuum",
        f"{', '.join(off)} off" if off else "on",
        (bool(off), PROBLEM, "Switch on: tables grow and slow down without end"),
    )


def idle(sessions):
    """Transactions that somebody forgot: they hold locks and keep dead rows."""
    shown = ", ".join(
        f"process {one['pid']} on {one['database']} for {one['seconds'] // 60} min"
        for one in sessions
    )
    todo = "Find who left it open, or end it: SELECT pg_terminate_backend(<process>)"
    found = f"idle in transaction: {shown}" if sessions else "none left open"
    return judge("transactions", found, (bool(sessions), ADVICE, todo))


def shop(databases):
    """Encoding, collation and dead rows of the shop's database."""
    name = paths.database()
    if name not in databases:
        yield advice("shop database", f"there is no {name} yet", "Run `make run`")
        return
    encoding, collation = databases[name]["encoding"], databases[name]["collation"]
    yield judge(
        "shop database",
        f"{name}: {encoding}, collation {collation}",
        (encoding != "UTF8", PROBLEM, "Make a new one with UTF8: it cannot be changed"),
    )
    try:
        dead = shop_facts()["dead"] or {}
    except Unreachable as error:
        yield advice("shop database", f"not looked into: {error}", "See the message")
        return
    shown = ", ".join(f"{table} {count}" for table, count in sorted(dead.items()))
    yield judge(
        "dead rows",
        shown or "few",
        (bool(dead), ADVICE, "Run VACUUM (ANALYZE) on these tables when it is quiet"),
    )


CHECKS = (database,)
