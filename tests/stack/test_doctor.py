"""`make doctor` on good ground, and on ground that is broken on purpose."""

import base64
import hashlib
import re
import socket
import time
from datetime import datetime, timedelta

import psycopg2
import pytest
from tools.stack import certificates, doctor_database, postgres, server, tls

NAME = "md_doctor"
SALT, ROUNDS = "c2FsdHNhbHQ", 1000  # "saltsalt" as passlib writes it
LIMIT = 10  # seconds that the whole examination may take


@pytest.fixture
def doctor(make):
    """Run `make doctor`; return (status, {name: [(level, found, advice)]})."""

    def call(**options):
        began = time.monotonic()
        status, out, _errors = make("doctor", **options)
        assert time.monotonic() - began < LIMIT
        return int(bool(status)), read(out)  # make turns a recipe's 1 into 2

    return call


def read(out):
    """The report as {name: [(level, found, advice)]}; its form is checked."""
    found, name = {}, ""
    *lines, closing = out.splitlines()
    assert re.fullmatch(r"\d+ ok, \d+ to consider, \d+ to repair", closing)
    for line in lines:
        if match := re.fullmatch(r" {9}-> (.+)", line):
            level, text, _none = found[name].pop()
            found[name].append((level, text, match[1]))
        else:
            match = re.fullmatch(r"(ok|advice|problem) +(.{14}) (.+)", line)
            assert match, line
            level, name, text = match[1], match[2].strip(), match[3]
            found.setdefault(name, []).append((level, text, ""))
    for level, _text, advice in (one for group in found.values() for one in group):
        assert (level == "ok") == (advice == ""), found
    return found


def problems(found):
    return {n for n, ones in found.items() if any(one[0] == "problem" for one in ones)}


@pytest.fixture
def shop_database():
    """A database with logins: one that has its name as password, one that has not."""
    made = hashlib.pbkdf2_hmac("sha512", b"admin", b"saltsalt", ROUNDS)
    digest = base64.b64encode(made).decode().rstrip("=").replace("+", ".")
    hashed = postgres.quote(f"$pbkdf2-sha512${ROUNDS}${SALT}${digest}")
    postgres.drop(NAME)
    postgres.execute(f"CREATE DATABASE {NAME} ENCODING 'UTF8' TEMPLATE template0")
    postgres.execute(
        "CREATE TABLE res_users (login text, password text, active boolean);"
        "INSERT INTO res_users VALUES ('manager', 'manager', false);",
        database=NAME,
    )
    for login in ("admin", "cashier"):
        row = f"({postgres.quote(login)}, {hashed}, true)"
        insert = f"INSERT INTO res_users VALUES {row}"  # noqa: S608 - our own values
        postgres.execute(insert, database=NAME)
    yield NAME
    postgres.drop(NAME)


def test_good_ground(doctor, shop_database):
    status, found = doctor(PORT=str(server.free_port()), DB=shop_database)
    assert (status, problems(found)) == (0, set()), found
    assert found["port"][0][0] == "ok"
    assert found["durability"] == [
        ("ok", "fsync, full_page_writes, synchronous_commit on", "")
    ]
    [(level, text, advice)] = found["passwords"]
    assert (level, text) == ("advice", "demo passwords: admin; listening on localhost")
    assert "Change them" in advice


def test_demo_passwords_on_a_shop_that_others_reach(doctor, shop_database):
    status, found = doctor(
        PORT=str(server.free_port()), DB=shop_database, BIND="0.0.0.0"
    )
    assert (status, problems(found)) == (1, {"passwords"})


def test_unsafe_setting_of_one_database(doctor, shop_database):
    postgres.execute(f"ALTER DATABASE {NAME} SET synchronous_commit = off")
    status, found = doctor(PORT=str(server.free_port()), DB=shop_database)
    assert (status, problems(found)) == (1, {"durability"})
    assert found["durability"][0][1] == "synchronous_commit off"


def test_transaction_left_open(shop_database):
    pg = postgres.settings()
    where = {"host": pg["PGHOST"], "port": pg["PGPORT"], "user": pg["PGUSER"]}
    left = psycopg2.connect(**where, password=pg["PGPASSWORD"], dbname=shop_database)
    left.cursor().execute("SELECT 1")
    facts = doctor_database.ask(doctor_database.server_query(idle_seconds=0))
    pids = [one["pid"] for one in facts["idle"]]
    assert left.info.backend_pid in pids
    finding = doctor_database.idle(facts["idle"])
    assert (finding.level, "pg_terminate_backend" in finding.todo) == ("advice", True)
    left.rollback()
    facts = doctor_database.ask(doctor_database.server_query(idle_seconds=0))
    assert left.info.backend_pid not in [one["pid"] for one in facts["idle"] or []]
    left.close()


