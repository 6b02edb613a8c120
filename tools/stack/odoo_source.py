"""Odoo 19: the caller's ODOO_SRC, or Debian's package, pinned and unpacked."""

import hashlib
import json
import os
import shutil
from pathlib import Path

from . import debian, paths
from .ui import Fail, run, say, step

LOCK = Path(__file__).with_name("odoo.lock.json")


def ensure():
    """Make ``paths.odoo_source()`` hold Odoo 19."""
    if os.environ.get("ODOO_SRC"):
        return use_given()
    lock = json.loads(LOCK.read_text(encoding="utf-8"))
    stamp = paths.ODOO_DEB / ".complete"
    if not stamp.exists() or stamp.read_text(encoding="utf-8") != lock["sha256"]:
        with step("Odoo 19 from Debian's package"):
            fetch(lock)
            stamp.write_text(lock["sha256"], encoding="utf-8")
    say(f"Odoo: {lock['package']} {lock['version']} (sha256 {lock['sha256'][:16]}...)")
    return None


def use_given():
    """Check the folder that the caller named."""
    source = paths.odoo_source()
    release = source / "odoo" / "release.py"
    if not release.exists():
        raise Fail(
            f"ODOO_SRC={source} holds no Odoo (odoo/release.py is missing)",
            "Name the folder that contains the `odoo` package of version 19",
        )
    if "version_info = (19" not in release.read_text(encoding="utf-8"):
        raise Fail(f"ODOO_SRC={source} is not Odoo 19", "Name a folder with Odoo 19")
    say(f"Odoo: {source} (ODOO_SRC)")


def fetch(lock):
    """Download, check against the pin, unpack and prove that no link dangles."""
    apt = debian.unstable()
    version, digest = apt.candidate(lock["package"])
    if (version, digest) != (lock["version"], lock["sha256"]):
        raise Fail(
            f"Debian unstable no longer has {lock['package']} {lock['version']} "
            f"(it has {version or 'none'})",
            f"Set ODOO_SRC to a folder with Odoo 19, or update {LOCK.name} after a "
            "green `make test`",
        )
    shutil.rmtree(paths.ODOO_DEB, ignore_errors=True)
    # Debian's unstable has newer fonts under other names than the package links to; the
    # machine's own release still has most of them, only Montserrat is younger.
    targets = lock["link_targets"]
    files = apt.download([lock["package"], *targets["unstable"]])
    files += debian.release().download(targets["release"])
    with files[0].open("rb") as stream:
        found = hashlib.file_digest(stream, "sha256").hexdigest()
    if found != lock["sha256"]:
        raise Fail(
            f"{files[0].name} has checksum {found}, the pin says {lock['sha256']}",
            "Do not use it; try again later or set ODOO_SRC",
        )
    debian.unpack(files, paths.ODOO_DEB)
    package = paths.ODOO_DEB / "usr/lib/python3/dist-packages"
    dangling = run(
        ["find", str(package / "odoo"), "-xtype", "l"],
        what="The unpacked Odoo cannot be read",
        todo="Run `make clean`, then try again",
    ).split()
    if dangling:
        raise Fail(
            f"{len(dangling)} links of the Odoo package point nowhere, the first is "
            f"{Path(dangling[0]).name}",
            f"Add the Debian package that holds it to link_targets in {LOCK.name}",
        )
    paths.ODOO_LINK.unlink(missing_ok=True)
    paths.ODOO_LINK.symlink_to(package.relative_to(paths.STATE))
