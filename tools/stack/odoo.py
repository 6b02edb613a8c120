"""How our tools call Odoo: one place for its command line and environment."""

from . import paths, postgres


def connection(user="--db_user"):
    """Options that name the PostgreSQL server; ``odoo db`` calls the role ``-r``."""
    pg = postgres.settings()
    ssl = ["--db_sslmode", pg["PGSSLMODE"]] if "PGSSLMODE" in pg else []
    host = ["--db_host", pg["PGHOST"], "--db_port", pg["PGPORT"]]
    return [*host, user, pg["PGUSER"], *ssl]


def arguments(database, *, port=None, ours=True):
    """Options for `python -m odoo` that name database, addons and folders.

    Without ``ours`` it is plain Odoo, which does not see our addons.
    """
    http = ["--http-port", str(port)] if port else ["--no-http"]
    addons = ["--addons-path", str(paths.ROOT / "addons")] if ours else []
    return [
        *("-c", str(paths.ROOT / "odoo.conf")),
        *("-d", database, *connection()),
        *("--data-dir", str(paths.DATA)),
        *addons,
        *http,
    ]


def command(*words, database, port=None, ours=True):
    """`python -m odoo [words] options`; a first word such as ``shell`` is a command."""
    lead = [w for w in words[:1] if not w.startswith("-")]
    rest = words[len(lead) :]
    python = [str(paths.PYTHON), "-m", "odoo", *lead]
    return [*python, *arguments(database, port=port, ours=ours), *rest]


def environment(**extra):
    """Environment for Odoo; the password travels here, never on a command line."""
    pg = postgres.settings()
    return paths.environment(PGPASSWORD=pg["PGPASSWORD"], **extra)


def write_config(file, database):
    """Write the settings of `arguments` as a file, for tools that take no options.

    Holds no password; that comes from the environment.
    """
    pg = postgres.settings()
    file.write_text(
        "[options]\n"
        f"addons_path = {paths.ROOT / 'addons'}\n"
        f"data_dir = {paths.DATA}\n"
        f"db_host = {pg['PGHOST']}\ndb_port = {pg['PGPORT']}\n"
        f"db_user = {pg['PGUSER']}\n"
        f"db_sslmode = {pg.get('PGSSLMODE', 'prefer')}\n"
        f"db_name = {database}\nlist_db = False\nmax_cron_threads = 0\n"
        # hundreds of tests share one process; a server's limit is not for them
        "limit_memory_hard = 0\nlimit_memory_soft = 0\n",
        encoding="utf-8",
    )
