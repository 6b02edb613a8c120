"""docker/entrypoint.sh run for real against stand-ins for `odoo` and `psql`."""

import os
import shutil
import stat
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ENTRYPOINT = ROOT / "docker" / "entrypoint.sh"
MODULES = [
    "md_hw_proxy",
    "md_inventory_core",
    "md_pos_ext",
    "md_ecommerce_sync",
    "md_reports",
]
MARK = "md_docker.admin_password_set"
PASSWORD = r"p:w\d 1"

# Records its arguments; installs what --init names unless the test forbids it.
FAKE_ODOO = r"""#!/usr/bin/env bash
printf '%s\n' "$*" >>"$STATE/calls"
env >>"$STATE/environment"
[[ -f $STATE/odoo_fails ]] && exit 3
if [[ $1 == shell ]]; then
    cat >"$STATE/script"
    echo md_docker.admin_password_set >>"$STATE/steps"
fi
for argument; do
    [[ $argument == --init=* && ! -f $STATE/odoo_ignores ]] || continue
    tr , '\n' <<<"${argument#--init=}" >>"$STATE/steps"
done
exit 0
"""

# Answers the three questions of the entrypoint from the file of finished steps.
FAKE_PSQL = r"""#!/usr/bin/env bash
[[ -f $STATE/db_down ]] && { echo "connection refused" >&2; exit 2; }
case "${!#}" in
    *to_regclass*)
        [[ -f $STATE/question_fails ]] && exit 1
        [[ -f $STATE/steps ]] && echo t || echo f ;;
    *ir_module_module*) cat "$STATE/steps" ;;
    *) echo 1 ;;
esac
"""


