"""Checks of the stack that need no stack: versions, disk, names, messages."""

import sys
from collections import namedtuple

import pytest
from tools.stack import __main__ as stack
from tools.stack import postgres, python_env, server, ui


@pytest.fixture
def no_work(monkeypatch):
    """Fail the test when a check lets work begin."""

    def refuse(*_jobs):
        raise AssertionError("work began in spite of the check")

    monkeypatch.setattr(stack, "at_once", refuse)


@pytest.mark.parametrize("version", [(3, 9), (3, 10), (3, 14)])
def test_wrong_python(monkeypatch, no_work, version):
    monkeypatch.setattr(sys, "version_info", (*version, 1, "final", 0))
    with pytest.raises(ui.Fail, match=rf"Python {version[0]}\.{version[1]} is not"):
        stack.environment()


def test_no_disk(monkeypatch, no_work):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(
        stack.shutil, "disk_usage", lambda _path: usage(2**40, 2**40, 2**28)
    )
    with pytest.raises(ui.Fail, match=r"Only 0\.2 GB of disk are free"):
        stack.environment()


def test_folder_with_a_space(monkeypatch, no_work, tmp_path):
    monkeypatch.setattr(stack.paths, "ROOT", tmp_path / "my shop")
    with pytest.raises(ui.Fail, match="a space in its name"):
        stack.environment()


def test_fail_is_one_line():
    failure = ui.Fail("Port 1 is taken.", "Choose another")
    assert str(failure) == "Port 1 is taken. Choose another"


@pytest.mark.parametrize(
    ("output", "words"),
    [
        ("a\nERROR: no such thing\nhint\n", "ERROR: no such thing"),
        ("plain\nlast line\n", "last line"),
        ("", "exit status 7"),
    ],
)
def test_last_words(output, words):
    assert ui.last_words(output, 7) == words


def test_run_raises_with_the_programs_own_words():
    with pytest.raises(ui.Fail, match=r"It broke \(fatal: really\)\. Mend it"):
        ui.run(
            ["sh", "-c", "echo fatal: really >&2; exit 3"],
            what="It broke",
            todo="Mend it",
        )


def test_at_once_runs_all_and_raises_the_first_failure():
    done = []

    def fail():
        raise ui.Fail("one", "two")

    with pytest.raises(ui.Fail, match="one"):
        ui.at_once(fail, lambda: done.append(1))
    assert done == [1]


@pytest.mark.parametrize("name", ["retail", "md_test2", "a"])
def test_good_database_names(name):
    postgres.check_name(name)


@pytest.mark.parametrize("name", ["", "A", "1a", "a-b", "a b", "a;b", "x" * 60, "é"])
def test_bad_database_names(name):
    with pytest.raises(ui.Fail, match="not a usable database name"):
        postgres.check_name(name)


def test_a_free_port_is_free_and_a_taken_one_is_not():
    import socket

    port = server.free_port()
    assert server.is_free(port)
    with socket.socket() as other:
        other.bind(("0.0.0.0", port))
        other.listen()
        assert not server.is_free(port)


@pytest.fixture
def url(monkeypatch):
    """Set DATABASE_URL for one reading of it."""

    def use(text):
        monkeypatch.setenv("DATABASE_URL", text)
        postgres.given.cache_clear()
        return postgres.given()

    yield use
    postgres.given.cache_clear()


@pytest.mark.parametrize(
    ("text", "host", "port", "user", "password"),
    [
        ("postgresql://u:p%40%2F@db:6000/main", "db", "6000", "u", "p@/"),
        ("postgres://db", "db", "5432", "odoo", ""),
        ("postgresql:///x?host=/run/pg&user=me", "/run/pg", "5432", "me", ""),
    ],
)
def test_database_url(url, text, host, port, user, password):
    assert url(text) == {
        "PGHOST": host,
        "PGPORT": port,
        "PGUSER": user,
        "PGPASSWORD": password,
        "PGDATABASE": "postgres",  # work is done from here, whatever the URL names
    }


def test_database_url_with_sslmode(url):
    assert url("postgresql://db/x?sslmode=verify-full")["PGSSLMODE"] == "verify-full"


@pytest.mark.parametrize(
    "text", ["mysql://db/x", "postgresql://u:a/secret@db:x1/y", "nonsense"]
)
def test_database_url_that_cannot_be_read(url, text):
    with pytest.raises(ui.Fail, match="is not of the form") as caught:
        url(text)
    assert "secret" not in str(caught.value)


def test_pg_variables_without_a_password(monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    for name in ("PGUSER", "PGPASSWORD", "PGPORT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PGHOST", "db")
    postgres.given.cache_clear()
    try:
        assert postgres.given()["PGPASSWORD"] == ""
    finally:
        postgres.given.cache_clear()


@pytest.mark.parametrize("text", ["abc", "0", "70000", "-1", "80 "])
def test_port_that_is_none(monkeypatch, text):
    monkeypatch.setenv("PORT", text)
    with pytest.raises(ui.Fail, match="is not a port"):
        stack.paths.port()


def test_every_command_of_the_makefile_exists():
    targets = (stack.paths.ROOT / "Makefile").read_text(encoding="utf-8")
    called = {
        line.split("$(STACK) ")[1].split()[0]
        for line in targets.splitlines()
        if "$(STACK) " in line
    }
    assert called <= stack.COMMANDS.keys()
    assert python_env.RUNTIME in ("requirements.txt",)
