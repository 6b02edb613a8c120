"""The contract of `make -s shell < script.py` and `make -s sql < file.sql`."""

import pytest
from tools.stack import postgres
from tools.stack.database import fresh

NAME = "md_shell"


@pytest.fixture(scope="module", autouse=True)
def database():
    """A database of its own, dropped afterwards."""
    fresh(NAME)
    yield
    postgres.drop(NAME)


def test_shell_prints_only_what_the_script_prints(make):
    script = "print(env['res.company'].search_count([]), env.cr.dbname)\n"
    status, out, _errors = make("shell", DB=NAME, stdin=script)
    assert (status, out) == (0, f"1 {NAME}\n")


def test_shell_fails_when_the_script_does(make):
    status, out, errors = make("shell", DB=NAME, stdin="raise ValueError('no way')\n")
    assert status != 0
    assert out == ""
    assert any("ValueError: no way" in line for line in errors)


def test_sql_prints_only_rows(make):
    status, out, _errors = make("sql", DB=NAME, stdin="\\t on\n\\a\nSELECT 1 + 1;\n")
    assert status == 0
    assert out.splitlines()[-1] == "2"


def test_sql_fails_on_an_error(make):
    status, _out, errors = make("sql", DB=NAME, stdin="SELECT nothing;\nSELECT 1;\n")
    assert status != 0
    assert any("nothing" in line for line in errors)
