"""Where things are, and what the caller may set from outside."""

import os
import shutil
from pathlib import Path

from .ui import Fail

ROOT = Path(__file__).resolve().parents[2]
STATE = ROOT / ".stack"  # everything we fetch or make; `make clean` removes it
VENV = ROOT / ".venv"
LOGS = STATE / "log"
BIN = STATE / "bin"  # wrappers for programs unpacked under .stack
DATA = STATE / "data"  # Odoo's filestore and sessions
ODOO_DEB = STATE / "odoo-19"  # the unpacked Debian package and its link targets
ODOO_LINK = STATE / "odoo"  # the folder that holds Odoo's Python package
SYSROOT = STATE / "debian"  # further Debian packages, unpacked
PYTHON = VENV / "bin" / "python"

ADDONS = (
    "md_hw_proxy",
    "md_inventory_core",
    "md_pos_ext",
    "md_ecommerce_sync",
    "md_reports",
)


def port():
    """Port on which Odoo (or, with TLS=1, the proxy) serves."""
    text = os.environ.get("PORT") or "8069"
    if not text.isdigit() or not 1 <= int(text) <= 65535:
        raise Fail(f"PORT={text} is not a port", "Choose a number from 1024 to 65535")
    return int(text)


def address():
    """Address to listen on: this machine only, unless BIND says otherwise.

    The demo logins have passwords that anybody can guess.
    """
    return os.environ.get("BIND") or "127.0.0.1"


def database():
    """Name of the database that `make run` serves."""
    return os.environ.get("DB") or "retail"


def tls():
    """Whether the caller asked for https with a certificate of our own."""
    return os.environ.get("TLS", "") not in ("", "0")


def odoo_source():
    """Folder to put on PYTHONPATH so that `python -m odoo` is Odoo 19."""
    given = os.environ.get("ODOO_SRC")
    return Path(given).expanduser().resolve() if given else ODOO_LINK


def environment(**extra):
    """Environment for Odoo and its tools: our PATH, fonts and Python path."""
    env = dict(os.environ)
    env["PATH"] = os.pathsep.join(
        [str(BIN), str(VENV / "bin"), env.get("PATH", os.defpath)]
    )
    env["PYTHONPATH"] = str(odoo_source())
    env["PYTHONUNBUFFERED"] = "1"
    fonts = STATE / "fonts.conf"
    if fonts.exists():
        env["FONTCONFIG_FILE"] = str(fonts)
    env.update({key: str(value) for key, value in extra.items()})
    return env


def which(name):
    """Find a program among our wrappers, the virtual environment or the system."""
    return shutil.which(name, path=environment()["PATH"])
