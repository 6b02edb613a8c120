"""Each broken state: one line that says what and what to do, and a status not 0."""

import pytest
from tools.stack import postgres
from tools.stack.server import free_port

NOWHERE = "http://127.0.0.1:9"  # the discard port: refused at once


def assert_one_line(result, *words):
    """The command failed and said so in exactly one line that holds all words."""
    status, _out, errors = result
    assert status != 0
    assert len(errors) == 1, errors
    for word in words:
        assert word in errors[0]


def test_port_taken(make, taken_port):
    result = make("run", PORT=str(taken_port))
    assert_one_line(result, f"Port {taken_port} is taken", "make run PORT=")


def test_database_server_dead(make):
    dead = free_port()
    result = make(
        "run",
        PORT=str(free_port()),
        DATABASE_URL=f"postgresql://shop:secret@127.0.0.1:{dead}/postgres",
    )
    assert_one_line(result, "does not answer as shop at", "DATABASE_URL")
    assert "secret" not in result[2][0]


def test_database_url_of_another_kind(make):
    result = make("run", PORT=str(free_port()), DATABASE_URL="mysql://localhost/shop")
    assert_one_line(result, "postgresql://user:password@host:port/name")


@pytest.mark.parametrize("name", ["Shop 1", "shop;drop", "1shop"])
def test_database_name_unusable(make, name):
    result = make("run", PORT=str(free_port()), DB=name)
    assert_one_line(result, f"DB={name}", "lower-case")


def test_database_half_made(make):
    postgres.execute("DROP DATABASE IF EXISTS md_half")
    postgres.execute("CREATE DATABASE md_half")
    try:
        result = make("run", PORT=str(free_port()), DB="md_half")
        assert_one_line(result, "md_half exists but is half made", "DB=md_half2")
    finally:
        postgres.execute("DROP DATABASE md_half")


def test_odoo_source_is_not_odoo(make, tmp_path):
    result = make("run", PORT=str(free_port()), ODOO_SRC=str(tmp_path))
    assert_one_line(result, "holds no Odoo", "version 19")


def test_odoo_source_of_another_version(make, tmp_path):
    (tmp_path / "odoo").mkdir()
    (tmp_path / "odoo" / "release.py").write_text("version_info = (17, 0, 0)\n")
    result = make("run", PORT=str(free_port()), ODOO_SRC=str(tmp_path))
    assert_one_line(result, "is not Odoo 19")


def test_no_network(make, bare_clone):
    result = make(
        "run",
        folder=bare_clone,
        PORT=str(free_port()),
        http_proxy=NOWHERE,
        https_proxy=NOWHERE,
        PIP_RETRIES="0",
        PIP_PROXY=NOWHERE,
    )
    assert_one_line(result, "network")
    assert not (bare_clone / ".stack" / "odoo-19" / ".complete").exists()


def test_shell_without_a_database(make):
    result = make("shell", DB="md_nowhere", stdin="print(1)\n")
    assert_one_line(result, "no database md_nowhere", "make run")


def test_two_at_once(make, bare_clone):
    import fcntl

    with open(bare_clone / ".stack.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        result = make("run", folder=bare_clone, PORT=str(free_port()))
    assert_one_line(result, "Another make command is at work")