class Container:
    """A folder that plays the container: runs the entrypoint, shows what it did."""

    def __init__(self, folder):
        self.folder = folder
        self.state = folder / "state"
        self.conf = folder / "run" / "odoo.conf"
        self.pgpass = folder / "run" / "pgpass"
        self.environment = {
            "PATH": f"{folder / 'bin'}:{os.environ['PATH']}",
            "STATE": str(self.state),
            "PGUSER": "odoo",
            "ODOO_RC": str(self.conf),
            "PGPASSFILE": str(self.pgpass),
            "MD_CONF": str(ROOT / "docker" / "odoo.conf"),
            "MD_DB_WAIT": "0",
        }
        self.state.mkdir()
        (folder / "bin").mkdir()
        for name, script in (("odoo", FAKE_ODOO), ("psql", FAKE_PSQL)):
            path = folder / "bin" / name
            path.write_text(script, encoding="utf-8")
            path.chmod(0o755)
        for name, value in (("DB", PASSWORD), ("MASTER", "m%s"), ("ADMIN", "a'1")):
            self.secret(f"{name}_PASSWORD_FILE", f"{value}\n")

    def secret(self, variable, content):
        path = self.folder / variable.lower()
        path.write_text(content, encoding="utf-8")
        self.environment[variable] = str(path)

    def flag(self, name):
        (self.state / name).touch()

    def steps(self, *names):
        text = "".join(f"{name}\n" for name in names)
        (self.state / "steps").write_text(text, encoding="utf-8")

    def start(self, *arguments):
        """Run the entrypoint once; return (exit code, odoo's command lines)."""
        (self.state / "calls").write_text("", encoding="utf-8")
        result = subprocess.run(
            ["bash", ENTRYPOINT, *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=30,
        )
        self.errors = result.stderr
        calls = (self.state / "calls").read_text(encoding="utf-8")
        return result.returncode, calls.splitlines()


@pytest.fixture
def container(tmp_path):
    return Container(tmp_path)


def installed(call):
    """Return the modules that one odoo command line initialises."""
    [option] = [word for word in call.split() if word.startswith("--init=")]
    return option.removeprefix("--init=").split(",")


@pytest.mark.parametrize("name", ["entrypoint.sh", "make-secrets.sh"])
def test_script_parses_and_is_executable(name):
    path = ENTRYPOINT.parent / name
    assert path.stat().st_mode & stat.S_IXUSR
    subprocess.run(["bash", "-n", path], check=True)
    if shutil.which("shellcheck"):
        subprocess.run(["shellcheck", path], check=True)


def test_first_start_installs_everything_then_serves(container):
    code, (install, shell, serve) = container.start()
    assert code == 0, container.errors
    assert installed(install) == MODULES
    assert "--stop-after-init" in install
    assert "--without-demo=True" in install
    assert shell.startswith("shell ")
    assert serve == ""


def test_admin_password_and_its_mark_are_committed_together(container):
    container.start()
    script = (container.state / "script").read_text(encoding="utf-8")
    lines = script.splitlines()
    compile(script, "script", "exec")
    assert lines[-1] == "env.cr.commit()"
    assert f'env["ir.config_parameter"].set_param("{MARK}", "1")' in lines
    assert script.count("commit") == 1
    assert "a'1" not in script


def test_later_start_only_serves(container):
    container.start()
    assert container.start() == (0, [""])


def test_killed_first_start_is_finished_by_the_next(container):
    container.steps("base", "web", MODULES[0], MODULES[1])
    code, (install, _shell, serve) = container.start("serve")
    assert (code, serve) == (0, "")
    assert installed(install) == MODULES[2:]


def test_start_killed_before_the_admin_password_sets_it_next_time(container):
    container.steps(*MODULES)
    code, (shell, serve) = container.start()
    assert (code, serve) == (0, "")
    assert shell.startswith("shell ")


def test_init_installs_without_serving(container):
    code, calls = container.start("init")
    assert code == 0
    assert len(calls) == 2
    assert container.start("init") == (0, [])


@pytest.mark.parametrize(
    ("flag", "calls", "words"),
    [
        ("odoo_fails", 1, ""),
        ("odoo_ignores", 2, "not installed: md_hw_proxy,md_inventory_core"),
        ("db_down", 0, "connection refused"),
        ("question_fails", 0, ""),
    ],
)
def test_trouble_stops_the_start_before_it_serves(container, flag, calls, words):
    container.flag(flag)
    code, seen = container.start()
    assert code != 0
    assert len(seen) == calls
    assert "" not in seen, "served"
    assert words in container.errors


@pytest.mark.parametrize("content", [None, "\n"])
@pytest.mark.parametrize("name", ["DB", "MASTER", "ADMIN"])
def test_missing_or_empty_secret_is_refused(container, name, content):
    variable = f"{name}_PASSWORD_FILE"
    if content is None:
        container.environment[variable] = "missing"
    else:
        container.secret(variable, content)
    code, calls = container.start()
    assert code != 0
    assert variable in container.errors
    assert "" not in calls, "served"


def test_passwords_live_only_in_private_files(container):
    _code, calls = container.start()
    environment = (container.state / "environment").read_text(encoding="utf-8")
    for password in (PASSWORD, "m%s", "a'1"):
        assert password not in environment
        assert not any(password in call for call in calls)
    assert container.pgpass.read_text(encoding="utf-8") == "*:*:*:odoo:p\\:w\\\\d 1\n"
    lines = container.conf.read_text(encoding="utf-8").splitlines()
    assert lines[-1] == "admin_passwd = m%s"
    for path in (container.conf, container.pgpass):
        assert path.stat().st_mode & 0o777 == 0o600


def test_upgrade_updates_the_addons_and_stops(container):
    container.steps(*MODULES, MARK)
    code, calls = container.start("upgrade")
    assert code == 0
    assert [f"--update={','.join(MODULES)}" in call for call in calls] == [True]


def test_other_commands_are_passed_on(container):
    assert container.start("--test-tags=md", "-d x") == (0, ["--test-tags=md -d x"])
    assert container.start("odoo", "shell")[1] == ["shell"]
    assert container.start("false") == (1, [])


def test_the_list_of_addons_is_the_repository():
    folders = {path.parent.name for path in ROOT.glob("addons/*/__manifest__.py")}
    assert folders <= set(MODULES)
    line = f"MODULES={','.join(MODULES)}"
    assert line in ENTRYPOINT.read_text(encoding="utf-8").splitlines()


def test_counts_of_earlier_processes_are_gone_when_it_serves(container):
    folder = container.folder / "metrics"
    folder.mkdir()
    (folder / "counter_7.db").touch()
    container.environment["PROMETHEUS_MULTIPROC_DIR"] = str(folder)
    code, _calls = container.start()
    assert code == 0, container.errors
    assert list(folder.iterdir()) == []
