"""The virtual environment, on a Debian that may lack pip and venv altogether."""

import hashlib
import subprocess
import sys

from . import debian, paths
from .ui import Fail, run, step

RUNTIME = "requirements.txt"
TESTS = "requirements-test.txt"
LINT = "requirements-lint.txt"


def check_version():
    """Fail clearly on a Python for which the pinned packages do not exist."""
    if not (3, 11) <= sys.version_info[:2] <= (3, 13):
        raise Fail(
            f"Python {sys.version_info[0]}.{sys.version_info[1]} is not supported",
            "Use Python 3.11, 3.12 or 3.13, for example `make run PYTHON=python3.11`",
        )


def ensure(*files):
    """Install the pinned packages of ``files`` into ``.venv`` when they changed."""
    wanted = fingerprint(files)
    stamp = paths.VENV / f".installed-{'-'.join(files)}"
    if stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return
    with step(f"Python packages ({', '.join(files)})"):
        if not works():
            create()
        pip = [str(paths.PYTHON), "-m", "pip", "install", "-q", "--no-input"]
        run(
            [*pip, *[arg for f in files for arg in ("-r", str(paths.ROOT / f))]],
            what="The pinned Python packages cannot be installed",
            todo="Check the network and `pip config list`, then try again",
        )
        stamp.write_text(wanted, encoding="utf-8")


def fingerprint(files):
    """Hash of the requirement files and of the Python that reads them."""
    digest = hashlib.sha256(sys.version.encode())
    for name in files:
        digest.update((paths.ROOT / name).read_bytes())
    return digest.hexdigest()


def works():
    """Whether ``.venv`` has a Python that can run pip."""
    if not paths.PYTHON.exists():
        return False
    done = subprocess.run(
        [str(paths.PYTHON), "-m", "pip", "--version"], capture_output=True, check=False
    )
    return done.returncode == 0


def create():
    """Make ``.venv``; where Debian left out pip, take it from Debian's own wheel."""
    venv = [sys.executable, "-m", "venv", "--clear"]
    done = subprocess.run(
        [*venv, str(paths.VENV)], capture_output=True, text=True, check=False
    )
    if done.returncode == 0:
        return
    run(
        [*venv, "--without-pip", str(paths.VENV)],
        what="A virtual environment cannot be made",
        todo="Install python3-venv (`apt-get install python3-venv`), then try again",
    )
    tree = paths.STATE / "pip"
    debian.unpack(debian.release().download(["python3-pip-whl"]), tree)
    wheel = next((tree / "usr/share/python-wheels").glob("pip-*.whl"))
    ask = "import sysconfig; print(sysconfig.get_path('purelib', 'venv'))"
    site = run(
        [str(paths.PYTHON), "-c", ask],
        what="The virtual environment does not work",
        todo="Run `make clean`, then try again",
    ).strip()
    run(
        [
            str(paths.PYTHON),
            f"{wheel}/pip",
            *("install", "-q", "--no-index", "--target", site, str(wheel)),
        ],
        what="pip cannot be set up",
        todo="Install python3-venv (`apt-get install python3-venv`), then try again",
    )