def test_port_taken(doctor, taken_port):
    status, found = doctor(PORT=str(taken_port))
    assert (status, problems(found)) == (1, {"port"})
    [(_level, text, advice)] = found["port"]
    assert re.search(rf"{taken_port} is taken by \S+ \(process \d+\)", text)
    assert f"make run PORT={taken_port + 11}" in advice


def test_port_that_is_none(doctor):
    status, found = doctor(PORT="80x")
    assert (status, problems(found)) == (1, {"port"})


def test_database_down(doctor):
    url = f"postgresql://shop:hunter2@127.0.0.1:{server.free_port()}/postgres"
    status, found = doctor(PORT=str(server.free_port()), DATABASE_URL=url)
    assert (status, problems(found)) == (1, {"database"})
    assert "does not answer as shop at 127.0.0.1" in found["database"][0][1]
    assert "hunter2" not in str(found)


def test_database_hangs(doctor):
    with socket.create_server(("127.0.0.1", 0)) as mute:
        url = f"postgresql://shop@127.0.0.1:{mute.getsockname()[1]}/postgres"
        status, found = doctor(PORT=str(server.free_port()), DATABASE_URL=url)
    assert (status, problems(found)) == (1, {"database"})


def test_database_url_of_another_kind(doctor):
    status, found = doctor(PORT=str(server.free_port()), DATABASE_URL="mysql://x/y")
    assert status == 1
    assert "postgresql://user:password@host" in found["database"][0][1]


def test_before_anything_is_installed(doctor, bare_clone):
    status, found = doctor(folder=bare_clone, PORT=str(server.free_port()))
    assert (status, problems(found)) == (0, set()), found
    assert found["odoo"][0][2] == "`make run` fetches it"
    assert found["database"][0][1] == "no server runs here"
    assert found["shop"][0][2] == "Start it: make run"
    assert not (bare_clone / ".stack").exists(), "it only looks"


@pytest.mark.parametrize(
    ("days", "level"), [(200, "ok"), (29, "advice"), (-2, "problem")]
)
def test_certificate_that_expires(doctor, bare_clone, monkeypatch, days, level):
    class Then(datetime):
        """The day on which a certificate of 100 days was made."""

        @classmethod
        def now(cls, zone):
            return datetime.now(zone) + timedelta(days=days - 100, hours=1)

    monkeypatch.setattr(certificates, "datetime", Then)
    monkeypatch.setattr(certificates, "SERVER_DAYS", 100)
    folder = bare_clone / ".stack" / "tls"
    folder.mkdir(parents=True)
    certificates.main(folder, *tls.names())
    status, found = doctor(folder=bare_clone, PORT=str(server.free_port()))
    [ours] = [one for one in found["certificate"] if "server.crt" in one[1]]
    assert (ours[0], status) == (level, int(level == "problem")), found
    assert f"server.crt: {days} days left" in ours[1]


def test_certificate_without_a_name_of_this_machine(doctor, bare_clone):
    folder = bare_clone / ".stack" / "tls"
    folder.mkdir(parents=True)
    certificates.main(folder, "elsewhere.example")
    status, found = doctor(folder=bare_clone, PORT=str(server.free_port()))
    [ours] = [one for one in found["certificate"] if "server.crt" in one[1]]
    assert (status, ours[0]) == (0, "advice")
    assert "It lacks localhost" in ours[2]


def test_secrets_open_to_everybody(doctor, bare_clone):
    folder = bare_clone / ".stack" / "tls"
    folder.mkdir(parents=True)
    (folder / "ca.key").write_text("secret")
    (folder / "ca.key").chmod(0o644)
    status, found = doctor(folder=bare_clone, PORT=str(server.free_port()))
    assert (status, problems(found)) == (1, {"secret files"})
    assert found["secret files"][0][2].startswith("chmod o-rwx ")


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("list_db = True", "list_db"),
        ("max_cron_threads = 0", "jobs"),
        ("workers = 4000", "workers"),
        ("limit_memory_hard = 1000", "limits"),
    ],
)
def test_settings_that_must_not_be(doctor, bare_clone, line, name):
    file = bare_clone / "odoo.conf"
    option = line.split()[0]
    kept = re.sub(rf"(?m)^{option} =.*\n", "", file.read_text(encoding="utf-8"))
    file.write_text(f"{kept}{line}\n", encoding="utf-8")
    status, found = doctor(folder=bare_clone, PORT=str(server.free_port()))
    assert status == 1
    assert name in problems(found), found


def test_proxy_mode_without_a_proxy(doctor, bare_clone):
    with (bare_clone / "odoo.conf").open("a", encoding="utf-8") as file:
        file.write("proxy_mode = True\n")
    port = str(server.free_port())
    assert doctor(folder=bare_clone, PORT=port)[0] == 0
    status, found = doctor(folder=bare_clone, PORT=port, BIND="0.0.0.0")
    assert (status, problems(found)) == (1, {"proxy_mode"})
